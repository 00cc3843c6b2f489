"""Mutants of our own code: one operator, condition, number or statement changed; the tests must notice each.

    python tests/code_mutants.py COUNT [--seed N] [--only PART] [--jobs N]     try COUNT of all mutants, drawn by seed
    python tests/code_mutants.py --list PART                                   name every mutant of a part

PART is `reading`, `checking` or `calculating`. A mutant is run in a process of its own: the changed module is put in
place of the real one when it is imported, and the tests of its part are run until one fails. What survives is
compared with `tests/vectors/surviving_mutants.json`, where each known survivor has its reason.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "tests" / "vectors" / "surviving_mutants.json"
MOST_SECONDS = 120
"""Seconds of the processor after which a mutant counts as noticed: it does not end."""


class EndedFromOutside(Exception):
    """A run that somebody else ended before it had an outcome."""


@dataclass(frozen=True)
class Part:
    """Modules, the tests that must notice a change in them (the quickest first), and how long the random ones are."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()


READERS = ("test_located", "test_structuring", "test_generated", "test_bad_inputs", "test_scheme_files", "test_vocabulary", "test_hard_cases", "test_pilots")
PARTS = {
    "reading": Part(
        ("quantities", "located", "structuring", "written", "values", "model", "support", "losses", "scheme_files"),
        (*READERS, "test_costs_vectors", "test_publication"),
    ),
    "checking": Part(
        ("vocabulary", "derivation", "evidence", "term_evidence", "catalogue", "reference_rates", "differences", "verification"),
        ("test_verification", "test_reference_rates", "test_catalogue", "test_derivation", "test_unverified", *READERS, "test_bad_pilots_and_bundles", "test_contradictions", "test_cli", "test_mutations"),
        (("ATLAS_MUTANTS_OF_EVIDENCE", "300"),),
    ),
    "calculating": Part(
        ("costs/*", "fiscal/*"),
        (
            "test_costs_vectors", "test_borrower_cases", "test_witnesses", "test_fiscal", "test_parity", "test_fiscal_parity",
            "test_costs_page",
        ),
        (("ATLAS_QUOTES", "2000"), ("ATLAS_ESTIMATES", "400")),
    ),
}  # fmt: skip


def modules(part: Part) -> list[str]:
    """The part's modules as paths below the project, those without code left out."""
    found = [path for name in part.modules for path in sorted((ROOT / "generator").glob(f"{name}.py"))]
    return [path.relative_to(ROOT).as_posix() for path in found if path.name not in {"__init__.py", "messages.py"}]


# What can be changed, found by one walk of the syntax: annotations, decorators and words are left alone.

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
REPLACED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
DROPPED = (ast.Raise, ast.AugAssign, ast.Continue, ast.Break)
UNTOUCHED = {"annotation", "returns", "decorator_list", "type_params", "bases", "keywords_of_class"}


def sites(tree: ast.AST, statement: ast.stmt | None = None) -> Iterator[tuple[ast.AST, str, ast.stmt]]:
    """Every node that can be changed, the kind of the change and the statement it stands in, always in the same order."""
    statement = tree if isinstance(tree, ast.stmt) else statement
    for name, value in ast.iter_fields(tree):
        if name in UNTOUCHED or isinstance(tree, ast.JoinedStr):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST):
                continue
            inside = node if isinstance(node, ast.stmt) else statement
            yield from ((node, kind, inside) for kind in kinds(node))
            yield from sites(node, statement)


def kinds(node: ast.AST) -> Iterator[str]:
    """The ways in which this node can be changed."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        yield "compared otherwise"
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in REPLACED:
        yield "another operator"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield "sign or negation lost"
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield "another number"
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield "condition reversed"
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "filter lost"
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "nothing returned"
    if isinstance(node, DROPPED) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "statement lost"


def change(node: ast.AST, kind: str) -> None:
    """Makes the change in the node itself."""
    match kind:
        case "compared otherwise":
            node.ops[0] = COMPARED[type(node.ops[0])]()
        case "another operator":
            node.op = REPLACED[type(node.op)]()
        case "sign or negation lost":
            node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
            if isinstance(node.op, ast.Not):
                node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case "another number":
            node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
        case "condition reversed":
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case "filter lost":
            node.ifs = node.ifs[1:]
        case "nothing returned":
            node.value = ast.Constant(None)
        case "statement lost":
            fields = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
            node.__class__ = ast.Pass
            node.__dict__.clear()
            node.__dict__.update(fields)


@dataclass(frozen=True)
class Mutant:
    """The `number`th change of a module; `name` says what and where without the line, which may move."""

    part: str
    module: str
    number: int
    line: int
    name: str


def shown(node: ast.AST, most: int) -> str:
    """The first line of a piece of code, shortened."""
    text = " ".join(ast.unparse(node).split("\n")[0].split())
    return text if len(text) <= most else text[: most - 3] + "..."


def mutants(part: str) -> list[Mutant]:
    """Every mutant of a part, in the order of the code."""
    found, seen = [], Counter()
    for module in modules(PARTS[part]):
        tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
        for number, (node, kind, statement) in enumerate(sites(tree)):
            line = getattr(node, "lineno", None) or getattr(getattr(node, "target", None), "lineno", 0)
            name = f"{module}: {kind}: {shown(node, 60)}"
            if node is not statement:
                name += f" in: {shown(statement, 100)}"
            seen[name] += 1
            found.append(Mutant(part, module, number, line, name + (f" ({seen[name]})" if seen[name] > 1 else "")))
    return found


def mutated(mutant: Mutant) -> ast.AST:
    """The module's syntax with the change made."""
    tree = copy.deepcopy(ast.parse((ROOT / mutant.module).read_text(encoding="utf-8")))
    node, kind, _ = next(site for number, site in enumerate(sites(tree)) if number == mutant.number)
    change(node, kind)
    return ast.fix_missing_locations(tree)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module where the real one is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.module.removesuffix(".py").replace("/", ".")
        self.path, self.code = str(ROOT / mutant.module), compile(mutated(mutant), mutant.module, "exec")

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        exec(self.code, module.__dict__)


