"""Hostile mutants of the shipped data files: bytes, lines and tokens changed at random places, and what becomes of them.

    python tests/mutants.py COUNT [SEED]     try COUNT mutants; one JSON line with what was seen
    python tests/mutants.py --show KEY       the bytes of one mutant, by the key that a report names (SEED/NUMBER)

Each mutant goes the way its file goes: read, checked alone and with the other files and, where nothing is wrong
with it, published; every `PAGES_EVERY`th of those is rendered too. A mutant may be refused or accepted; it may
not raise, and it may not need more than the caps allow.
"""

from __future__ import annotations

import gc
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from generator import located  # noqa: E402
from generator.catalogue import Catalogue, between_files, load_catalogue  # noqa: E402
from generator.chinese_forms import Unwritable  # noqa: E402
from generator.differences import FILE as DIFFERENCES  # noqa: E402
from generator.differences import load_differences  # noqa: E402
from generator.documents import BadDocument  # noqa: E402
from generator.documents.draft_text import BadDraftText  # noqa: E402
from generator.drafting import Desk, desk, draft  # noqa: E402
from generator.drafting.files import draft_files  # noqa: E402
from generator.drafting.pilot_record import pilot_record  # noqa: E402
from generator.drafting_templates import TemplateFault  # noqa: E402
from generator.exports import export_files  # noqa: E402
from generator.located import Node, Problem  # noqa: E402
from generator.model import Scheme  # noqa: E402
from generator.pilots import check_references, load_pilot  # noqa: E402
from generator.publication import build_records  # noqa: E402
from generator.publication.pilots import draft_as_scheme as published_draft  # noqa: E402
from generator.publication.provisions import Record  # noqa: E402
from generator.publication.records import EDITION, edition_as_of  # noqa: E402
from generator.publication.schemes import scheme_record  # noqa: E402
from generator.reference_rates import load_series  # noqa: E402
from generator.scheme_files import load_scheme  # noqa: E402
from generator.search_words import FILE as SEARCH_WORDS  # noqa: E402
from generator.search_words import load_search_words  # noqa: E402
from generator.vocabulary import load_vocabulary  # noqa: E402
from generator.website import build_pages  # noqa: E402
from generator.word import Parts, load_parts  # noqa: E402
from generator.wording.labels import Labels  # noqa: E402

AS_OF = "2026-11-20"
SLOW = 2.0
"""Seconds of the processor after which a mutant counts as slow, without the drawing of whole sites (3 s for all schemes);
nothing fails for it here, the benchmark judges time."""
HUNG = 120
"""Seconds of the processor after which a mutant counts as one that never ends; a run may be kept waiting or stopped."""
PAGES_EVERY = 100
DRAFTED_EVERY = 5

