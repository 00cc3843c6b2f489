"""Every value against the words of its source: the phrase's form, its figures, its terms, its place in the text.

The figures of a value, read in order, are the numbers of its `figure` phrases, read in order; every term of a
value is seen in some phrase of the provision, is named in `readings` with a reason, or is `unstated`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from fractions import Fraction

from generator.components import Figure, figures
from generator.derivation import Number, expand, fold, numbers
from generator.located import suggestion, visible
from generator.model import MAX_PHRASE, DerivedFrom, Evidence, Previous, Provision
from generator.quantities import Count, Duration, decimal_text
from generator.term_evidence import party_order_fault, unknown_terms, unseen_components
from generator.vocabulary import Parameter, Vocabulary

Report = Callable[[object, str, str], None]  # (node holder, message, code)

def shown(amount: object, dimension: str = "") -> str:
    """A figure in a message, as people write it."""
    if isinstance(amount, Duration):
        names = {"months": "个月", "days": "天", "working_days": "个工作日"}
        return f"{amount.amount}{names[amount.unit]}"
    if isinstance(amount, Count):
        percent = amount.unit == "%"
        return f"{shown(amount.number * 100 if percent else amount.number)}{amount.unit}"
    if isinstance(amount, Fraction):
        if dimension == "percent":
            return f"{shown(amount * 100)}%"
        if dimension == "money":
            large = amount >= 10_000 and amount % 1000 == 0
            return f"{shown(amount / 10_000)}万元" if large else f"{shown(amount)}元"
        try:
            return decimal_text(amount)
        except ValueError:
            return str(amount)
    return f"{amount}个基点" if dimension == "basis_points" else str(amount)


def same(figure: Figure, amount: object) -> bool:
    """Whether a figure of a value is the amount found in words; a count also by its unit."""
    if isinstance(figure.amount, Count) and isinstance(amount, Count):
        units = {figure.amount.unit, amount.unit}
        return figure.amount.number == amount.number and (len(units) == 1 or "" in units)
    return figure.amount == amount


def phrase_fault(evidence: Evidence) -> str | None:
    """What is wrong with the form of a phrase, or None."""
    length = len(fold(evidence.phrase))
    if length > MAX_PHRASE:
        return f"原文用语有 {length} 个字，最多 {MAX_PHRASE} 个；请只留带数字或关键词的最短一段"
    if not evidence.derivable and not evidence.reason:
        return "derivable: false 要写明 reason（为什么无法由原文推出）"
    return None


def _chosen(evidence: Evidence, wanted: set[str]) -> tuple[list[Number], str | None]:
    found = numbers(evidence.phrase)
    if not evidence.picks:
        return found, None
    if max(evidence.picks) > len(found) or min(evidence.picks) < 1:
        return [], f"pick 指第 {max(evidence.picks)} 个数，但这段原文只有 {len(found)} 个数"
    return [found[index - 1] for index in evidence.picks], None


def figure_fault(
    value: object, kind: str, evidence: Iterable[Evidence], origin: DerivedFrom | None = None
) -> str | None:
    """Why the figures of `value` are not those of the phrases, or None.

    With an `origin` that names other parameters the value is the first figure of the words less the
    others (2.3 % − 1 %); with one that names a party, its share is what the words leave of the whole.
    """
    pieces = [e for e in evidence if e.role == "figure"]
    wanted = [f for f in figures(value, kind) if not (origin and origin.rest and f.path.endswith(origin.rest))]
    if any(not e.derivable for e in pieces):
        return None
    if not wanted:
        return None
    dimensions = list(dict.fromkeys(f.dimension for f in wanted))
    found: list[tuple[str, object]] = []
    for piece in pieces:
        chosen, fault = _chosen(piece, set(dimensions))
        if fault:
            return fault
        for number in chosen:
            if number.dimension == "multiple" and any(f.path.endswith("markup") for f in wanted):
                # 基准利率的1.3倍 says the same as 上浮30%.
                found.append(("percent", number.amount - 1))
                continue
            fitting = next((d for d in dimensions if expand([number], d)), None)
            if fitting:
                found += [(fitting, amount) for amount in expand([number], fitting)]
            elif piece.picks:
                return f"pick 指的数与取值不是同一种量（原文 “{visible(piece.phrase)}”）"
    if origin and not origin.rest and len(wanted) == 1 and len(found) > 1:
        amounts = [amount for _, amount in found]
        if amounts[0] - sum(amounts[1:]) == wanted[0].amount or sum(amounts) == wanted[0].amount:
            return None
        in_words = "、".join(shown(amount, wanted[0].dimension) for amount in amounts)
        return f"余数不对：取值 {shown(wanted[0].amount, wanted[0].dimension)}，原文各数为 {in_words}"
    if len(found) == len(wanted) and all(same(f, a) for f, (_, a) in zip(wanted, found, strict=True)):
        return None
    in_words = "、".join(shown(amount, dimension) for dimension, amount in found) or "无"
    in_value = "、".join(shown(f.amount, f.dimension) for f in wanted)
    return f"取值的数（{in_value}）与原文用语中的数（{in_words}）不一致；请核对取值、pick 或证据的顺序"


def check_provision(
    provision: Provision, parameter: Parameter, vocabulary: Vocabulary, report: Report, problems: Sized
) -> None:
    """Reports every fault between a provision and its phrases (the source's text is not needed for this).

    `problems` are those of the file so far: after many of them no near word is looked for.
    """
    for piece in (*provision.evidence, *provision.mentioned):
        if fault := phrase_fault(piece):
            report(piece, fault, "E-QUOTE")
    for entry in unknown_terms(provision.value, parameter, vocabulary):
        hint = suggestion(entry, vocabulary.terms.get(parameter.terms or "", {}), problems)
        report(provision, f"“{visible(entry)}” 不是词表里的词条{hint}；词表没有的，写文件自己的中文短语", "E-UNKNOWN")
    if provision.value is None or not provision.evidence:
        return
    if fault := figure_fault(provision.value, parameter.kind, provision.evidence, provision.derived_from):
        report(provision, fault, "E-QUOTE")
    for path, label in unseen_components(provision.value, parameter, provision, vocabulary):
        report(
            provision,
            f"{path}（{label}）在原文用语里看不到；请补一条含有它的证据、写进 readings 说明理由，或写 unstated",
            "E-QUOTE",
        )
    if fault := party_order_fault(provision.value, provision, vocabulary):
        report(provision, fault, "E-QUOTE")
    if parameter.kind == "text" and isinstance(provision.value, str):
        if fault := text_fault(provision.value, provision.evidence):
            report(provision, fault, "E-QUOTE")
    if provision.previous:
        check_previous(provision.previous, parameter, report)


def text_fault(text: str, evidence: Iterable[Evidence]) -> str | None:
    """A figure in a paraphrase that no phrase carries, or None."""
    found = [n.amount for e in evidence for n in numbers(e.phrase)]
    for number in numbers(text):
        if number.amount not in found and number.dimension not in {"number", "count"}:
            return f"文字里的数 “{shown(number.amount, number.dimension)}” 在原文用语里找不到；请补证据或改写"
    return None


def check_previous(previous: Previous, parameter: Parameter, report: Report) -> None:
    """The same for what a provision was before an amendment."""
    if previous.value is None and previous.words is None:
        report(previous.evidence[0] if previous.evidence else previous, "previous 要写 value 或 words", "E-MISSING")
    for piece in previous.evidence:
        if fault := phrase_fault(piece):
            report(piece, fault, "E-QUOTE")
    if previous.value is not None:
        if fault := figure_fault(previous.value, parameter.kind, previous.evidence):
            report(previous.evidence[0] if previous.evidence else previous, f"previous: {fault}", "E-QUOTE")


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """A source's archived text, folded, as it stands and in its reading order."""

    plain: str
    ordered: str

    def holds(self, phrase: str) -> bool:
        """Whether the phrase stands in the text exactly, after folding both."""
        folded = fold(phrase)
        return bool(folded) and (folded in self.plain or folded in self.ordered)


def archived_text(raw: str, reading_order: Iterable[str] = ()) -> ArchivedText:
    """The archived text of a source; `reading_order` holds 1-based line ranges like `142-208`."""
    lines = raw.splitlines()
    ordered = []
    for span in reading_order:
        first, last = (int(part) for part in span.split("-"))
        ordered += lines[first - 1 : last]
    return ArchivedText(fold(raw), fold("".join(ordered)) if ordered else "")
