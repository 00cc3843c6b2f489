"""Mutants of our own code: one operator, condition, number or statement changed; the tests must notice each.

    python tests/code_mutants.py COUNT [--seed N] [--only PART] [--jobs N]     try COUNT mutants of each part, drawn by seed
    python tests/code_mutants.py --named TEXT [--named TEXT]                   try those with TEXT in their name, known survivors too
    python tests/code_mutants.py --list PART                                   name every mutant of a part

PART is `reading`, `checking` or `calculating`. First every test file of the part runs in a process of its own on the
unchanged code, which notes the functions that each test calls. A mutant then meets the files that call the changed
function (no other file can notice it), each in a process of its own: first the quick tests that call it, then all
others. It is noticed when a test fails, and survives when all of these files pass.

Where nothing has called the function before the tests begin, the process is a copy of one in which the file is
collected, and the code of the function is exchanged in it; any other change is put in place of the real module when
that is imported. Both are the same to the tests, the first is quicker. What survives is compared with
`tests/vectors/surviving_mutants.json`, where each known survivor has its reason; it counts as one without being tried
again, for it takes the longest.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import hashlib
import importlib.abc
import importlib.util
import json
import math
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "tests" / "vectors" / "surviving_mutants.json"
SEED = 20261120
MOST_SECONDS = 120
"""Seconds of the processor after which a file of tests counts as one that does not end."""
QUICK = 0.1
"""Seconds of the longest test that is tried before whole files are."""

WARM = multiprocessing.get_context("forkserver")
"""Processes begin as copies of one that has imported what is slow to import, and nothing of ours."""
WARM.set_forkserver_preload(
    ["pytest", "_pytest.skipping", "_hypothesis_pytestplugin", "hypothesis.internal.conjecture.engine", "numpy", "ruamel.yaml", "jinja2", "jsonschema", "markdown_it", "yaml"]
)  # fmt: skip


class EndedFromOutside(Exception):
    """A run that somebody else ended before it had an outcome."""


@dataclass(frozen=True)
class Part:
    """Modules, the tests that must notice a change in them, and how long the random ones are."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()


