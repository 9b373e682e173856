"""Headless Chromium, driven by Selenium: for the tests, the benchmark and the screenshots of the page."""

import shutil
from pathlib import Path

SWITCHES = (
    "headless no-sandbox disable-gpu no-first-run disable-background-networking disable-component-update disable-sync"
    " disable-dev-shm-usage hide-scrollbars"
)


def missing():
    """Why there is no browser here; None if there is one."""
    try:
        import selenium  # noqa: F401
    except ModuleNotFoundError:
        return "selenium is not installed"
    absent = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(absent)} not found (apt-get install chromium chromium-driver)" if absent else None


def chromium(profile: Path):
    """A browser that keeps nothing but what it puts into the folder `profile`."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for switch in [*SWITCHES.split(), f"user-data-dir={profile}"]:
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))


def resize(browser, width, height=900, scale=1):
    """Show pages as on a screen of `width` by `height` pixels; below 500 it is a phone's."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def media(browser, kind="", **features):
    """Show pages as on this kind of medium (``print``), to somebody who prefers this: ``prefers_color_scheme="dark"``."""
    named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": named})