SPECIAL_BYTES = [bytes([b]) for b in (0, 7, 9, 10, 13, 27, 32, 34, 35, 38, 39, 42, 45, 58, 63, 91, 92, 93, 123, 124, 125, 127, 255)]
INSERTIONS = [
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00a0", "\u3000", "\u2028", "\u0085", "\ufffd", "\ue000", "\u2f29", "：",
    "，", "“", "𠮷", "🏦", "á", "１", "٣", "²", "½", "㎡", "%", "％", "万", "亿", "个", "不", "：", "'", '"', "\\", "\\u202e",
    "\\ud800", "\\0", "&a ", "*a", "!!python/object:os.system ", "!t ", "<<: ", "? ", "- ", ": ", " #", "# ", "---\n", "...\n",
    "%YAML 1.1\n---\n", "|", ">", "[", "]", "{", "}", ",", "\t", "\r", "\n", "  ", "<script>", "{{ 7*7 }}", "$&", "\\1", "%s",
]  # fmt: skip
VALUES = [
    "", "''", '""', "~", "null", "true", "no", "0", "-0", "-1", "00", "1e999", ".inf", ".nan", "0x10", "1_000", "8:2", "8：2",
    "2022-02-30", "0000-00-00", "9999-99-99", "2022", "2022-13", "9" * 40, "9" * 3000, "0." + "1" * 60, "１００", "٣٤", "1,000",
    "0元", "0%", "0个月", "0年", "0倍", "0天", "0个工作日", "0个基点", "-1%", "-5个基点", "999999999999%", "99999999.99999999%",
    "999999999999万元", "999999999999.99999999亿元", "0.00000001%", "0.00000001元", "9999年", "9999个月", "9999个工作日", "99999个基点",
    "999999999999倍", "100%", "100.00000001%", "[]", "{}", "[a]", "[[a]]", "{a: b}", "[a, a]", "[''  ]", "{'': ''}", "unstated",
    "unread", "silent", "stated", "delegated", "not_applicable", "constructor", "__proto__", "toString", "../../etc/passwd", "con",
    "http://a.example.cn:99999/", "http://[::1", "https://a.example.cn/%zz", "javascript:alert(1)", "=1+1", "|-\n", "零", "百分之",
    "百分之百", "一千零一夜", "万万万元", "第第条", "年年年", "1至", "至1", "十", "亿亿", "点五", "％％", "百分之五十", "十分之一", "一半",
]  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A data file with one fault or a few: its key, its path below the project, its bytes, and what was done to it."""

    key: str
    path: str
    content: bytes
    done: str


# Bytes


def _flip(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]


def _special(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + chance.choice(SPECIAL_BYTES) + raw[place + chance.randrange(2) :]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + raw[place + chance.randint(1, chance.choice([1, 3, 30, 300])) :]


def _truncate(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    piece = raw[place : place + chance.randint(1, 40)]
    return raw[:place] + piece * chance.choice([2, 3, 50, 5000]) + raw[place:]


# Lines


def _on_lines(change: Callable[[list[str], random.Random], list[str]]) -> Callable[[bytes, random.Random], bytes]:
    def changed(raw: bytes, chance: random.Random) -> bytes:
        return "\n".join(change(raw.decode("utf-8").split("\n"), chance)).encode()

    return changed


def _drop_line(lines: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(lines))
    return lines[:place] + lines[place + chance.choice([1, 1, 2, 5]) :]


def _double_line(lines: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(lines))
    return lines[:place] + [lines[place]] * chance.choice([2, 2, 3, 400]) + lines[place + 1 :]


def _move_line(lines: list[str], chance: random.Random) -> list[str]:
    lines = list(lines)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return lines


def _indent_line(lines: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(lines))
    line = lines[place]
    new = line[2:] if line.startswith("  ") and chance.random() < 0.5 else " " * chance.choice([1, 2, 4]) + line
    return [*lines[:place], new, *lines[place + 1 :]]


def _indent_block(lines: list[str], chance: random.Random) -> list[str]:
    start = chance.randrange(len(lines))
    stop = start + chance.randint(2, 12)
    return [*lines[:start], *("  " + line for line in lines[start:stop]), *lines[stop:]]


# Tokens: a scalar after `key: `, after `- `, or within a flow list or mapping; a key; a stretch of text.

_VALUE = re.compile(r"(?<=[:,\[{-] )[^\s\[\]{},#][^\[\]{},\n#]*")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?=:)")


def _swap_piece(pattern: re.Pattern[str], pool: Callable[[str, random.Random], str]) -> Callable[[bytes, random.Random], bytes]:
    def changed(raw: bytes, chance: random.Random) -> bytes:
        text = raw.decode("utf-8")
        places = list(pattern.finditer(text))
        if not places:
            return raw + b"x"
        found = chance.choice(places)
        return (text[: found.start()] + pool(text, chance) + text[found.end() :]).encode()

    return changed


def _another(pattern: re.Pattern[str]) -> Callable[[str, random.Random], str]:
    def pool(text: str, chance: random.Random) -> str:
        return chance.choice(pattern.findall(text))

    return pool


def _insert(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8")
    place = chance.randrange(len(text) + 1)
    return (text[:place] + chance.choice(INSERTIONS) * chance.choice([1, 1, 1, 6, 200]) + text[place:]).encode()


def _digit(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8")
    places = [m.start() for m in re.finditer(r"[0-9]", text)]
    if not places:
        return raw + b"0"
    place = chance.choice(places)
    return (text[:place] + chance.choice("0123456789.-") + text[place + chance.choice([0, 1, 1]) :]).encode()


def _deepen(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8")
    found = chance.choice(list(_VALUE.finditer(text)) or [re.match("", text)])
    depth = chance.choice([1, 2, 11, 12, 13, 60, 900])
    return (text[: found.start()] + "[" * depth + found[0] + "]" * depth + text[found.end() :]).encode()


OPERATORS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a bit flipped": _flip,
    "a byte changed": _special,
    "bytes cut out": _cut,
    "cut off": _truncate,
    "bytes repeated": _repeat,
    "a line dropped": _on_lines(_drop_line),
    "a line doubled": _on_lines(_double_line),
    "a line moved": _on_lines(_move_line),
    "a line indented": _on_lines(_indent_line),
    "a block indented": _on_lines(_indent_block),
    "a hostile value": _swap_piece(_VALUE, lambda _, chance: chance.choice(VALUES)),
    "a value of elsewhere": _swap_piece(_VALUE, _another(_VALUE)),
    "a key of elsewhere": _swap_piece(_KEY, _another(_KEY)),
    "text put in": _insert,
    "a digit changed": _digit,
    "a value nested": _deepen,
}
# Values and keys lead furthest into the rules.
OFTEN = {"a hostile value": 4, "a value of elsewhere": 4, "a key of elsewhere": 3, "a digit changed": 2}


class Herd:
    """The shipped data files and the mutants drawn from them; the same seed gives the same mutants."""

    def __init__(self, root: Path = ROOT) -> None:
        policies = root / "policies"
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(policies.rglob("*.yaml"))}
        self.files = files
        self.paths = sorted(files)
        self.weights = [self._weight(path) for path in self.paths]
        self.names = list(OPERATORS)
        self.often = [OFTEN.get(name, 1) for name in self.names]

    def _weight(self, path: str) -> float:
        """Most mutants are schemes and pilots; the large files of the vocabulary take long and come seldom."""
        counts = Counter(map(self._folder, self.files))
        return {"schemes": 0.8, "pilots": 0.14, "": 0.06}[self._folder(path)] / counts[self._folder(path)]

    @staticmethod
    def _folder(path: str) -> str:
        name = path.split("/")[1]
        return name if name in {"schemes", "pilots"} else ""

    def mutant(self, seed: int, number: int) -> Mutant:
        """The mutant of that seed and number."""
        chance = random.Random(f"{seed}/{number}")
        path = chance.choices(self.paths, self.weights)[0]
        raw, done = self.files[path], []
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            name = chance.choices(self.names, self.often)[0]
            try:
                raw = OPERATORS[name](raw, chance) or b"\n"
            except UnicodeDecodeError:
                break
            done.append(name)
        return Mutant(f"{seed}/{number}", path, raw, ", ".join(done))


@dataclass
class Seen:
    """What a run saw: outcomes by kind of file, what was raised, how long and how large the worst was."""

    outcomes: Counter[str] = field(default_factory=Counter)
    uncaught: list[dict[str, str]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    pages: int = 0
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_key: str = ""


class Trial:
    """The way of a mutant through the program, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        catalogue, problems = load_catalogue(ROOT)
        if catalogue is None:
            raise SystemExit(f"the shipped data have problems: {problems[0]}")
        # The drafts have trials of their own; publishing them with every mutant of another file would show nothing new.
        self.catalogue, self.folder, self.accepted, self.pages = replace(catalogue, pilots={}), folder, 0, 0
        self.drawing = 0.0
        """Seconds of the processor for whole sites so far: of all schemes, where the mutant is of a file that belongs to all."""
        self.desk: Desk | None = None
        self.parts: Parts | None = None
        labels = Labels(catalogue.vocabulary)
        self.made = {scheme.id: scheme_record(scheme, self.catalogue, (), labels, AS_OF) for scheme in catalogue.schemes.values()}
        for path in (ROOT / "policies").rglob("*.yaml"):
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())

    def run(self, mutant: Mutant) -> list[Problem]:
        """The problems of the mutant's file; whatever the program raises goes through."""
        path = self.folder / mutant.path
        before = path.read_bytes()
        _put(path, mutant.content)
        try:
            return self._load(path, mutant.path)
        finally:
            _put(path, before)

    def _load(self, path: Path, name: str) -> list[Problem]:
        shipped = self.catalogue
        if name.startswith("policies/schemes/"):
            scheme, problems = load_scheme(path, name, shipped.vocabulary)
            if scheme is None:
                return problems
            problems += between_files({**shipped.schemes, scheme.id: scheme}, shipped.rates)
            schemes = self._with_relations({scheme.id: scheme})
            return self._publish(replace(shipped, schemes=schemes, differences=()), problems, made=self._made_but(scheme.id))
        if name.startswith("policies/reference_rates/"):
            series, problems = load_series(path, name)
            if series is None:
                return problems
            rates = {**shipped.rates, series.id: series}
            problems += between_files(shipped.schemes, rates)
            return self._publish(replace(shipped, rates=rates, schemes=self._few(), differences=()), problems)
        if name == DIFFERENCES:
            differences, problems = load_differences(self.folder, shipped.schemes, shipped.vocabulary.parameters)
            return problems if problems else self._publish(replace(shipped, differences=differences), problems, made=self.made)
        if name == SEARCH_WORDS:
            words, problems = load_search_words(self.folder, shipped.vocabulary.parameters, shipped.vocabulary.regions)
            return self._publish(replace(shipped, search_words=words, schemes=self._few(), differences=()), problems, made=self.made)
        if name == EDITION:
            as_of, problems = edition_as_of(self.folder)
            return problems if as_of is None else self._publish(replace(shipped, schemes=self._few(), differences=()), problems, as_of)
        if name.startswith("policies/pilots/"):
            return self._pilot(path, name)
        vocabulary, problems = load_vocabulary(self.folder / "policies")
        if vocabulary is None:
            return problems
        schemes = {}
        for scheme in self._few().values():
            read_again, found = load_scheme(self.folder / scheme.file, scheme.file, vocabulary)
            problems += found
            if read_again:
                schemes[read_again.id] = read_again
        return self._publish(replace(shipped, vocabulary=vocabulary, schemes=schemes, differences=()), problems)

    def _few(self) -> dict[str, Scheme]:
        return self._with_relations({name: self.catalogue.schemes[name] for name in ("foshan-2022", "zibo-2022")})

    def _with_relations(self, schemes: dict[str, Scheme]) -> dict[str, Scheme]:
        """The schemes and all that they name, and so on: a catalogue in which every relation leads somewhere."""
        found, waiting = dict(schemes), list(schemes.values())
        while waiting:
            for relation in waiting.pop().head.relations:
                if relation.scheme and relation.scheme not in found and relation.scheme in self.catalogue.schemes:
                    found[relation.scheme] = self.catalogue.schemes[relation.scheme]
                    waiting.append(found[relation.scheme])
        return found

    def _pilot(self, path: Path, name: str) -> list[Problem]:
        """A draft is read, compared with the schemes and, where nothing is wrong, published and written out in full."""
        pilot, problems = load_pilot(path, name, self.catalogue.vocabulary)
        if pilot is None:
            return problems
        problems += check_references({pilot.id: pilot}, self.catalogue.schemes, complete=True)
        if any(not p.warning for p in problems):
            return problems
        published_draft(pilot, self.catalogue, AS_OF)
        record = pilot_record(pilot, self.catalogue.vocabulary)
        self.accepted += 1
        if self.accepted % DRAFTED_EVERY == 0:
            self.desk = self.desk or desk(ROOT / "site_templates" / "drafts", build_records(self.catalogue, AS_OF))
            self.parts = self.parts or load_parts(ROOT / "site_templates" / "word")
            try:
                draft_files(draft(record, self.desk), self.parts)
            except (BadDraftText, BadDocument, TemplateFault, Unwritable) as refused:
                problems.append(Problem(name, 1, 1, "", str(refused), "E-DRAFT"))
        return problems

    def _made_but(self, mutant: str) -> dict[str, Record]:
        """The records of the other schemes, which are as they were shipped."""
        return {name: record for name, record in self.made.items() if name != mutant}

    def _publish(
        self, catalogue: Catalogue, problems: list[Problem], as_of: str = AS_OF, made: Mapping[str, Record] = MappingProxyType({})
    ) -> list[Problem]:
        if any(not p.warning for p in problems) or not catalogue.schemes:
            return problems
        records = build_records(replace(catalogue, root=self.folder), as_of, made)
        self.accepted += 1
        if self.accepted % PAGES_EVERY == 0:
            start = time.process_time()
            build_pages(records, export_files(records))
            self.pages += 1
            self.drawing += time.process_time() - start
        return problems


