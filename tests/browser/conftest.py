"""A real Chromium for the page tests: it reaches no other host, and every visit is watched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Page,
    Request,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as BrowserError
from required_tools import AXE
from served import Plain
from served import served as serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but this machine's resolves: a request to another host is recorded and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
OWN = ("http://127.0.0.1:", "file:", "data:", "blob:", "about:")
WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

# Listening starts before the page's first script, so a violation in the head is heard too.
HEAR_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.reportViolation(event.effectiveDirective + " " + (event.blockedURI || event.sourceFile));
}, true);
"""

A_TURN = "() => new Promise((done) => { setTimeout(() => setTimeout(done)); })"

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that another colour scheme can break; the rest look at the same elements in either scheme."""
ALIKE = 4
"""So many of the parts that are built alike are judged, where a page holds hundreds: axe takes its time for each."""
PATIENCE = 120_000
"""Milliseconds until a wait has failed: nothing here takes long, but the machine may have other work."""

OUTSIDE = (-1, -1)
"""Where the pointer points at nothing of the page."""
NOWHERE = "there-is-no-such-page"

# A page that is about to be left keeps nothing more, whatever it does when it is left.
FORGET = "() => { Storage.prototype.setItem = () => undefined; sessionStorage.clear(); window.name = ''; }"

RUN_AXE = """
async (only) => {
  const result = await axe.run(document, {runOnly: only, preload: false, resultTypes: ["violations"]});
  return {passes: result.passes.length, violations: result.violations};
}
"""

# An element tells nothing new when some were met before it that stand in the same elements (by name, attributes, classes
# and roles) and hold the same kinds of parts, words where it has words; a single character is no word, as axe does not
# judge its colours. Set aside are rows, list items, sections and what is in cells, where nothing inside tells anything new.
SET_ASIDE = """
(few) => {
  const telling = new Set(["class", "role", "type", "lang", "dir", "style", "hidden", "open", "scope", "colspan", "rowspan", "tabindex", "alt",
    "aria-hidden", "aria-expanded", "aria-pressed", "aria-current", "aria-sort", "aria-live", "disabled", "checked"]);
  const built = (element) => {
    const attributes = [...element.attributes].map(({name, value}) => telling.has(name) ? `${name}=${value}` : value ? name : `${name}=`);
    const itself = `${element.localName} ${attributes.sort().join(" ")}`;
    const parts = [...element.childNodes].map((node) => node.localName ?? (node.nodeType === 3 ? ["", "sign", "words"][Math.min(node.data.trim().length, 2)] : ""));
    const unlike = parts.filter((part, at) => part && part !== parts[at - 1]);
    return [itself, `${itself} ${unlike.join()}`];
  };
  const [ids, twice] = [new Set(), []];
  for (const {id} of document.querySelectorAll("[id]")) ids.has(id) ? twice.push(id) : ids.add(id);
  const [numbers, seen] = [new Map(), new Map()];
  const number = (text) => numbers.get(text) ?? numbers.set(text, numbers.size).get(text);
  globalThis.setAside = [];
  const aside = (node) => {
    setAside.push([node, node.parentNode, node.nextSibling]);
    node.remove();
  };
  const tells = (element, chain) => {
    const [itself, whole] = built(element);
    const [below, own] = [number(`${chain} ${itself}`), number(`${chain} ${whole}`)];
    let anything = (seen.get(own) ?? 0) < few || element === document.activeElement;
    for (const child of [...element.children]) anything = tells(child, below) || anything;
    if (anything) seen.set(own, (seen.get(own) ?? 0) + 1);
    else if (element.matches("tr, tbody, li, section, article, details, option")) aside(element);
    else if (element.matches("td")) [...element.childNodes].forEach(aside);
    return anything;
  };
  tells(document.body, 0);
  return twice;
}
"""
PUT_BACK = "() => { for (const [child, parent, next] of setAside.reverse()) parent.insertBefore(child, next); }"


expect.set_options(timeout=PATIENCE)


class Kept(Plain):
    """A folder that does not change while it is served: one connection for many files, and each is asked for once."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=86400")
        super().end_headers()


