"""No code can make text into markup or code, and none asks the clock, the locale or chance: read from the syntax, not by eye."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from required_tools import ROOT

TEMPLATES = ROOT / "site_templates"
SCRIPTS = sorted((TEMPLATES / "theme" / "assets" / "javascripts").rglob("*.js"))
PAGES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".j2", ".svg"})
MODULES = sorted((ROOT / "generator").rglob("*.py"))
PROSE = sorted((ROOT / "content").rglob("*.md"))

# JavaScript: read as it stands, comments and texts too. No script needs the name of a sink there, and whoever would tell
# them from code has to know where a regular expression begins; where that goes wrong, code is taken for a text.

JS_FORBIDDEN = {
    "markup from text": re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|srcdoc|setHTMLUnsafe)\b"),
    "a document written": re.compile(r"\bdocument\s*\.\s*(?:write|writeln|open)\b|\bDOMParser\b"),
    "code from text": re.compile(r"(?<![\w.$])eval\b|\bnew\s+Function\b|(?<![\w.$])Function\s*\(|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]"),
    "a handler as an attribute": re.compile(r"setAttribute\s*\(\s*[\"'`](?:on|style)", re.IGNORECASE),
    "a handler that is a text": re.compile(r"\.\s*on[a-z]+\s*=\s*[\"'`]"),
    "a module": re.compile(r"^\s*(?:import|export)\b(?!\s*\()|\bimport\s*\(", re.MULTILINE),
    "a style from text": re.compile(r"\.\s*cssText\b|\.\s*insertRule\b"),
    "a script that is fetched": re.compile(r"\bimportScripts\b|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b"),
    "an object that holds any name": re.compile(r"__proto__|\bsetPrototypeOf\b"),
    # What stands in quotes and names a sink: el["write"](x).
    "a sink named in a text": re.compile(r"[\"'`](?:write|writeln|eval|Function)[\"'`]"),
}
# The one thing that may say `import(`: the type of a parameter, in this very form, which is code nowhere.
_TYPE = re.compile(r"@param \{import\(\"\./\w+\.js\"\)\.\w+(?:\[\])?\}")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def js_faults(source: str) -> list[str]:
    """`line: what` for every forbidden construct of a script, wherever it stands."""
    raw = _TYPE.sub("", source)
    # What looks like a comment (an address may) can stand in the middle of a sink: looked at once more without, never only so.
    bare = _COMMENT.sub(lambda m: " " + "\n" * m[0].count("\n"), raw)
    return sorted(
        {
            f"{text.count(chr(10), 0, m.start()) + 1}: {what}: {' '.join(m[0].split())}"
            for text in (raw, bare)
            for what, pattern in JS_FORBIDDEN.items()
            for m in pattern.finditer(text)
        }
    )


# Templates: read by Jinja's own parser; what stands between the expressions, by a pattern for attributes.

_RAW_TAG = re.compile(r"""<[a-zA-Z](?:[^'">]++|"[^"]*"|'[^']*')*+>""")
_ATTRIBUTE = re.compile(r"[\s/\"'](on[a-z]+|style|srcdoc)\s*=", re.IGNORECASE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BARE = re.compile(r"=\s*\{\{")


def template_faults(source: str, inline_scripts: bool = False) -> list[str]:
    """Every way round the escaping, every handler, style and script in a template, and attributes without quotes."""
    found = []
    tree = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(source)
    for node in tree.find_all((nodes.Filter, nodes.EvalContextModifier, nodes.ScopedEvalContextModifier, nodes.Getattr)):
        if isinstance(node, nodes.Filter) and node.name in {"safe", "forceescape", "xmlattr", "urlize"}:
            found.append(f"{node.lineno}: filter {node.name}")
        elif isinstance(node, nodes.EvalContextModifier | nodes.ScopedEvalContextModifier):
            found.append(f"{node.lineno}: escaping changed")
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("__"):
            found.append(f"{node.lineno}: {node.attr}")
    plain = _JINJA.sub(lambda m: "x" + re.sub(r"[^\n]", "", m[0]), source)
    for tag in _RAW_TAG.finditer(plain):
        line = plain.count("\n", 0, tag.start()) + 1
        if fault := _ATTRIBUTE.search(re.sub(r""""[^"]*"|'[^']*'""", '""', tag[0])):
            found.append(f"{line}: attribute {fault[1]}")
        if re.match(r"<style\b", tag[0], re.IGNORECASE):
            found.append(f"{line}: a style element")
        if re.match(r"<script\b(?![^>]*\bsrc=)", tag[0], re.IGNORECASE) and not inline_scripts and "application/json" not in tag[0]:
            found.append(f"{line}: a script in the page")
    found += [f"{source.count(chr(10), 0, m.start()) + 1}: an attribute without quotes" for m in _BARE.finditer(_no_blocks(source))]
    if re.search(r"javascript:", plain, re.IGNORECASE):
        found.append("1: an address that runs code")
    return found


