"""A real Chromium for tests: pages at two sizes, axe, and screenshots that people look at.

    def test_home_reads_well(browser_page, school):
        page = browser_page("/schools/fernhollow/", user=school.leader, size=PHONE)
        assert_accessible(page)
        shoot(page, "school-home")

A page that says anything in its console – a fault in a script, or something the content security policy refused – fails
its test at the end.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
CHROMIUM = os.environ.get("WAYMARK_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; set WAYMARK_CHROMIUM to one")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium, live_server, signed_in):
    """Open an address of the live server, perhaps signed in, on a phone or with scripts off:
    `browser_page("/path/", user=…, size=PHONE, scripts=False)`."""
    contexts, complaints = [], []

    def open_page(address: str, *, user=None, size=DESKTOP, scripts: bool = True, may_complain: bool = False) -> Page:
        context = chromium.new_context(viewport=size, java_script_enabled=scripts, base_url=live_server.url)
        contexts.append(context)
        if user is not None:
            cookie = signed_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        if not may_complain:
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def assert_accessible(page: Page, *, besides: tuple[str, ...] = ()) -> None:
    """axe finds nothing against WCAG 2.0 to 2.2, A and AA, nor against good practice; nothing scrolls sideways, and
    the title of a page that lists an error says so first."""
    rules = {name: {"enabled": False} for name in besides}
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "rules": rules, "resultTypes": ["violations"]}
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(({violations}) => violations)", options)  # all else is long
    said = [f"{fault['id']}: {node['target']} {node['html'][:200]}" for fault in found for node in fault["nodes"]]
    assert not said, "\n".join(said)
    assert_no_sideways_scroll(page)
    assert page.title().startswith("Error: ") == (page.locator(".govuk-error-summary").count() > 0), page.title()


def assert_no_sideways_scroll(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, f"{wide} px too wide at {page.viewport_size['width']}"


def shoot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page, by its width, in a folder that git ignores."""
    size = page.viewport_size
    path = SCREENSHOTS / f"{name}-{size['width']}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path
