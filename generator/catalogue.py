"""Everything under `policies/`, checked: the vocabulary, the schemes, the drafts and the reference rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from generator.beside import beside
from generator.differences import Difference, load_differences
from generator.located import Mapping, Problem, suggestion, visible
from generator.model import Scheme
from generator.pilots import Pilot, check_references, load_pilot
from generator.reference_rates import OutsideSeries, Series, load_series
from generator.scheme_files import load_scheme
from generator.search_words import SearchVocabulary, load_search_words
from generator.values import RateFormula
from generator.vocabulary import Vocabulary, load_vocabulary

BENCHMARK_REPLACED = "2019-08-20"
"""The first day of the reformed LPR, which new loans have been priced by since (PBOC Announcement [2019] No. 15)."""


@dataclass(frozen=True)
class Catalogue:
    """All facts: schemes and drafts by id in order of id."""

    vocabulary: Vocabulary
    schemes: dict[str, Scheme]
    rates: dict[str, Series]
    root: Path
    differences: tuple[Difference, ...] = ()
    pilots: dict[str, Pilot] = field(default_factory=dict)
    search_words: SearchVocabulary = field(default_factory=SearchVocabulary)


def data_files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The .yaml files directly in `folder`, by name, and a problem for everything else that lies there."""
    files, problems = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith(".") or path.name == "README.md" or path.name.endswith(("~", ".orig", ".swp", ".bak")):
            continue
        if path.suffix == ".yaml" and path.name.isprintable() and path.is_file() and not path.is_symlink():
            files.append(path)
        else:
            name = f"{folder.parent.name}/{folder.name}/{visible(path.name)}"
            message = "不是普通的 .yaml 文件；请改名为 .yaml，或移出数据目录"
            problems.append(Problem(name, 1, 1, "", message, "E-FILE"))
    return files, problems


class Keeping:
    """What is made of each sound scheme as soon as it is read, and what of the scheme itself is kept: here all of it."""

    def known(self, path: Path, name: str) -> tuple[Scheme, Any] | None:
        """The scheme of a file that need not be read and has no problem, as `made_of` gives it; here every file is read."""
        return None

    def made_of(self, scheme: Scheme, so_far: Catalogue, problems: list[Problem]) -> tuple[Scheme, Any]:
        """The scheme as it is kept and what was made of it; `so_far` has the vocabulary and the rates.

        `problems` are the warnings of its file.
        """
        return scheme, None

    def take(self, scheme_id: str, made: Any) -> None:
        """Takes in what was made of a scheme, here or in a copy of this process."""


_Found = tuple[Scheme | None, list[Problem], Any]


def load_catalogue(root: Path, keeping: Keeping | None = None) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue of the project at `root`, or None with every problem of every file, in order of place."""
    policies = root / "policies"
    vocabulary, problems = load_vocabulary(policies)
    if vocabulary is None:
        return None, sorted(problems)
    rates: dict[str, Series] = {}
    files, found = data_files(policies / "reference_rates")
    problems += found
    for path in files:
        series, found = load_series(path, f"policies/reference_rates/{path.name}")
        problems += found
        if series:
            rates[series.id] = series
    schemes: dict[str, Scheme] = {}
    so_far = Catalogue(vocabulary, schemes, rates, root)
    files, found = data_files(policies / "schemes")
    problems += found
    if keeping is None or any(not problem.warning for problem in problems):
        keeping = Keeping()
    # A whole scheme is as quickly read as handed over; of one that was made into a record little is left. What a copy
    # has made must come over, so it is given a little less than half.
    first = len(files) if type(keeping) is Keeping else (len(files) * 9 + 15) // 16
    later = beside(lambda: list(_read_schemes(files[first:], so_far, keeping))) if first < len(files) else list
    for scheme, found, made in chain(_read_schemes(files[:first], so_far, keeping), _when_asked(later)):
        problems += found
        if scheme:
            schemes[scheme.id] = scheme
            keeping.take(scheme.id, made)
    complete = len(schemes) == len(files)
    problems += _relations(schemes, complete)
    differences: tuple[Difference, ...] = ()
    if complete:
        differences, found = load_differences(root, schemes, vocabulary.parameters)
        problems += found
    pilots: dict[str, Pilot] = {}
    files, found = data_files(policies / "pilots")
    problems += found
    for path in files:
        pilot, found = load_pilot(path, f"policies/pilots/{path.name}", vocabulary)
        problems += found
        if pilot:
            pilots[pilot.id] = pilot
    problems += check_references(pilots, schemes, complete)
    search_words, found = load_search_words(root, vocabulary.parameters, vocabulary.regions)
    problems += found
    if any(not p.warning for p in problems):
        return None, sorted(problems)
    return Catalogue(vocabulary, schemes, rates, root, differences, pilots, search_words), sorted(problems)


def _read_schemes(files: list[Path], so_far: Catalogue, keeping: Keeping) -> Iterator[_Found]:
    """Of each file its scheme, if it is sound, its problems, and what was made of it, until one has a fault."""
    faultless = True
    for path in files:
        made, name = None, f"policies/schemes/{path.name}"
        if known := keeping.known(path, name):
            yield known[0], [], known[1]
            continue
        scheme, problems = load_scheme(path, name, so_far.vocabulary)
        if scheme:
            problems = problems + _references({scheme.id: scheme}, so_far.rates)
        faultless = faultless and all(problem.warning for problem in problems)
        if scheme and faultless:
            scheme, made = keeping.made_of(scheme, so_far, problems)
        yield scheme, problems, made


def _when_asked(later: Callable[[], list[_Found]]) -> Iterator[_Found]:
    yield from later()


def between_files(schemes: dict[str, Scheme], rates: dict[str, Series], complete: bool = True) -> list[Problem]:
    """The rules that hold between files; `complete` says that no scheme's file was refused."""
    return _relations(schemes, complete) + _references(schemes, rates)