@dataclass(slots=True)
class Visit:
    """A page with what was seen on it since its first request."""

    page: Page
    outside: list[str] = field(default_factory=list)
    """Addresses asked of any host but the page's own (over file://: any host at all)."""
    console: list[str] = field(default_factory=list)
    """Console messages above information, and uncaught errors."""
    violations: list[str] = field(default_factory=list)
    """Content security policy: the directive and what it blocked."""
    missing: list[str] = field(default_factory=list)
    """Addresses of the page's own host that answered 4xx or 5xx, or not at all."""
    dialogs: list[str] = field(default_factory=list)
    """What a box of the browser's said; each is dismissed."""
    under_way: set[Request] = field(default_factory=set)
    """Requests without an answer so far."""

    def clear(self) -> None:
        """Forget everything seen so far."""
        for seen in (self.outside, self.console, self.violations, self.missing, self.dialogs, self.under_way):
            seen.clear()

    def settle(self) -> None:
        """Until what the page has begun is done: its own turns, every request, and what the answers set off."""
        self.page.evaluate(A_TURN)
        while self.under_way:
            self.page.wait_for_timeout(5)
            self.page.evaluate(A_TURN)

    def faults(self) -> list[str]:
        """Everything that a sound page has none of, after what is still under way has come in."""
        self.settle()
        return [
            f"{kind}: {what}"
            for kind, found in (
                ("outside request", self.outside),
                ("console", self.console),
                ("policy violation", self.violations),
                ("missing", self.missing),
                ("dialog", self.dialogs),
            )
            for what in found
        ]


def _watch(page: Page) -> Visit:
    visit = Visit(page)

    def requested(url: str) -> None:
        if not url.startswith(OWN):
            visit.outside.append(url)

    def unanswered(url: str) -> None:
        if url.startswith(OWN):
            visit.missing.append(url)

    def ended(request: Request, failed: bool) -> None:
        # What an earlier page had asked for and was given up when this one was opened is nothing that this one misses.
        if request in visit.under_way:
            visit.under_way.discard(request)
            if failed:
                unanswered(request.url)

    def said(kind: str, text: str) -> None:
        if kind in {"warning", "error", "assert"}:
            visit.console.append(f"{kind}: {text}")

    def dismissed(dialog: Dialog) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    page.set_default_timeout(PATIENCE)
    page.expose_binding("reportViolation", lambda _, what: visit.violations.append(what))
    page.add_init_script(HEAR_VIOLATIONS)
    page.on("request", lambda request: requested(request.url))
    page.on("request", lambda request: visit.under_way.add(request))
    page.on("requestfinished", lambda request: ended(request, failed=False))
    page.on("requestfailed", lambda request: ended(request, failed=True))
    page.on("console", lambda message: said(message.type, message.text))
    page.on("dialog", dismissed)
    page.on("pageerror", lambda error: visit.console.append(f"uncaught: {error}"))
    page.on(
        "response",
        lambda answer: unanswered(answer.url) if answer.status >= 400 else None,
    )
    return visit