def _put(path: Path, content: bytes) -> None:
    """Writes a file as a new one: to cut off an old one and fill it again, a file system may wait for the disk."""
    path.unlink()
    path.write_bytes(content)


def loose_message(problem: Problem) -> str:
    """What is wrong with the form of a message: more than one line, hidden characters, no place; empty if nothing."""
    text = str(problem)
    if any(not c.isprintable() for c in text):
        return f"a message with hidden characters: {text!r}"
    return "" if problem.line >= 1 and problem.column >= 1 and problem.code[:2] in {"E-", "W-"} else f"no place: {text}"


def _never_ends(*_: object) -> None:
    raise TimeoutError(f"no answer after {HUNG} seconds of the processor")


def remembering(compose: Callable[..., tuple[Node, list[Problem]]], files: dict[str, bytes]) -> Callable[..., tuple[Node, list[Problem]]]:
    """`compose` that takes a shipped file apart once: beside a mutant, all files are as they were."""
    shipped = {name: raw.decode("utf-8-sig") for name, raw in files.items()}
    known: dict[str, tuple[Node, list[Problem]]] = {}

    def composed(text: str, file: str) -> tuple[Node, list[Problem]]:
        if shipped.get(file) != text:
            return compose(text, file)
        if file not in known:
            known[file] = compose(text, file)
        root, problems = known[file]
        return root, list(problems)

    return composed


