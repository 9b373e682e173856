"""The page in a real browser: headless Chromium, driven by Selenium."""

import json
import os
from pathlib import Path

import pytest
from browser import chromium, media, missing, resize
from made_reports import a_case, a_claim, a_report
from processes_seen import wait_for

from pytest_claims.render.html.page import page
from pytest_claims.report.merge import Evidence, Merging

pytestmark = pytest.mark.xdist_group("browser")

EVIDENCE = sorted((Path(__file__).parents[3] / "evidence").glob("*.json"))
#: Claims whose cells hold every verdict that a page shows.
TRUE = a_claim("nap.ten", sources={"program": "def nap(): pass", "contrast": "def no_nap(): pass", "helpers": []})
FALSE = a_claim("nap.nine", a_case("refuted", expected="refuted"), says="It takes 9 s.", refuted_where="everywhere")
MIXED = a_claim("pool.forks", a_case("refuted", "fork"), a_case("holds", "spawn"), says="A pool forks.", truth="nap.ten")
HOSTILE = a_claim("</script><b>x.y", says="<img src='https://example.org/x.png' onerror='alert(1)'>\u202e</style>")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(f"in CI the page is looked at in a browser, but {reason}")
    if reason:
        pytest.skip(reason)
    driver = chromium(tmp_path_factory.mktemp("profile"))
    # To measure each element of a page with hundreds of claims takes long on a busy machine.
    driver.set_script_timeout(100)
    yield driver
    driver.quit()


@pytest.fixture
def view(browser):
    """Show the page on a wide and light screen, with scripts on, unless a test wants it otherwise."""
    resize(browser, 1280)
    media(browser, prefers_color_scheme="light")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    return browser


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A page of made-up reports, and one of the project's own evidence."""
    folder = tmp_path_factory.mktemp("pages")
    made = Merging(Evidence.SHOWN)
    for python in ("3.13.0", "3.14.0"):
        made.add(a_report(TRUE, FALSE, MIXED, HOSTILE, python=python))
    kept = Merging(Evidence.SHOWN)
    for path in EVIDENCE:
        kept.add(json.loads(path.read_text(encoding="utf-8")))
    for name, merging in {"made": made, "evidence": kept}.items():
        (folder / f"{name}.html").write_text(page(merging.result()), encoding="utf-8")
    return folder


@pytest.fixture
def at(browser, written):
    """Open a page as if for the first time, and return the browser."""

    def open_(name="made", fragment=""):
        browser.get("about:blank")
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.get(f"file://{written / name}.html{fragment}")
        return browser

    return open_


def script(browser, text, *arguments):
    return browser.execute_script(f"return {text}", *arguments)