READERS = ("test_located", "test_structuring", "test_values", "test_generated", "test_bad_inputs", "test_scheme_files", "test_vocabulary", "test_hard_cases", "test_pilots")
PARTS = {
    "reading": Part(
        ("quantities", "located", "structuring", "written", "values", "model", "support", "losses", "scheme_files"),
        READERS,
    ),
    "checking": Part(
        ("vocabulary", "derivation", "evidence", "term_evidence", "catalogue", "reference_rates", "differences", "verification"),
        ("test_verification", "test_reference_rates", "test_vocabulary_files", "test_catalogue", "test_derivation", "test_unverified", *READERS, "test_contradictions", "test_mutations"),
        (("ATLAS_MUTANTS_OF_EVIDENCE", "100"),),
    ),
    "calculating": Part(
        ("costs/*", "fiscal/*"),
        (
            "test_costs_vectors", "test_borrower_cases", "test_witnesses", "test_spending", "test_fiscal", "test_fiscal_premium_base", "test_parity", "test_fiscal_parity",
            "test_costs_page",
        ),
        (("ATLAS_QUOTES", "1000"), ("ATLAS_ESTIMATES", "200")),
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
    """The `number`th change of a module; `name` says what and where without the line, which may move.

    `function` is the one that is changed, `outer` the one outside all others that it stands in; both end in `:0` where
    the change is no part of a function's code.
    """

    part: str
    module: str
    number: int
    line: int
    name: str
    function: str
    outer: str


def shown(node: ast.AST, most: int) -> str:
    """The first line of a piece of code, shortened."""
    text = " ".join(ast.unparse(node).split("\n")[0].split())
    return text if len(text) <= most else text[: most - 3] + "..."


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    """Every function, known by its module and the line it begins in; line 0 is the module itself."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def owners(tree: ast.AST) -> dict[int, tuple[int, int]]:
    """Of each node, by identity, the lines of the functions whose code it is part of: the innermost and the outermost.

    A default is part of what surrounds its function.
    """
    found: dict[int, tuple[int, int]] = {}

    def walk(node: ast.AST, within: tuple[int, int]) -> None:
        found[id(node)] = within
        inside = (node.lineno, within[1] or node.lineno) if isinstance(node, ast.FunctionDef) else within
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    walk(child, inside if name == "body" else within)

    walk(tree, (0, 0))
    return found


def mutants(part: str) -> list[Mutant]:
    """Every mutant of a part, in the order of the code."""
    found, seen = [], Counter()
    for module in modules(PARTS[part]):
        tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
        owner = owners(tree)
        for number, (node, kind, statement) in enumerate(sites(tree)):
            line = getattr(node, "lineno", None) or getattr(getattr(node, "target", None), "lineno", 0)
            name = f"{module}: {kind}: {shown(node, 60)}"
            if node is not statement:
                name += f" in: {shown(statement, 100)}"
            seen[name] += 1
            name += f" ({seen[name]})" if seen[name] > 1 else ""
            found.append(Mutant(part, module, number, line, name, *(f"{module}:{start}" for start in owner[id(node)])))
    return found


def mutated(mutant: Mutant) -> ast.AST:
    """The module's syntax with the change made."""
    tree = copy.deepcopy(ast.parse((ROOT / mutant.module).read_text(encoding="utf-8")))
    node, kind, _ = next(site for number, site in enumerate(sites(tree)) if number == mutant.number)
    change(node, kind)
    return ast.fix_missing_locations(tree)


class InPlaceOf(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives other code where one of our modules is asked for."""

    def __init__(self, trees: dict[str, ast.AST], also: dict[str, object] | None = None) -> None:
        self.modules = {path.removesuffix(".py").replace("/", "."): path for path in trees}
        self.trees, self.also = trees, also or {}

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, str(ROOT / self.modules[name]), loader=self) if name in self.modules else None

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        path = self.modules[module.__name__]
        module.__dict__.update(self.also)
        exec(compile(self.trees[path], path, "exec"), module.__dict__)


def telling(module: str) -> ast.AST:
    """The unchanged module, in which each function, and the module itself, begins by saying that it is called."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    for node in functions(tree):
        node.body.insert(0, ast.parse(f"_called.add('{module}:{node.lineno}')").body[0])
    after_future = next((n for n, node in enumerate(tree.body) if not isinstance(node, ast.Expr | ast.ImportFrom)), 0)
    tree.body.insert(after_future, ast.parse(f"_called.add('{module}:0')").body[0])
    return ast.fix_missing_locations(tree)


@dataclass
class Record:
    """What a file of tests did on the unchanged code: seconds of each test, and the tests that called each function."""

    seconds: dict[str, float] = field(default_factory=dict)
    callers: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    def first(self, function: str) -> dict[str, float]:
        """The tests that call the function, with the seconds they take."""
        return {test: self.seconds[test] for test in self.callers.get(function, ()) if test in self.seconds}


class Recorder:
    """Writes the record of a file while its tests run."""

    def __init__(self, called: set[str], path: str) -> None:
        self.called, self.path, self.seconds, self.callers = called, path, {}, defaultdict(list)

    def note(self, test: str) -> None:
        for function in self.called:
            self.callers[function].append(test)
        self.called.clear()

    def pytest_collection_finish(self) -> None:
        self.note("")

    def pytest_runtest_logfinish(self, nodeid) -> None:
        self.note(nodeid)

    def pytest_runtest_logreport(self, report) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def pytest_sessionfinish(self) -> None:
        Path(self.path).write_text(json.dumps([self.seconds, self.callers]), encoding="utf-8")


UNEXCHANGED = 70
"""Exit code where the code of a function could not be exchanged, so the changed module must be imported."""


def exchange(mutant: Mutant) -> bool:
    """Puts the changed code into the function of the module that is already imported; whether that could be done."""
    path, tree, start = str(ROOT / mutant.module), mutated(mutant), int(mutant.outer.rpartition(":")[2])
    function = next(node for node in functions(tree) if node.lineno == start)
    first = min([start, *(decorator.lineno for decorator in function.decorator_list)])
    waiting, new = [compile(tree, path, "exec")], None
    while new is None:
        code = waiting.pop()
        waiting += [part for part in code.co_consts if isinstance(part, types.CodeType)]
        new = code if (code.co_name, code.co_firstlineno) == (function.name, first) else None
    old = [one for one in gc.get_objects() if isinstance(one, types.FunctionType) and one.__code__.co_filename == path]
    old = [one for one in old if (one.__code__.co_qualname, one.__code__.co_firstlineno) == (new.co_qualname, first)]
    if not old or any(one.__code__.co_freevars != new.co_freevars for one in old):
        return False
    for one in old:
        one.__code__ = new
    return True


@dataclass(frozen=True)
class Order:
    """To try a mutant, or nothing, on a file: tests to run before the others, tests to run alone, tests to leave out."""

    mutant: Mutant | None = None
    first: dict[str, float] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    seconds: float = MOST_SECONDS


class Runner:
    """Runs the collected tests by an order, or keeps them for copies of this process that each run them by one."""

    def __init__(self, orders: Connection | None, order: Order | None = None) -> None:
        self.orders, self.order = orders, order

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        # A failure is a failure: it need not be made smaller.
        settings.register_profile("first failure", settings(), phases=[Phase.explicit, Phase.generate])
        settings.load_profile("first failure")

    def pytest_runtestloop(self, session) -> bool | None:
        while self.order is None:
            try:
                order = self.orders.recv()
            except EOFError:
                return True
            if (process := os.fork()) == 0:
                limits(order.seconds)
                if not exchange(order.mutant):
                    os._exit(UNEXCHANGED)
                self.order = order
            else:
                self.orders.send(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
        alone, done = self.order.alone, self.order.done
        session.items[:] = [item for item in session.items if item.nodeid not in done and (not alone or item.nodeid in alone)]
        session.items.sort(key=lambda item: self.order.first.get(item.nodeid, math.inf))
        return None


def limits(seconds: float) -> None:
    """Gives the process a group of its own and an end."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 5))
    signal.alarm(math.ceil(20 * seconds))


def child(part: str, test: str, folder: str, order: Order | None, orders: Connection | None, record: str = "") -> None:
    """Runs one file of tests by an order until one fails, or makes a record of it, or keeps it for the orders to come."""
    os.chdir(ROOT)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.environ.update({"PYTHONPATH": str(ROOT), "PYTEST_DEBUG_TEMPROOT": folder, **dict(PARTS[part].settings)})
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    sys.dont_write_bytecode = False  # the next process need not compile what this one did; changed code is never kept
    plugins: list[object] = [Runner(orders, order)]
    if order:
        limits(order.seconds)
        if order.mutant:
            sys.meta_path.insert(0, InPlaceOf({order.mutant.module: mutated(order.mutant)}))
    if record:
        called: set[str] = set()
        sys.meta_path.insert(0, InPlaceOf({module: telling(module) for module in modules(PARTS[part])}, {"_called": called}))
        plugins.append(Recorder(called, record))
    import pytest

    options = ["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "--no-header"]
    # Without the end of the interpreter: a copy must not end what belongs to the process it was copied from.
    os._exit(int(pytest.main([*options, f"tests/{test}.py"], plugins=plugins)))


def outcome(code: int | None, mutant: Mutant | None, test: str) -> int:
    """The exit code: 0: nothing noticed; 1 or 2: a test failed; negative: ended by a limit of its own.

    Raises EndedFromOutside where somebody else ended it, or nothing was run: that says nothing of the change.
    """
    if code in {None, 3, 4, 5, -signal.SIGKILL, -signal.SIGTERM}:
        raise EndedFromOutside(f"{test} gave {code} with {mutant.name if mutant else 'the unchanged code'}")
    return code


class Bench:
    """The processes that keep the collected files of a part, begun when they are first asked for; one order at a time."""

    def __init__(self, part: str, folder: str) -> None:
        self.part, self.folder, self.kept = part, folder, {}

    def keeper(self, test: str) -> Connection:
        if test not in self.kept:
            here, there = WARM.Pipe()
            process = WARM.Process(target=child, args=(self.part, test, self.folder, None, there), daemon=True)
            process.start()
            there.close()
            self.kept[test] = here
        return self.kept[test]

    def exchanged(self, test: str, order: Order) -> int:
        """The outcome of a file in which the code of a function is exchanged."""
        keeper = self.keeper(test)
        try:
            keeper.send(order)
            code = keeper.recv()
        except (EOFError, ConnectionError):
            code = None
        return self.imported(test, order) if code == UNEXCHANGED else outcome(code, order.mutant, test)

    def imported(self, test: str, order: Order, record: str = "") -> int:
        """The outcome of a file that imports the changed module, or of the unchanged code."""
        process = WARM.Process(target=child, args=(self.part, test, self.folder, order, None, record))
        process.start()
        process.join()
        return outcome(process.exitcode, order.mutant, test)


def run(bench: Bench, mutant: Mutant, records: dict[str, Record]) -> tuple[int, float]:
    """Exit code of the first file that fails, or 0, and seconds. Files that do not call the changed function are left out."""
    started = time.monotonic()
    calling = [test for test in records if mutant.function in records[test].callers]
    # The more tests call it, the sooner one notices.
    calling.sort(key=lambda test: -len(records[test].first(mutant.function)))
    exchangeable = {test for test in calling if not mutant.outer.endswith(":0") and "" not in records[test].callers.get(mutant.outer, "")}
    quick = {test: frozenset(name for name, seconds in records[test].first(mutant.function).items() if seconds < QUICK) for test in exchangeable}
    for whole in (False, True):
        for test in calling:
            alone, done = (frozenset(), quick.get(test, frozenset())) if whole else (quick.get(test), frozenset())
            # In the second round the tests of the first need not run again.
            if not whole and not alone or len(done) == len(records[test].seconds):
                continue
            order = Order(mutant, records[test].first(mutant.function), alone, done, min(MOST_SECONDS, 10 + 5 * records[test].total))
            if code := (bench.exchanged if test in exchangeable else bench.imported)(test, order):
                return code, time.monotonic() - started
    return 0, time.monotonic() - started


def recorded(bench: Bench, tests: tuple[str, ...] = ()) -> dict[str, Record]:
    """The record of each file of the part's tests, or of those named; stops where the unchanged code fails."""
    found = {}
    for test in tests or PARTS[bench.part].tests:
        path = Path(bench.folder) / f"{test}.json"
        if code := bench.imported(test, Order(), str(path)):
            raise SystemExit(f"the tests of {bench.part} fail without any change: {test}, exit code {code}")
        found[test] = Record(*json.loads(path.read_text(encoding="utf-8")))
    return found


def drawn(count: int, seed: int, part: str) -> list[Mutant]:
    """The first mutants of a part in an order that the seed and their names give.

    A change of the code leaves the others in their places, and a larger count only adds to a smaller one.
    """
    return sorted(mutants(part), key=lambda mutant: hashlib.sha256(f"{seed}/{mutant.name}".encode()).digest())[:count]


def known_survivors() -> dict[str, str]:
    """Name of a mutant that survives, and why that is as it should be."""
    return json.loads(SURVIVORS.read_text(encoding="utf-8")) if SURVIVORS.exists() else {}


@dataclass
class Score:
    """Of one part: how many mutants there are, how many were tried and noticed, and the names of those that survived."""

    part: str
    mutants: int
    tried: int = 0
    noticed: int = 0
    survived: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def percent(self) -> float:
        return self.noticed * 100 / self.tried if self.tried else 100.0

    def __str__(self) -> str:
        reasons = known_survivors()
        lines = [f"{self.part}: {self.noticed} of {self.tried} mutants noticed ({self.percent:.1f} %), {self.mutants} there are, {self.seconds:.2f} s each"]
        return "\n".join([*lines, *(f"  survived: {name}  [{reasons.get(name, NO_REASON)}]" for name in self.survived)])


NO_REASON = "no reason known"


def score(part: str, chosen: list[Mutant], jobs: int, said=print, again: bool = False) -> Score:
    """Tries the mutants of one part; a known survivor counts as one and is tried again only where that is asked for."""
    started, reasons = time.monotonic(), known_survivors()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ThreadPoolExecutor(jobs) as pool:
        benches = Queue()
        for _ in range(jobs):
            benches.put(Bench(part, folder))
        records = recorded(benches.queue[0])
        result = Score(part, len(mutants(part)))
        said(f"{part}: {result.mutants} mutants in {len(modules(PARTS[part]))} modules; recording the tests took {time.monotonic() - started:.0f} s")
        started = time.monotonic()

        def tried(mutant: Mutant) -> tuple[int, float]:
            if mutant.name in reasons and not again:
                return 0, 0.0
            bench = benches.get()
            try:
                return run(bench, mutant, records)
            finally:
                benches.put(bench)

        for mutant, (code, seconds) in zip(chosen, pool.map(tried, chosen), strict=True):
            result.tried += 1
            result.noticed += code != 0
            if code == 0:
                result.survived.append(mutant.name)
                said(f"{result.tried}: survived, {seconds:.0f} s, line {mutant.line}: {mutant.name}  [{reasons.get(mutant.name, NO_REASON)}]")
            result.seconds = (time.monotonic() - started) / result.tried
            if result.tried % 25 == 0:
                said(f"{part}: {result.tried} of {len(chosen)} tried, {result.noticed} noticed, {result.seconds:.2f} s each")
    return result


def overall(scores: list[Score]) -> str:
    """One line for all parts together."""
    tried, noticed = sum(one.tried for one in scores), sum(one.noticed for one in scores)
    return f"all parts: {noticed} of {tried} mutants noticed ({noticed * 100 / max(1, tried):.1f} %), {tried - noticed} survived"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--named", metavar="TEXT", action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", choices=PARTS)
    given = parser.parse_args(arguments)
    if given.list:
        for mutant in mutants(given.list):
            print(f"{mutant.line}: {mutant.name}")
        return 0
    scores = []
    for part in given.only or list(PARTS):
        chosen = drawn(given.count, given.seed, part)
        if given.named:
            chosen = [mutant for mutant in mutants(part) if any(text in mutant.name for text in given.named)]
        if chosen:
            scores.append(score(part, chosen, given.jobs, lambda line: print(line, flush=True), bool(given.named)))
    print(*scores, overall(scores), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