def _at(node: object, field: str) -> tuple[int, int]:
    child = node.get(field) if isinstance(node, Mapping) else None
    place = child or node
    return place.line, place.column


def _relations(schemes: dict[str, Scheme], complete: bool) -> list[Problem]:
    """Relations name schemes that exist and do not go round in a circle."""
    problems = []
    earlier: dict[str, list[str]] = {}
    for scheme in schemes.values():
        for relation in scheme.head.relations:
            line, column = _at(relation.node, "scheme")
            if (relation.scheme is None) == (relation.title is None):
                message = "要写 scheme（本库的方案）或 title（未收录的文件）之一"
                problems.append(Problem(scheme.file, line, column, "relations", message, "E-MISSING"))
            elif relation.scheme and relation.scheme not in schemes:
                if complete:
                    message = f"方案 “{visible(relation.scheme)}” 不存在{suggestion(relation.scheme, schemes, problems)}"
                    problems.append(Problem(scheme.file, line, column, "relations.scheme", message, "E-REF"))
            elif relation.scheme:
                earlier.setdefault(scheme.id, []).append(relation.scheme)
    for start in earlier:
        if circle := _circle(start, earlier):
            scheme = schemes[start]
            line, column = _at(scheme.head.node, "relations")
            message = f"前后关系绕成了圈：{' → '.join(circle)}；请删去其中一条"
            problems.append(Problem(scheme.file, line, column, "relations", message, "E-CYCLE"))
    return problems


def _circle(start: str, earlier: dict[str, list[str]]) -> list[str] | None:
    """A way from `start` back to itself, or None."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for following in earlier.get(way[-1], ()):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                waiting.append([*way, following])
    return None


def _references(schemes: dict[str, Scheme], rates: dict[str, Series]) -> list[Problem]:
    """A cap that hangs on a reference rate needs the series, with a value on the instrument's own date."""
    problems = []
    for scheme in schemes.values():
        instrument = scheme.head.instrument
        day = next((d for d in (instrument.effective_from, instrument.issued_on) if d[:1].isdigit()), None)
        for name, provisions in scheme.provisions.items():
            for number, provision in enumerate(provisions, start=1):
                if not isinstance(provision.value, RateFormula) or not provision.value.reference:
                    continue
                line, column = _at(provision.node, "value")
                path = f"parameters.{name}[{number}].value.reference"
                series = rates.get(provision.value.reference)
                if series is None:
                    message = f"没有参考利率 “{visible(provision.value.reference)}”{suggestion(provision.value.reference, rates, problems)}"
                    problems.append(Problem(scheme.file, line, column, path, message, "E-REF"))
                elif "reference" in provision.readings:
                    continue
                elif series.id == "pbc_benchmark" and day is not None and day >= BENCHMARK_REPLACED[: len(day)]:
                    message = "2019年8月20日起贷款不再参照基准利率定价；请核对原文是否写作LPR"
                    problems.append(Problem(scheme.file, line, column, path, message, "W-SERIES", warning=True))
                elif day is not None and len(day) == 10:
                    try:
                        series.at(day, series.head.tenors[0].id)
                    except OutsideSeries as error:
                        problems.append(Problem(scheme.file, line, column, path, str(error), "E-SERIES"))
    return problems