def eventually(browser, condition):
    """Wait until the browser has got there: it scrolls and tells of a new fragment in its own time."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 10, poll_frequency=0.02).until(condition)


def visible_rows(browser):
    return script(browser, "[...document.querySelectorAll('#verdicts tr[data-tags]')].filter(r => r.checkVisibility()).length")


def colours(browser):
    """How many colours a picture of the window has: one where nothing is drawn."""
    data = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    count = """
    const [data, done] = arguments;
    const image = new Image();
    image.onload = () => {
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      done(new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size);
    };
    image.src = `data:image/png;base64,${data}`;
    """
    return browser.execute_async_script(count, data)


def type_(browser, *keys):
    browser.switch_to.active_element.send_keys(*keys)


@pytest.mark.parametrize("name", ["made", "evidence"])
def test_it_opens_without_errors_and_asks_nobody_for_anything(at, view, name):
    browser = at(name)
    assert browser.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"}
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    assert sum(url.startswith("file") for url in asked) == 1


def test_hostile_texts_run_nothing_and_stay_texts(at, view):
    browser = at()
    assert script(browser, "[document.images.length, document.scripts.length, document.querySelectorAll('b b').length]") == [
        0,
        1,
        0,
    ]
    heading = script(browser, "[...document.querySelectorAll('h3')].find(h => h.textContent.includes('onerror')).textContent")
    assert heading == "<img src='https://example.org/x.png' onerror='alert(1)'><U+202E></style>"


@pytest.mark.parametrize(
    ("typed", "chapter", "verdict", "rows", "said"),
    [
        ("", "", "", 4, "4 claims"),
        ("takes", "", "", 2, "2 of 4 claims"),
        ("TAKES nap", "", "", 2, "2 of 4 claims"),
        ("", "pool", "", 1, "1 of 4 claims"),
        ("", "", "refuted", 2, "2 of 4 claims"),
        ("", "", "depends", 1, "1 of 4 claims"),
        ("", "", "unexpected", 1, "1 of 4 claims"),
        ("takes", "nap", "holds", 1, "1 of 4 claims"),
        ("nothing like it", "", "", 0, "0 of 4 claims"),
    ],
)
def test_the_filter_goes_by_text_chapter_and_verdict(at, view, typed, chapter, verdict, rows, said):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    browser = at()
    browser.find_element(By.ID, "find").send_keys(typed)
    if chapter:
        Select(browser.find_element(By.ID, "chapter")).select_by_visible_text(chapter)
    if verdict:
        Select(browser.find_element(By.ID, "verdict")).select_by_value(verdict)
    assert visible_rows(browser) == rows
    assert script(browser, "[...document.querySelectorAll('article')].filter(a => !a.hidden).length") == rows
    assert browser.find_element(By.ID, "count").text == said
    assert browser.find_element(By.ID, "none").is_displayed() == (rows == 0)


def test_all_of_it_is_there_for_the_keyboard(at, view):
    from selenium.webdriver.common.keys import Keys

    browser = at()
    type_(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to all claims"
    assert browser.switch_to.active_element.rect["x"] >= 0
    type_(browser, Keys.ENTER)
    assert script(browser, "document.activeElement.id") == "matrix"
    type_(browser, "/")
    assert script(browser, "document.activeElement.id") == "find"
    type_(browser, "forks")
    assert visible_rows(browser) == 1
    browser.execute_script("document.getElementById('chapter').value = '1'")
    type_(browser, Keys.ESCAPE)
    assert visible_rows(browser) == 4
    assert script(browser, "document.getElementById('chapter').value") == ""
    # From the filter through the frame to the first claim, and along the link to its article.
    for _ in range(8):
        type_(browser, Keys.TAB)
        if script(browser, "document.activeElement.matches('#verdicts a')"):
            break
    outline = script(
        browser, "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    assert outline == "solid3px"
    type_(browser, Keys.ENTER)
    landed = "document.activeElement.matches('article') && '#' + document.activeElement.id === location.hash"
    eventually(browser, lambda browser: script(browser, landed))


@pytest.mark.parametrize("id", ["thread.join-after-loop", "pool.apply-blocks", "timeout.work-goes-on-after-get"])
def test_an_anchor_leads_to_its_claim(at, view, id):
    browser = at("evidence", f"#{id}")
    top = "document.getElementById(arguments[0]).getBoundingClientRect().top"
    eventually(browser, lambda browser: 0 <= script(browser, top, id) < 60)
    assert script(browser, "document.activeElement.id") == id


#: Whether each picture of a claim is drawn, be it in the window or not.
DRAWN = """[...document.getElementById(arguments[0]).querySelectorAll('svg')].map(
  picture => picture.checkVisibility({contentVisibilityAuto: true}))"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_claim_that_is_linked_to_is_drawn_whole_wherever_the_window_is(at, view, scripts):
    view.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    browser = at("evidence", "#thread.join-after-loop")
    view.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})  # what follows only looks
    top = "document.getElementById('thread.join-after-loop').getBoundingClientRect().top"
    eventually(browser, lambda browser: 0 <= script(browser, top) < 60)
    assert colours(browser) > 50
    # What has the focus is drawn in any case; readers click elsewhere, and scroll.
    browser.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    eventually(browser, lambda browser: script(browser, DRAWN, "thread.sleeps-overlap") == [False])
    drawn = script(browser, DRAWN, "thread.join-after-loop")
    assert drawn
    assert all(drawn)


def test_one_link_after_another_leads_to_its_claim(at, view):
    browser = at("evidence", "#thread.join-after-loop")
    for id in ("pool.error-surfaces-at-get", "thread.join-waits-for-its-own-thread", "pool.error-surfaces-at-get"):
        link = f"document.querySelector(`.wrong .instead a[href='#{id}']`)"
        script(browser, f"{link}.click()")
        eventually(browser, lambda browser, id=id: script(browser, "document.activeElement.id") == id)
        assert 0 <= script(browser, "document.activeElement.getBoundingClientRect().top") < 60
        assert colours(browser) > 50


def test_a_fragment_that_is_none_of_ours_breaks_nothing(at, view):
    browser = at("made", "#%E0%A4%A")
    assert browser.get_log("browser") == []
    assert visible_rows(browser) == 4


def test_a_link_to_a_claim_that_is_filtered_out_brings_it_back(at, view):
    from selenium.webdriver.common.by import By

    browser = at()
    browser.find_element(By.ID, "find").send_keys("forks")
    browser.execute_script("location.hash = 'nap.ten'")
    eventually(browser, lambda browser: visible_rows(browser) == 4)
    assert browser.find_element(By.ID, "find").get_attribute("value") == ""
    assert script(browser, "document.activeElement.id") == "nap.ten"


CONTRASTS = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(
      v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const under = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') return colour;
    }
  };
  return ['h1', '.lede', '.sums dt', '.says', '.id', '.v.holds', '.v.refuted', '.why', '.source', 'small', 'summary', 'pre .k',
    'pre .nf', '.cite', 'footer'].map(name => {
    const element = document.querySelector(name);
    const [a, b] = [light(getComputedStyle(element).color), light(under(element))].sort((x, y) => y - x);
    return [name, (a + 0.05) / (b + 0.05)];
  });
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_in_light_and_in_dark(at, view, scheme):
    media(view, prefers_color_scheme=scheme)
    browser = at()
    paper = script(browser, "getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(251, 250, 247)") == (scheme == "light")
    # 4.5 is what WCAG 2.2 asks of texts of usual size.
    assert [(name, ratio) for name, ratio in script(browser, CONTRASTS) if ratio < 4.5] == []