def run(part: str, mutant: Mutant | None, tests: tuple[str, ...] = ()) -> tuple[int, float]:
    """Exit code of the part's tests, or of those named, and seconds, in a process of its own.

    0: nothing noticed; 1 or 2: a test failed; negative: ended by a limit of its own. Raises EndedFromOutside where
    somebody else ended it: that says nothing of the change.
    """
    started = time.monotonic()
    which = [mutant.module if mutant else "", str(mutant.number if mutant else 0), *tests]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | dict(PARTS[part].settings)
    child = subprocess.Popen(
        [sys.executable, __file__, "--child", part, *which],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        code = child.wait(20 * MOST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        code = -signal.SIGXCPU
    if code in {-signal.SIGKILL, -signal.SIGTERM}:
        raise EndedFromOutside(f"the process of {mutant.name if mutant else part} was ended from outside")
    return code, time.monotonic() - started


def child(part: str, module: str, number: str, *tests: str) -> int:
    """Runs the tests of a part or those named, with the change in place where a module is named."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    if module:
        sys.meta_path.insert(0, Changed(Mutant(part, module, int(number), 0, "")))
    import pytest

    paths = [f"tests/{name}.py" for name in tests or PARTS[part].tests if (ROOT / "tests" / f"{name}.py").exists()]
    return int(pytest.main(["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "--tb=no", "--no-header", *paths]))


def drawn(count: int, seed: int, parts: list[str]) -> list[Mutant]:
    """Some of all mutants; the same seed draws the same from the same code."""
    every = [mutant for part in parts for mutant in mutants(part)]
    return every if count >= len(every) else random.Random(seed).sample(every, count)


def known_survivors() -> dict[str, str]:
    """Name of a mutant that survives, and why that is as it should be."""
    return json.loads(SURVIVORS.read_text(encoding="utf-8")) if SURVIVORS.exists() else {}


def score(count: int, seed: int, parts: list[str], jobs: int, said=print) -> dict[str, dict[str, object]]:
    """For each part: mutants tried, noticed, and the names of those that survived. Stops where the unchanged code fails."""
    for name in parts:
        code, seconds = run(name, None)
        said(f"{name}: {len(mutants(name))} mutants in {len(modules(PARTS[name]))} modules; the tests take {seconds:.1f} s unchanged")
        if code:
            raise SystemExit(f"the tests of {name} fail without any change: exit code {code}")
    chosen = drawn(count, seed, parts)
    result: dict[str, dict[str, object]] = {name: {"tried": 0, "noticed": 0, "survived": []} for name in parts}
    reasons = known_survivors()
    with ThreadPoolExecutor(jobs) as pool:
        for done, (mutant, (code, seconds)) in enumerate(zip(chosen, pool.map(lambda m: run(m.part, m), chosen), strict=True), start=1):
            if code in {4, 5}:
                raise SystemExit(f"nothing was run for {mutant.name}")
            of_part = result[mutant.part]
            of_part["tried"] += 1
            of_part["noticed"] += code != 0
            if code == 0:
                of_part["survived"].append(mutant.name)
                said(f"{done}: survived, {seconds:.0f} s, line {mutant.line}: {mutant.name}  [{reasons.get(mutant.name, 'no reason known')}]")
            if done % 25 == 0:
                told = ", ".join(f"{name} {seen['noticed']} of {seen['tried']}" for name, seen in result.items())
                said(f"{done} of {len(chosen)} tried; noticed: {told}")
    return result


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        return child(*arguments[1:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", choices=PARTS)
    given = parser.parse_args(arguments)
    if given.list:
        for mutant in mutants(given.list):
            print(f"{mutant.line}: {mutant.name}")
        return 0
    result = score(given.count, given.seed, given.only or list(PARTS), given.jobs, lambda line: print(line, flush=True))
    for name, seen in result.items():
        share = seen["noticed"] * 100 / seen["tried"] if seen["tried"] else 100
        print(f"{name}: {seen['noticed']} of {seen['tried']} mutants noticed ({share:.1f} %), {len(seen['survived'])} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
