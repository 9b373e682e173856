"use strict";
(() => {
  const find = document.getElementById("find");
  const chapter = document.getElementById("chapter");
  const verdict = document.getElementById("verdict");
  const count = document.getElementById("count");
  const clear = document.getElementById("clear");
  const none = document.getElementById("none");
  const frame = document.getElementById("frame");
  const groups = [];
  for (const body of document.querySelectorAll("#verdicts tbody")) {
    const rows = [];
    for (const row of body.querySelectorAll("tr[data-tags]")) {
      const article = document.getElementById(row.querySelector("a").getAttribute("href").slice(1));
      const text = [row.querySelector("th"), article.querySelector("header"), article.querySelector(".why")];
      rows.push({
        row,
        article,
        tags: row.dataset.tags.split(" "),
        text: text.map((part) => (part ? part.textContent : "")).join(" ").toLowerCase(),
      });
    }
    groups.push({ body, section: rows[0].article.parentElement, number: body.dataset.chapter, rows });
  }
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);

  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let seen = 0;
    for (const group of groups) {
      const ours = !chapter.value || chapter.value === group.number;
      let some = false;
      for (const { row, article, tags, text } of group.rows) {
        const shown =
          ours && (!verdict.value || tags.includes(verdict.value)) && words.every((word) => text.includes(word));
        if (row.hidden === shown) row.hidden = !shown;
        if (article.hidden === shown) article.hidden = !shown;
        some = some || shown;
        seen += shown;
      }
      if (group.body.hidden === some) group.body.hidden = group.section.hidden = !some;
    }
    const said = seen === total ? count.dataset.all : count.dataset.some;
    count.textContent = said.replace("{seen}", seen).replace("{total}", total);
    clear.hidden = !(find.value || chapter.value || verdict.value);
    none.hidden = seen > 0;
    frame.hidden = seen === 0;
  };
  const all = () => {
    find.value = chapter.value = verdict.value = "";
    filter();
  };
  // A link to a claim leads there whatever has been filtered out.
  const wanted = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return ""; // no fragment that this page has given out
    }
  };
  const arrive = () => {
    const target = document.getElementById(wanted());
    if (!target || !target.hidden) return;
    all();
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };

  for (const control of [chapter, verdict]) control.addEventListener("change", filter);
  find.addEventListener("input", filter);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all();
  });
  for (const button of [clear, document.getElementById("again")]) {
    button.addEventListener("click", () => {
      all();
      find.focus();
    });
  }
  document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find.focus();
  });
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
    document.addEventListener("click", async (event) => {
      if (!event.target.matches("button.copy")) return;
      try {
        await navigator.clipboard.writeText(event.target.dataset.copy);
        event.target.textContent = event.target.dataset.copied;
      } catch {
        event.target.textContent = event.target.dataset.refused;
      }
    });
  }
  window.addEventListener("hashchange", arrive);
  document.getElementById("filter").hidden = false;
  filter();
  arrive();
})();