@pytest.fixture(scope="session")
def browser(require_tool: Callable[[str], str]) -> Iterator[Browser]:
    """The system's Chromium, one per worker."""
    require_tool("browser-driver")
    require_tool("cjk-fonts")
    executable = require_tool("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Readers:
    """Contexts with one page each, used again from test to test: a new page costs as much as several visits of one.

    Nothing outlives a test: what a page stored, was allowed, was shown or was pointed at is gone when it is given out.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[bool, list[Visit]] = {True: [], False: []}
        self.origins: dict[BrowserContext, set[str]] = {}

    def take(self, javascript: bool) -> Visit:
        if self.free[javascript]:
            return self.free[javascript].pop()
        context = self.browser.new_context(
            java_script_enabled=javascript, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        origins = self.origins[context] = set()
        context.on("page", lambda page: page.on("framenavigated", lambda frame: origins.add(_origin(frame.url))))
        return _watch(context.new_page())

    def give_back(self, visit: Visit, javascript: bool) -> None:
        page, context = visit.page, visit.page.context
        origins = self.origins[context] - {""}
        for other in context.pages:
            if other is not page:
                other.close()
        if javascript and not _forgets(page, origins):
            page.close()
            visit = _watch(context.new_page())
            page = visit.page
        page.goto("about:blank")
        page.unroute_all()
        page.mouse.move(*OUTSIDE)
        context.clear_permissions()
        debugger = context.new_cdp_session(page)
        for origin in origins:
            debugger.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        debugger.detach()
        self.origins[context].clear()
        visit.clear()
        self.free[javascript].append(visit)


def _origin(url: str) -> str:
    """Whose storage a page of this address has: "" where it has none."""
    return "/".join(url.split("/")[:3]) if url.startswith(("http", "file:")) else ""


def _forgets(page: Page, origins: set[str]) -> bool:
    """Whether the page could be made to forget what it keeps for itself alone, which only a page of that origin can."""
    try:
        for origin in sorted(origins, key=lambda one: one != _origin(page.url)):
            if _origin(page.url) != origin:
                page.goto(f"{origin}/{NOWHERE}")
            page.evaluate(FORGET)
    except BrowserError:
        return False
    return True


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Readers:
    return Readers(browser)


@pytest.fixture
def new_page(readers: Readers) -> Iterator[Callable[..., Visit]]:
    """`new_page(width=…, color_scheme=…)`: a watched blank page in a context that no other page of the test is in.

    With `beside` another visit, in that one's context.
    """
    taken: list[tuple[Visit, bool]] = []

    def open_page(
        width: int = 1280, height: int = 800, color_scheme: str = "light", javascript: bool = True, beside: Visit | None = None
    ) -> Visit:
        if beside:
            visit = _watch(beside.page.context.new_page())
        else:
            visit = readers.take(javascript)
            taken.append((visit, javascript))
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.emulate_media(media="null", color_scheme=color_scheme)
        return visit

    yield open_page
    for visit, javascript in taken:
        readers.give_back(visit, javascript)


@pytest.fixture
def page(new_page: Callable[..., Visit]) -> Page:
    """A blank page at desktop width, for a test that looks at nothing but the page itself."""
    return new_page().page


@pytest.fixture
def visit(new_page: Callable[..., Visit]) -> Callable[..., Visit]:
    """`visit(url, width=…, color_scheme=…)`: open the address; an answer that is no page is a failure."""

    def go(url: str, **options: Any) -> Visit:
        visited = new_page(**options)
        answer = visited.page.goto(url, wait_until="load")
        assert answer is not None and (answer.ok or url.startswith("file:")), f"{url} did not load"
        assert visited.page.locator("body *").count(), f"{url} is an empty page"
        return visited

    return go


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """`served(folder)`: serve the folder on a free port of this machine and give its address."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder, Kept))


@pytest.fixture(scope="session")
def site_url(built_site: Path, served: Callable[[Path], str]) -> str:
    """The address of the built site over http, without a slash at the end."""
    return served(built_site)


@pytest.fixture(scope="session")
def file_url(built_site: Path) -> str:
    """The address of the built site's folder over file://, without a slash at the end."""
    return built_site.as_uri()


@pytest.fixture(scope="session")
def axe(require_tool: Callable[[str], str]) -> Callable[..., list[str]]:
    """`axe(page)`: WCAG 2.0 to 2.2 A and AA violations, one line per element: `rule: selector: why`.

    `axe(page, colours=True)` asks for nothing but the colours. Of parts that are built alike some are judged for all;
    an id that occurs twice is looked for in the whole page.
    """
    require_tool("axe-core")
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page, colours: bool = False) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            # Evaluated by the debugger, so the page is judged under its own content security policy.
            page.evaluate(source)
        twice = page.evaluate(SET_ASIDE, ALIKE)
        result = page.evaluate(RUN_AXE, {"type": "rule", "values": COLOURS} if colours else {"type": "tag", "values": WCAG_AA})
        page.evaluate(PUT_BACK)
        assert result["passes"], "axe found nothing to check"
        return [f"id twice: {one}" for one in twice] + [
            f"{violation['id']}: {' '.join(map(str, node['target']))}: {violation['help']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return check


@pytest.fixture(scope="session")
def turned() -> Callable[[Page], None]:
    """`turned(page)`: the page in its other colours, light or dark, by the page's own switch."""

    def turn(page: Page) -> None:
        other = {"default": "slate", "slate": "default"}[page.locator("body").get_attribute("data-md-color-scheme") or ""]
        page.evaluate("(other) => document.querySelector(`[data-look=${other}]`).click()", other)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", other)

    return turn


@pytest.fixture(scope="session")
def barriers(axe: Callable[..., list[str]], turned: Callable[[Page], None]) -> Callable[[Page], list[str]]:
    """`barriers(page)`: what axe finds on the page as it stands, and in its colours after a turn from light to dark or back."""

    def found(page: Page) -> list[str]:
        lines = axe(page)
        turned(page)
        lines += [f"in the other colours: {line}" for line in axe(page, colours=True)]
        turned(page)
        return lines

    return found


@pytest.fixture
def told_without_scripts(visit: Callable[..., Visit]) -> Callable[[str, list[str]], list[str]]:
    """`told_without_scripts(url, parts)`: the texts of the parts before any script ran, which the scripts leave as they are."""
    read = "parts => parts.map(part => document.querySelector(part).textContent.replace(/\\s+/g, ''))"

    def told(url: str, parts: list[str]) -> list[str]:
        still = visit(url, javascript=False).page
        text = [re.sub(r"\s+", "", still.locator(part).text_content() or "") for part in parts]
        assert visit(url).page.evaluate(read, parts) == text
        return text

    return told