def test_without_scripts_everything_is_there_but_the_filter(at, view):
    view.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser = at()
    view.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})  # what follows only looks
    assert script(browser, "document.getElementById('filter').hidden")
    assert visible_rows(browser) == 4
    assert script(browser, "document.querySelectorAll('article svg').length") >= 4
    assert script(browser, "document.getElementById('count').textContent") == ""


def test_on_a_phone_every_verdict_is_in_sight_below_its_sentence_and_says_where(at, view):
    resize(view, 360)
    browser = at("evidence")
    browser.execute_script("document.getElementById('matrix').scrollIntoView()")
    rows = """[...document.querySelectorAll('#verdicts tr[data-tags]')].slice(0, 40).map(row => {
      row.scrollIntoView();
      const says = row.querySelector('.says').getBoundingClientRect();
      const cells = [...row.querySelectorAll('td')];
      const label = cell => getComputedStyle(cell, '::before').content.split('/')[0].trim();
      const seen = cell => {
        const mark = cell.querySelector('.v, .none').getBoundingClientRect();
        return mark.left >= 0 && mark.right <= 360 && mark.top >= says.bottom && mark.width > 10;
      };
      return [cells.every(seen), cells.map(label).join(' ')];
    })"""
    labels = '"3.11.7" "3.12.1" "3.13.0" "3.14.0" "3.14.8" "3.15.0" "3.16.0a0" "3.13.0t" "3.14.7t" "3.15.0rc1t" "PyPy 3.11.17"'
    assert script(browser, rows) == [[True, labels]] * 40


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_no_sentence_and_no_heading_is_cut(at, view, width):
    resize(view, width)
    browser = at("evidence")
    cut = """[...document.querySelectorAll('h1, h2, h3, .says, .why, .instead, thead th')].filter(e => {
      const style = getComputedStyle(e);
      const hidden = style.overflow !== 'visible' || style.webkitLineClamp !== 'none' || style.textOverflow === 'ellipsis';
      return hidden || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.display !== 'inline';
    }).map(e => e.textContent)"""
    assert script(browser, cut) == []
    assert "\N{HORIZONTAL ELLIPSIS}" not in script(
        browser, "[...document.querySelectorAll('.says, h3')].map(e => e.textContent).join()"
    )


def test_what_is_wider_than_the_window_shows_that_there_is_more(at, view):
    resize(view, 360)
    browser = at("evidence", "#thread.join-after-loop")
    wide = "[...document.querySelectorAll('.scroll, pre')].filter(e => e.scrollWidth > e.clientWidth + 1)"
    shaded = f"{wide}.map(e => getComputedStyle(e).backgroundAttachment.includes('local, local, scroll, scroll'))"
    found = script(browser, shaded)
    assert found
    assert all(found)


def test_the_first_screen_says_what_it_is_about_and_begins_with_what_is_not_so(at, view):
    for width, height in ((1280, 900), (360, 740)):
        resize(view, width, height)
        browser = at("evidence")
        first = "document.querySelector('.wrong li').getBoundingClientRect().top"
        assert script(browser, "document.querySelector('h1').textContent").startswith("Python concurrency")
        assert script(browser, first) < height
        assert script(browser, "document.querySelector('.top a').getBoundingClientRect().bottom") < height


@pytest.mark.parametrize("name", ["made", "evidence"])
def test_on_a_phone_nothing_sticks_out(at, view, name):
    resize(view, 360)
    browser = at(name)
    assert script(browser, "document.documentElement.scrollWidth") <= 360
    cut = "[...document.querySelectorAll('article > .scroll')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.ariaLabel)"
    assert script(browser, cut) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_browsers_know_the_matrix_as_a_table(at, view, width):
    resize(view, width)
    browser = at("made", "#matrix")
    browser.execute_cdp_cmd("Accessibility.enable", {})
    wait_for(lambda: ("image", "holds") in accessible(browser))  # what is far down is told only when it has been laid out
    named = accessible(browser)
    assert ("table", "The verdict on each claim in each environment") in named
    assert {"columnheader", "rowheader", "row", "cell"} <= {role for role, _ in named}
    assert any(role == "image" and "when each span ran" in str(name) for role, name in named)


def accessible(browser):
    """The roles and names of all that the browser tells a screen reader."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return {(node.get("role", {}).get("value"), node.get("name", {}).get("value")) for node in nodes}


def test_on_paper_there_is_no_filter_and_all_of_the_page(at, view):
    media(view, "print")
    browser = at()
    assert not script(browser, "document.getElementById('filter').checkVisibility()")
    assert script(browser, "getComputedStyle(document.querySelector('article')).contentVisibility") == "visible"
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert len(pdf) > 10_000
