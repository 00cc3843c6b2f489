"""The straight line: every module imports only from rooms to its left; and what no file may contain."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from required_tools import ROOT

LINE = """
    beside project quantities derivation chinese_forms located structuring written losses support values model vocabulary
    components term_evidence evidence reference_rates scheme_files pilot_model pilots differences search_words catalogue read_cache verification schema template
    costs fiscal assessment wording publication comparison exports views drafting_templates documents word drafting word_check search_index
    twins machines rendering website content_policy links stamping theme archive publish mkdocs_hook redraw commands cli __main__
""".split()
"""The rooms from left to right: a module of generator/, or a folder of modules."""

LONGEST_MODULE = 400

FORBIDDEN = {
    "a path of one machine": re.compile(r"/(?:work|root|home|farm|tmp|mnt|opt/pypi)/"),
    "a folder outside the repository": re.compile(r"(?<!\.\./)\bshared/|\.\./shared/(?!seeds\b)"),
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|NotImplementedError)\b"),
    "a word about how it was made": re.compile(r"\b(?:the|this) (?:brief|session|AI)\b", re.I),
}
FILES_WITH_THE_PATTERNS = {"tests/test_layers.py"}


def module_name(path: Path, package: Path) -> str:
    """`generator.costs.irr` for the file; a package's own name for its `__init__.py`."""
    parts = [package.name, *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, package: Path, modules: set[str]) -> Iterator[tuple[int, str]]:
    """Line and name of each module of the package that the file imports, wherever the import stands."""
    name = module_name(path, package)
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == package.name:
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = here[: len(here) - node.level + 1] if node.level else []
            origin = ".".join([*origin, *(node.module or "").split(".")]).strip(".")
            if origin.split(".")[0] == package.name:
                for alias in node.names:
                    inner = f"{origin}.{alias.name}"
                    yield node.lineno, inner if inner in modules else origin


def import_faults(package: Path, line: list[str]) -> list[str]:
    """Every import of the package that points right, every circle within a room, every module without one."""
    paths = {module_name(path, package): path for path in sorted(package.rglob("*.py"))}
    place = {room: index for index, room in enumerate(line)}
    faults: list[str] = []
    within: dict[str, set[str]] = {}
    for name, path in paths.items():
        room = name.split(".")[1] if "." in name else None
        if room is not None and room not in place:
            faults.append(f"{name} has no place in the line")
            continue
        for number, target in imported(path, package, set(paths)):
            other = target.split(".")[1] if "." in target else None
            where = f"{name}:{number} imports {target}"
            if room is None:
                faults.append(f"{where}: the package itself imports nothing of its own")
            elif room == other:
                within.setdefault(name, set()).add(target)
            elif other is not None and place.get(other, len(line)) > place[room]:
                faults.append(f"{where}, which stands to its right")
    try:
        TopologicalSorter(within).prepare()
    except CycleError as circle:
        faults.append(f"a circle: {' -> '.join(circle.args[1])}")
    return faults


def shape_faults(paths: Iterable[Path], longest: int) -> list[str]:
    """Every module without a docstring and every module that is too long."""
    faults = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if not ast.get_docstring(ast.parse(text)):
            faults.append(f"{path.name} has no docstring")
        if (lines := len(text.splitlines())) > longest:
            faults.append(f"{path.name} has {lines} lines; one concept is at most {longest}")
    return faults


def content_faults(text: str) -> list[str]:
    """What the text contains that no file of the repository may contain."""
    return [
        f"{number}: {kind}: {match[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for kind, pattern in FORBIDDEN.items()
        for match in pattern.finditer(line)
    ]


