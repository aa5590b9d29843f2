"""The page, in the browser that people read it with."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, sync_playwright

from governed_ecr.access.witness import Witness
from governed_ecr.review.acknowledgements import Accepted, Acknowledgement
from governed_ecr.review.change import Change, ChangeKind, ImagesAtStake
from governed_ecr.review.html import PLACES, html
from governed_ecr.review.review import Review
from governed_ecr.rules.rule import Severity
from governed_ecr.state.registry import Resource
from tests.findings import finding
from tests.review.pages import FINDINGS, HOSTILE, clean, large, small

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 390, 1440
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        reason = "No Chromium: install Debian's chromium, or set CHROMIUM to the path of one."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open a page; whatever the browser has to complain about, or wants to load, fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_(text: str, width: int = DESKTOP, scheme: Literal["light", "dark"] = "light", **options: Any) -> Page:
        file = tmp_path / "review.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: complaints.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [one for one in complaints if one != "data:,"] == []


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    ("text", "scheme"),
    [(small, "light"), (small, "dark"), (large, "light"), (clean, "dark")],
    ids=["small-light", "small-dark", "large-light", "clean-dark"],
)
def test_no_page_is_wider_than_its_window(
    opened: Opened, text: Callable[[], str], width: int, scheme: Literal["light", "dark"]
) -> None:
    page = opened(text(), width, scheme)
    for details in page.locator("details").all()[:8]:
        details.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """
() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const rect = at.matches("g.node") ? at.querySelector("rect") : null;
      const colour = rect ? getComputedStyle(rect).fill : getComputedStyle(at).backgroundColor;
      const [r, g, b, alpha = 1] = parse(colour);
      if (alpha === 1 && !(colour === "rgba(0, 0, 0, 0)")) return [r, g, b];
    }
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.matches("script, style, title") || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const colour = parse(element instanceof SVGElement ? style.fill : style.color).slice(0, 3);
    const [a, b] = [light(colour), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${element.textContent.slice(0, 40)}`);
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(opened: Opened, scheme: Literal["light", "dark"]) -> None:
    page = opened(small(), scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator(".node").first.click()
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    assert page.evaluate(CONTRAST) == []


NAMELESS = """
() => [...document.querySelectorAll("a, button, input, summary, [role], svg, table, section, nav, [tabindex]")]
  .filter((element) => !element.closest("[aria-hidden=true]") && element.id !== "main" && element.id !== "chosen")
  .filter((element) => {
    const by = (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
    const label = element.closest("label");
    const text = element.matches("a, summary") ? element.textContent : "";
    const caption = element.querySelector(":scope > caption");
    const named = [element.getAttribute("aria-label"), text, ...[label, caption, ...by].map((e) => e && e.textContent)];
    return !named.some((name) => name && name.trim());
  })
  .map((element) => element.outerHTML.slice(0, 80))
"""


def test_everything_has_a_name_and_a_place(opened: Opened) -> None:
    page = opened(small())
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.lang") == "en"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for link in page.locator("nav a").all():
        assert page.locator(link.get_attribute("href") or "").count() == 1


def test_a_walk_with_the_keyboard(opened: Opened) -> None:
    page = opened(small())
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const element = document.activeElement;
              const shown = element.matches(".switch input") ? element.nextElementSibling : element;
              const ring = element.matches(".node") ? element.querySelector("rect") : shown;
              const style = getComputedStyle(ring);
              const visible = element.matches(".node") ? style.strokeWidth === "2.5px" : style.outlineStyle !== "none";
              return [element.tagName, element.className.baseVal ?? element.className, visible];
            }"""
        )
        if found[0] == "BODY":
            break
        seen.append(found)
    assert [each for each in seen if not each[2]] == []
    kinds = [f"{tag} {name}".strip() for tag, name, _ in seen]
    assert kinds[0] == "A skip"
    assert kinds.count("INPUT") == 1
    assert sum("node" in kind.split() for kind in kinds) == 1, "the map is one stop; arrow keys go on from there"
    assert "SUMMARY" in kinds


def test_the_map_is_walked_with_arrows(opened: Opened) -> None:
    page = opened(small())
    page.locator(".node").first.focus()

    def at() -> str:
        return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))

    first = at()
    page.keyboard.press("ArrowDown")
    assert at() != first
    page.keyboard.press("ArrowRight")
    assert at().startswith(("registry:", "repositories:"))
    page.keyboard.press("ArrowLeft")
    assert at().startswith("upstream registry:")
    page.keyboard.press("End")
    last = at()
    page.keyboard.press("Enter")
    assert page.locator(".node[aria-pressed=true]").get_attribute("aria-label") == last
    assert page.locator("#chosen li").count() > 0
    page.keyboard.press("Escape")
    assert page.locator(".node[aria-pressed=true]").count() == 0
    assert page.locator("#chosen").is_hidden()


def test_a_repository_has_what_its_registry_grants_and_replicates(opened: Opened) -> None:
    page = opened(small())
    page.locator(".node[aria-label^='repositories: ecr-public/*']").click()
    told = page.locator("#chosen").inner_text()
    assert "As a part of its registry:" in told
    assert "New: the registry of 111111111111 in us-east-1 replicates all repositories to" in told
    assert "No connection." not in told
    assert page.locator(".edge.on").count() == 3  # its upstream, and both Regions


def test_a_node_lights_what_it_is_connected_with(opened: Opened) -> None:
    page = opened(small())
    node = page.locator(".node[aria-label^='account: 999999999999']")
    node.hover()
    assert page.locator(".edge.on").count() == 1
    assert page.locator(".node.on").count() == 2
    node.click()
    assert page.locator("#chosen").inner_text().endswith("New: account 999999999999 may pull from repository team/app")
    page.mouse.move(0, 0)
    assert page.locator(".edge.on").count() == 1
    node.click()
    page.mouse.move(0, 0)
    node.blur()
    assert page.locator("svg.active").count() == 0


def test_the_switch_shows_one_side(opened: Opened) -> None:
    page = opened(small())

    def marks() -> set[str]:
        shown = page.locator(".edge").evaluate_all(
            "all => all.filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.dataset.mark)"
        )
        return set(shown)

    assert marks() == {"same", "added", "removed"}
    page.get_by_label("Before").check()
    assert marks() == {"same", "removed"}
    page.get_by_label("After").check()
    assert marks() == {"same", "added"}
    page.keyboard.press("ArrowLeft")
    assert page.get_by_label("Both").is_checked()


def test_without_a_script_it_says_the_same(opened: Opened) -> None:
    page = opened(small(), java_script_enabled=False)
    assert page.locator(".node").first.is_visible()
    assert page.locator(".node[tabindex]").count() == 0
    assert page.locator(".hint").is_hidden()
    page.get_by_text("The same in words").click()
    assert page.get_by_text("New: account 999999999999 may pull from repository team/app").is_visible()


def test_what_moves_stands_still_where_that_is_asked_for(opened: Opened) -> None:
    page = opened(small(), reduced_motion="reduce")
    assert page.locator(".edge").first.evaluate("one => getComputedStyle(one).transitionDuration") == "0s"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_names_are_text(opened: Opened) -> None:
    page = opened(small(HOSTILE))
    page.locator(".node").nth(1).click()
    assert page.evaluate("window.owned") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert HOSTILE in page.locator("main").inner_text()
    assert page.evaluate("Object.keys(JSON.parse(document.getElementById('nodes').textContent)).length") > 3


class Structure(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))


def told(text: str) -> str:
    """A page in which everything that a template can say is this text."""
    resource = Resource(text, text, {}, template=text, construct_path=text)
    witness = Witness(text, text, text, ((text, text), (text, (text, text))))
    change = Change(ChangeKind.REMOVAL, Severity.ERROR, resource, text, (text,), ImagesAtStake(1, 1, (text,)), witness)
    found = finding(text, template=text, logical_id=text, path=(text,), construct_path=text, witness=witness)
    return html(Review((change,), (found,)), (), (), title=text)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(min_size=1), st.text("<>&\"'/=- \n`{}%#!a", min_size=1)))
def test_any_text_stays_text(text: str) -> None:
    assert Structure(told(text)).found == Structure(told("word")).found


def test_nothing_but_its_own_script_runs(opened: Opened, browser: Browser, tmp_path: Path) -> None:
    """Even where a name became markup, the policy of the page would not let it do anything."""
    broken = small().replace("<main ", "<script>window.owned=1</script><main ", 1)
    file = tmp_path / "broken.html"
    file.write_text(broken, encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("window.owned") is None
    assert page.locator("#map.live").count() == 1
    page.close()


def test_nothing_is_loaded_and_only_aws_pages_are_linked() -> None:
    text = small()
    assert "unsafe-inline" not in text
    assert not re.search(r"\sstyle=|@import|url\((?!#)", text)
    links = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert {link.split("/")[2] for link in links if "//" in link} == {"docs.aws.amazon.com"}
    assert {link for link in links if "//" not in link and not link.startswith("#")} == {"data:,"}


def test_the_forecast_is_drawn_and_told(opened: Opened) -> None:
    page = opened(small())
    told = page.locator("#forecast .lead").inner_text()
    assert told.startswith("Of 33 images (33.0 GB), 30 (30.0 GB) expire until 2026-12-15")
    assert page.locator("#forecast tbody tr").first.inner_text().split() == (
        ["team/app", "30.0", "GB", "30", "·", "30.0", "GB", "0", "2026-11-25"]
    )
    boxes = [page.locator(f"path.{name}").bounding_box() for name in ("standard", "expired")]
    assert all(box and box["width"] > 500 and box["height"] > 100 for box in boxes)


def test_a_large_page_is_cut_and_says_so() -> None:
    text = large()
    assert len(text.encode()) < 1_500_000
    assert f'New findings <span class="count">{FINDINGS:,}</span>' in text
    told = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) more are not on this page", text)]
    shown = text.count('<p class="message">Place')
    assert shown == 60 * PLACES
    assert sum(told) >= FINDINGS - shown


def test_what_is_acknowledged_is_said_with_its_reason() -> None:
    by = Acknowledgement("Repo", "Moves on <Monday>.", date(2027, 3, 31), rule="TagsMove")
    text = html(Review(accepted=(Accepted(finding(), by),)), (), ())
    assert "1 is acknowledged." in text
    assert "<strong>TagsMove</strong> at <code>Repo</code>, until 2027-03-31: Moves on &lt;Monday&gt;." in text


def test_of_nothing_it_says_that_it_is_nothing() -> None:
    text = clean()
    assert "Nothing changes in any registry" in text
    assert "needs the attention of anyone" in text
    assert 'id="forecast"' not in text
    assert "fieldset" not in text.partition("<body>")[2]
