"""A real Chromium for the page tests: it reaches no other host, and every visit is watched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from required_tools import AXE
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

RUN_AXE = """
async (tags) => {
  const result = await axe.run(document, {runOnly: {type: "tag", values: tags}, preload: false});
  return {passes: result.passes.length, violations: result.violations};
}
"""


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
    under_way: set[Request] = field(default_factory=set)
    """Requests without an answer so far."""

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

    def said(kind: str, text: str) -> None:
        if kind in {"warning", "error", "assert"}:
            visit.console.append(f"{kind}: {text}")

    page.expose_binding("reportViolation", lambda _, what: visit.violations.append(what))
    page.add_init_script(HEAR_VIOLATIONS)
    page.on("request", lambda request: requested(request.url))
    page.on("request", lambda request: visit.under_way.add(request))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: visit.under_way.discard(request))
    page.on("console", lambda message: said(message.type, message.text))
    page.on("pageerror", lambda error: visit.console.append(f"uncaught: {error}"))
    page.on("requestfailed", lambda request: unanswered(request.url))
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


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """`new_page(width=…, color_scheme=…)`: a watched blank page in a context of its own."""
    contexts: list[BrowserContext] = []

    def open_page(
        width: int = 1280, height: int = 800, color_scheme: str = "light", javascript: bool = True
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        contexts.append(context)
        return _watch(context.new_page())

    yield open_page
    for context in contexts:
        context.close()


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
        yield lambda folder: servers.enter_context(serving(folder))


@pytest.fixture(scope="session")
def site_url(built_site: Path, served: Callable[[Path], str]) -> str:
    """The address of the built site over http, without a slash at the end."""
    return served(built_site)


@pytest.fixture(scope="session")
def file_url(built_site: Path) -> str:
    """The address of the built site's folder over file://, without a slash at the end."""
    return built_site.as_uri()


@pytest.fixture(scope="session")
def axe(require_tool: Callable[[str], str]) -> Callable[[Page], list[str]]:
    """`axe(page)`: WCAG 2.0 to 2.2 A and AA violations, one line per element: `rule: selector: why`."""
    require_tool("axe-core")
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        # Evaluated by the debugger, so the page is judged under its own content security policy.
        page.evaluate(source)
        result = page.evaluate(RUN_AXE, WCAG_AA)
        assert result["passes"], "axe found nothing to check"
        return [
            f"{violation['id']}: {' '.join(map(str, node['target']))}: {violation['help']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return check


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