def encoding_faults(content: bytes) -> list[str]:
    """What keeps the bytes of a file from being UTF-8 text with Unix line ends."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ["not UTF-8"]
    marks = {"a carriage return": "\r", "a byte order mark": "\ufeff"}
    return [fault for fault, mark in marks.items() if mark in text]


def repository_files() -> list[Path]:
    """The files of the repository: those git holds, or would hold if everything were added."""
    if not (ROOT / ".git").exists():
        pytest.skip("not run: this folder is no git repository, so nothing says which files count")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode("utf-8").split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_every_import_points_to_the_left():
    assert import_faults(ROOT / "generator", LINE) == []


def test_every_module_says_what_it_is_and_is_short_enough_to_read():
    modules = sorted((ROOT / "generator").rglob("*.py"))
    assert modules
    assert shape_faults(modules, LONGEST_MODULE) == []


def test_every_test_file_says_what_it_is():
    assert shape_faults(sorted((ROOT / "tests").rglob("*.py")), sys.maxsize) == []


def test_no_file_speaks_of_the_machine_or_the_work_it_was_made_by():
    files = repository_files()
    assert ROOT / "Makefile" in files
    faults = []
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if name not in FILES_WITH_THE_PATTERNS:
            faults += [f"{name}:{fault}" for fault in content_faults(text)]
    assert faults == []


def test_every_file_is_utf8_with_unix_line_ends_or_declared_otherwise():
    files = repository_files()
    listed = subprocess.run(
        ["git", "check-attr", "-z", "--stdin", "text"],
        cwd=ROOT, input="\0".join(map(str, files)).encode(), capture_output=True, check=True,
    ).stdout.decode("utf-8").split("\0")  # fmt: skip
    faults = [
        f"{name}: {fault}"
        for name, setting in zip(listed[0::3], listed[2::3], strict=False)
        if setting != "unset"
        for fault in encoding_faults(Path(name).read_bytes())
    ]
    assert len(listed) // 3 == len(files)
    assert faults == []


def test_the_code_passes_the_linter():
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise"]
    done = subprocess.run(
        [*ruff, "generator", "tests"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


FAULTY_PACKAGES = {
    "points right": ({"left.py": "from pack.right import x"}, "pack.left:1 imports pack.right"),
    "points right inside a function": (
        {"left.py": "def f():\n    import pack.right.deep"},
        "pack.left:2 imports pack.right.deep, which stands to its right",
    ),
    "points right, relative": ({"left.py": "from . import right"}, "pack.left:1 imports"),
    "points right, relative and deep": (
        {"left/__init__.py": "", "left/deep.py": "from ..right import x"},
        "pack.left.deep:1 imports pack.right",
    ),
    "has no place": ({"stranger.py": ""}, "pack.stranger has no place in the line"),
    "the package imports its own": ({"__init__.py": "from pack import left"}, "pack:1 imports"),
    "a circle within a room": (
        {"right/a.py": "from pack.right import b", "right/b.py": "from pack.right.a import x"},
        "a circle: ",
    ),
}


@pytest.mark.parametrize("case", FAULTY_PACKAGES)
def test_an_import_that_breaks_the_line_is_found(tmp_path, case):
    package = tmp_path / "pack"
    (package / "right").mkdir(parents=True)
    for name in ("__init__.py", "left.py", "right/__init__.py", "right/deep.py"):
        (package / name).write_text("")
    (package / "right" / "deep.py").write_text("from pack.left import x\nimport json\n")
    assert import_faults(package, ["left", "right"]) == []

    files, message = FAULTY_PACKAGES[case]
    if "left/__init__.py" in files:
        (package / "left.py").unlink()
        (package / "left").mkdir()
    for name, text in files.items():
        (package / name).write_text(text)
    faults = import_faults(package, ["left", "right"])
    assert len(faults) == 1 and message in faults[0], faults


def test_a_module_without_a_docstring_or_beyond_the_length_is_found(tmp_path):
    (tmp_path / "sound.py").write_text('"""What it is."""\n')
    (tmp_path / "silent.py").write_text("x = 1\n")
    (tmp_path / "long.py").write_text('"""What it is."""\n' + "x = 1\n" * 5)
    assert shape_faults(sorted(tmp_path.iterdir()), 5) == [
        "long.py has 6 lines; one concept is at most 5",
        "silent.py has no docstring",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "open('/" "root/x')",
        "see /tmp/y",
        "cp ../shared/cases x",
        "the shared/seeds folder",
        "# TODO: later",
        "as the brief says",
    ],
)
def test_a_text_that_no_file_may_contain_is_found(text):
    assert content_faults("ATLAS_SOURCES is ../shared/seeds unless set; a shared folder") == []
    assert content_faults(text) != []


def test_a_file_that_is_not_unix_utf8_is_found():
    assert encoding_faults("贷款\n".encode()) == []
    assert encoding_faults("贷款\r\n".encode()) == ["a carriage return"]
    assert encoding_faults("\ufeff贷款\n".encode()) == ["a byte order mark"]
    assert encoding_faults("贷款".encode("gbk")) == ["not UTF-8"]


def test_what_git_ignores_is_not_part_of_the_repository():
    assert not [path for path in repository_files() if ".venv" in path.parts]