def _no_blocks(source: str) -> str:
    return re.sub(r"\{%.*?%\}|\{#.*?#\}", lambda m: re.sub(r"[^\n]", " ", m[0]), source, flags=re.DOTALL)


# Python

CLOCK = {
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("time", "ctime"), ("time", "strftime"),
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("os", "urandom"), ("uuid", "uuid1"),
    ("uuid", "uuid4"), ("locale", "setlocale"), ("platform", "node"), ("socket", "gethostname"), ("getpass", "getuser"),
}  # fmt: skip
MODULES_OF_CHANCE = {"random", "secrets", "locale", "pickle", "marshal", "shelve", "pdb"}
CALLS = {"eval", "exec", "compile", "__import__", "Markup", "hash", "id", "input", "breakpoint"}
LOADERS = {("yaml", "load"), ("yaml", "unsafe_load"), ("yaml", "full_load")}
MAY = {
    "generator/verification.py: id": "tells provisions apart while they are counted; only the count is shown",
    "generator/structuring.py: id": "the key of a memo that keeps the annotation itself",
    "generator/publication/sharing.py: id": "tells parts apart that are kept; what is given out equals what came in",
}


def python_faults(source: str, name: str = "") -> list[str]:
    """`line: what` for every call that asks the clock, chance or the machine, makes code of text, or text of markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = _called(node.func)
            pair = tuple(called.split(".")[-2:])
            if pair in CLOCK or pair in LOADERS or called in CALLS or called.endswith(".Markup"):
                found.append(f"{node.lineno}: {called}")
            if any(k.arg == "autoescape" and not (isinstance(k.value, ast.Constant) and k.value.value is True) for k in node.keywords):
                found.append(f"{node.lineno}: autoescape is not simply on")
            if any(k.arg == "shell" and isinstance(k.value, ast.Constant) and k.value.value for k in node.keywords):
                found.append(f"{node.lineno}: a shell")
            if called.split(".")[-1] == "Environment" and not any(k.arg == "autoescape" for k in node.keywords):
                found.append(f"{node.lineno}: templates without escaping")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{node.lineno}: import {n}" for n in names if n.split(".")[0] in MODULES_OF_CHANCE]
            if isinstance(node, ast.ImportFrom) and node.module in {"markupsafe", "time", "datetime"}:
                wanted = {a.name for a in node.names}
                found += [f"{node.lineno}: from {node.module} import {n}" for n in sorted(wanted & {"Markup", "time", "localtime", "now"})]
    return found


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_called(node.value)}.{node.attr}"
    return "?"


# Escaping is off for what is no HTML: the wording of documents and the checks that only read a template's syntax.
NO_HTML = re.compile(r"^generator/(?:drafting|drafting_templates|documents)/")
ESCAPING = re.compile(r"templates without escaping|autoescape is not simply on")


def faults_of(paths: list[Path], judge: Callable[[str], list[str]]) -> Iterator[str]:
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        for fault in judge(path.read_text(encoding="utf-8")):
            allowed = ESCAPING.search(fault) and NO_HTML.match(name) or f"{name}: {fault.split(': ')[-1]}" in MAY
            if not allowed:
                yield f"{name}:{fault}"


def test_there_is_something_to_read():
    assert len(SCRIPTS) >= 10 and len(PAGES) >= 20 and len(MODULES) >= 80 and PROSE


def test_no_script_makes_markup_or_code_of_text():
    assert list(faults_of(SCRIPTS, js_faults)) == []


def test_a_sink_after_any_statement_of_any_script_is_seen():
    """All at once: a line that holds no quotes changes nothing for the next."""
    sink, places = "document.body.innerHTML = location.hash;", 0
    for path in SCRIPTS:
        lines, put = [], set()
        for line in path.read_text(encoding="utf-8").splitlines():
            lines.append(line)
            if line.endswith((";", "}")):
                lines.append(sink)
                put.add(len(lines))
        seen = {int(fault.split(":")[0]) for fault in js_faults("\n".join(lines))}
        assert [lines[number - 2] for number in sorted(put - seen)] == [], path.name
        places += len(put)
    assert places > 5000


def test_no_template_goes_round_the_escaping():
    theme = TEMPLATES / "theme"
    assert list(faults_of([p for p in PAGES if theme not in p.parents], template_faults)) == []
    assert list(faults_of([p for p in PAGES if theme in p.parents], lambda s: template_faults(s, inline_scripts=True))) == []


def test_no_module_asks_the_clock_or_makes_code_of_text():
    assert list(faults_of(MODULES, python_faults)) == []


def test_no_prose_holds_markup_that_runs():
    def judge(source: str) -> list[str]:
        return re.findall(r"<script|<style|<iframe|\son[a-z]+\s*=|\{\{|\{%|javascript:", source, re.IGNORECASE)

    assert list(faults_of(PROSE, judge)) == []


@pytest.mark.parametrize(
    "source",
    [
        "a.innerHTML = b", "a.outerHTML += b", "a.insertAdjacentHTML('beforeend', b)", "document.write(a)", "document . writeln(a)",
        "eval(a)", "new Function(a)", "Function('return 1')", "setTimeout('a()', 1)", "a.setAttribute('onclick', b)",
        "a.setAttribute(\"style\", b)", "a.onclick = 'b()'", "a['innerHTML'] = b", "import {a} from './b.js'", "export const a = 1",
        "import('./a.js')", "new DOMParser()", "r.createContextualFragment(a)", "a.style.cssText = b", "new XMLHttpRequest()",
        "a.__proto__ = b", "x = `${a}`; y.srcdoc = x", "document/* at last */.write(a)", "import/**/('./a.js')", "a['write'](b)",
        "const mark = /[`*]/g; const next = mark.source; a.innerHTML = b; c = `${d}`", "a = `a long text with a sink in the middle ${(b.innerHTML = c)} and more of it`",
        "a = `@param {${import('./b.js').C}}`", "// a.innerHTML = b",
    ],
)  # fmt: skip
def test_a_script_with_a_way_in_is_found(source):
    assert js_faults(f"(() => {{\n  {source};\n}})();".replace("{\n  import", "\nimport").replace("{\n  export", "\nexport"))


@pytest.mark.parametrize(
    "source",
    [
        "a.textContent = b", '/** @param {import("./a.js").B[]} b */', "evaluate(a)", "a.evaluation = 1", "renderFunction(a)",
        "a.addEventListener('click', b)", "a.setAttribute('aria-label', b)", "const important = 1", "a.style.width = b",
        "a.options = b", "x.on = 1", "script.onload = ready", "throw new Error('it is important to import files')",
    ],
)  # fmt: skip
def test_a_sound_script_is_not_accused(source):
    assert js_faults(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ a | safe }}", "{{ a|upper|safe }}", "{% autoescape false %}{{ a }}{% endautoescape %}", '<a onclick="x">', "<a ONCLICK = x>",
        '<p class="{{ a }}" style="color:red">', "<style>p{}</style>", "<script>x()</script>", "<a href={{ a }}>", "<svg/onload=x>",
        '<a href="javascript:x()">', "{{ a.__class__ }}", '<iframe srcdoc="x">', "{{ a | xmlattr }}", "{{ a | urlize }}",
    ],
)  # fmt: skip
def test_a_template_with_a_way_round_is_found(source):
    assert template_faults(source)


@pytest.mark.parametrize(
    "source",
    [
        '<a href="{{ a }}" title="x onclick=1">{{ b }}</a>', '<script src="{{ a }}" defer></script>', "<p>style=1 {{ a }}</p>",
        '<script type="application/json" id="data">{{ a }}</script>', '{% set x = "safe" %}<p data-on="1">{{ x }}</p>',
    ],
)  # fmt: skip
def test_a_sound_template_is_not_accused(source):
    assert template_faults(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.now()", "from datetime import date\ndate.today()", "import time\ntime.time()", "import random",
        "from random import choice", "eval(x)", "exec(x)", "from markupsafe import Markup", "import markupsafe\nmarkupsafe.Markup(x)",
        "from jinja2 import Environment\nEnvironment(loader=x)", "Environment(autoescape=False)", "import subprocess\nsubprocess.run(x, shell=True)",
        "import os\nos.urandom(8)", "import pickle", "import yaml\nyaml.load(x)", "hash(x)", "from time import time", "import time\ntime.strftime('%Y')",
    ],
)  # fmt: skip
def test_a_module_that_asks_the_clock_or_runs_text_is_found(source):
    assert python_faults(source)


def test_a_sound_module_is_not_accused():
    assert python_faults("import time\nx = time.monotonic()\nEnvironment(autoescape=True)\nfrom datetime import date\ndate(2026, 1, 2)") == []