def run(count: int, seed: int, first: int = 0) -> Seen:
    """Tries `count` mutants from number `first` on."""
    herd, seen = Herd(), Seen()
    located.compose = remembering(located.compose, herd.files)
    signal.signal(signal.SIGPROF, _never_ends)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        # What was read stays to the end: a look for garbage need not go through it for every few mutants.
        gc.freeze()
        gc.set_threshold(10_000, 10, 5)
        for number in range(first, first + count):
            mutant = herd.mutant(seed, number)
            kind = mutant.path.split("/")[1]
            start, drawing = time.process_time(), trial.drawing
            signal.setitimer(signal.ITIMER_PROF, HUNG)
            try:
                problems = trial.run(mutant)
                seen.outcomes[f"{kind}: {'refused' if any(not p.warning for p in problems) else 'accepted'}"] += 1
                seen.loose += [f"{mutant.key}: {fault}" for fault in map(loose_message, problems) if fault]
            except Exception:
                seen.outcomes[f"{kind}: raised"] += 1
                seen.uncaught.append({"key": mutant.key, "path": mutant.path, "done": mutant.done, "raised": traceback.format_exc(limit=-3)})
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            took = time.process_time() - start - (trial.drawing - drawing)
            if took > SLOW:
                seen.slow.append(f"{mutant.key} {mutant.path} {took:.1f} s")
            if took > seen.slowest:
                seen.slowest, seen.slowest_key = took, mutant.key
        seen.pages = trial.pages
    return seen


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "--show":
        seed, number = arguments[1].split("/")
        mutant = Herd().mutant(int(seed), int(number))
        print(f"{mutant.path}: {mutant.done}", file=sys.stderr)
        sys.stdout.buffer.write(mutant.content)
        return 0
    if not arguments or not all(a.isdigit() for a in arguments):
        print("usage: python tests/mutants.py COUNT [SEED [FIRST]] | --show SEED/NUMBER", file=sys.stderr)
        return 2
    numbers = [int(a) for a in arguments]
    count, seed, first = (*numbers, 1, 0)[:3] if len(numbers) == 1 else (*numbers, 0)[:3]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seen = run(count, seed, first)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = {
        "mutants": count, "seed": seed, "outcomes": dict(sorted(seen.outcomes.items())), "uncaught": seen.uncaught,
        "loose": seen.loose[:50], "rendered": seen.pages, "over_2_s": len(seen.slow), "slow": seen.slow, "slowest": round(seen.slowest, 3),
        "slowest_key": seen.slowest_key, "megabytes_at_start": round(before), "megabytes_at_most": round(peak),
    }  # fmt: skip
    print(json.dumps(report, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
