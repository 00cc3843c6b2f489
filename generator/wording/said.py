"""A thing said in Chinese and in English at once, and the quantities said that way.

English comes from templates; the documents' own Chinese words stay as they are inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from generator.quantities import Count, Duration, decimal_text, round_half_up

_HAN = re.compile(r"[\u3400-\u9fff]")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def as_json(self) -> dict[str, str]:
        """`{"zh", "en"}`, and `lang: zh` where the English carries Chinese words that a page must mark."""
        marked = {"lang": "zh"} if _HAN.search(self.en) else {}
        return {"zh": self.zh, "en": self.en, **marked}


NOTHING = Said()


def own(text: str) -> Said:
    """A document's own words, the same in both languages."""
    return Said(text, text)


def say(zh: str, en: str, **parts: Said) -> Said:
    """Two templates filled with the same parts, each in its language."""
    return Said(
        zh.format_map({name: part.zh for name, part in parts.items()}),
        en.format_map({name: part.en for name, part in parts.items()}),
    )


def listed(parts: Iterable[Said], zh: str = "、", en: str = ", ") -> Said:
    """The parts that say something, joined in each language."""
    kept = [part for part in parts if part]
    return Said(zh.join(part.zh for part in kept), en.join(part.en for part in kept))


def clauses(parts: Iterable[Said]) -> Said:
    """Parts as clauses of one sentence."""
    return listed(parts, "，", ", ")


def bracketed(head: Said, notes: Iterable[Said]) -> Said:
    """`head（note；note）`, or the head alone."""
    inside = listed(notes, "；", "; ")
    return (
        say("{head}（{inside}）", "{head} ({inside})", head=head, inside=inside) if inside else head
    )


def plain_number(value: Fraction, decimals: int = 4) -> str:
    """The exact decimal where there is one, else rounded half-up to `decimals` places."""
    try:
        return decimal_text(value)
    except ValueError:
        return decimal_text(round_half_up(value, decimals))


def money(yuan: Fraction) -> Said:
    """An amount of yuan in the largest unit that keeps it short: 3亿元, 1000万元, 500元."""
    return Said(_money_zh(yuan), _money_en(yuan))


def _money_zh(yuan: Fraction) -> str:
    for unit, size, places in (("亿元", 100_000_000, 2), ("万元", 10_000, 4)):
        scaled = yuan / size
        if abs(scaled) >= 1 and (scaled * 10**places).denominator == 1:
            return decimal_text(scaled) + unit
    return plain_number(yuan, 2) + "元"


def _money_en(yuan: Fraction) -> str:
    for unit, size in ((" billion", 1_000_000_000), (" million", 1_000_000)):
        scaled = yuan / size
        if abs(scaled) >= 1 and (scaled * 1000).denominator == 1:
            return f"RMB {decimal_text(scaled)}{unit}"
    whole, _, part = plain_number(yuan, 2).partition(".")
    return f"RMB {int(whole):,}" + (f".{part}" if part else "")


def percent(fraction: Fraction, decimals: int = 4) -> Said:
    """A fraction as a percentage, exact where it can be."""
    return own(plain_number(fraction * 100, decimals) + "%")


def multiple(value: Fraction, decimals: int = 1) -> Said:
    """`33.3倍`; a value without a finite decimal is rounded half-up."""
    shown = plain_number(value, decimals)
    return Said(f"{shown}倍", f"{shown} times")


def _plural(amount: str, unit: str) -> str:
    return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"


def duration(value: Duration) -> Said:
    """`3年`, `6个月`, `90天`, `10个工作日`; whole years are said as years."""
    amount = value.amount
    if value.unit == "months":
        if amount and amount % 12 == 0:
            return Said(f"{amount // 12}年", _plural(str(amount // 12), "year"))
        return Said(f"{amount}个月", _plural(str(amount), "month"))
    if value.unit == "days":
        return Said(f"{amount}天", _plural(str(amount), "day"))
    return Said(f"{amount}个工作日", _plural(str(amount), "working day"))


def count(value: Count) -> Said:
    """A counted figure of an outcome: `60万元`, `5笔`, `40%`; the document's own unit stays Chinese."""
    if value.unit == "元":
        return money(value.number)
    if value.unit == "%":
        return percent(value.number)
    return own(_scaled(value.number) + value.unit)


def _scaled(number: Fraction) -> str:
    for unit, size in (("亿", 100_000_000), ("万", 10_000)):
        scaled = number / size
        if abs(scaled) >= 1 and (scaled * 100).denominator == 1:
            return decimal_text(scaled) + unit
    return plain_number(number)


def date(text: str) -> Said:
    """A full or partial date (`2018-05` as 2018年5月)."""
    parts = [int(part) for part in text.split("-")]
    zh = "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    en = str(parts[0])
    if len(parts) > 1:
        en = f"{_MONTHS[parts[1] - 1]} {en}"
    return Said(zh, f"{parts[2]} {en}" if len(parts) > 2 else en)
