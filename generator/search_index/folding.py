"""How a text is compared: folded, and with its figures in one form. `search_text.js` says the same in the browser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])(?:[^\w.%:+]|_)+(?=[0-9])")
_DROPPED = re.compile(r"[^\w.%:+-]|_")
_LOOSE_SIGN = re.compile(r"(?<![0-9a-z%])[.:+-]|[.:+-](?![0-9a-z])")

_HAN_DIGITS = "零一二三四五六七八九"
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_FIGURE = re.compile(
    r"百分之(?P<percent>[0-9]{1,12}(?:\.[0-9]{1,4})?|[零〇一二两三四五六七八九十百]+)"
    r"|(?P<number>(?<![0-9.第])[0-9]{1,12}(?:\.[0-9]{1,4})?|(?<!第)[零〇一二两三四五六七八九十百千]+)"
    r"(?P<unit>(?:亿|千万|百万|十万|万|千|百)?元|(?:亿|千万|百万|十万|万)(?![户家笔人亩头])"
    r"|%|个?百分点|个?基点|个?bps?|成(?![长立本效员为功交果品])"
    r"|个月|年(?!度)|个?工作日|天|日|周?岁|倍)?"
)
_MONEY = {"亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2, "": 0}
_FIRST_CALENDAR_YEAR = 1900


def fold(text: str) -> str:
    """The text by which words are compared: width, case, spaces and punctuation do not count."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _THOUSANDS.sub("", text)
    text = _BETWEEN_DIGITS.sub("-", text)
    return _LOOSE_SIGN.sub("", _DROPPED.sub("", text))


def figures(folded: str) -> Iterator[str]:
    """The figures of a folded text in one form: `#y10000000` yuan, `#r30` per cent, `#p150` basis points,
    `#m36` months, `#d90` days, `#w5` working days, `#s60` years of age, `#x10` times, `#n92` the bare number."""
    for match in _FIGURE.finditer(folded):
        written = match["percent"] or match["number"]
        number = _number(written)
        if number is None:
            continue
        unit = "%" if match["percent"] else match["unit"] or ""
        if written[0].isascii():
            yield f"#n{number}"
        before = folded[: match.start()]
        yield from _with_unit(number, unit, before, written[0].isascii())


def _with_unit(number: str, unit: str, before: str, arabic: bool) -> Iterator[str]:
    bare = unit.removeprefix("个")
    if not unit:
        if arabic and before.endswith("+"):
            yield f"#p{number}"
    elif unit == "%":
        yield f"#r{number}"
        if before.endswith(("+", "加")):
            yield f"#p{_shift(number, 2)}"
    elif unit == "成":
        yield f"#r{_shift(number, 1)}"
    elif bare == "百分点":
        yield f"#p{_shift(number, 2)}"
    elif bare in ("基点", "bp", "bps"):
        yield f"#p{number}"
    elif unit == "个月":
        yield f"#m{number}"
    elif unit == "年":
        if float(number) < _FIRST_CALENDAR_YEAR:
            yield f"#m{_shift(str(int(_shift(number, 4)) * 12), -4)}"
    elif bare == "工作日":
        yield f"#w{number}"
    elif unit in ("天", "日"):
        if not before.endswith("月"):
            yield f"#d{number}"
    elif unit.endswith("岁"):
        yield f"#s{number}"
    elif unit == "倍":
        yield f"#x{number}"
    else:
        yield f"#y{_shift(number, _MONEY[unit.removesuffix('元')])}"


def _number(written: str) -> str | None:
    """A written number in plain digits; None where Chinese numerals make no number."""
    if written[0].isascii():
        return _shift(written, 0)
    total, digit = 0, None
    for char in written.replace("〇", "零").replace("两", "二"):
        if char in _HAN_TENS:
            total += (1 if digit in (None, 0) else digit) * _HAN_TENS[char]
            digit = None
        elif digit in (None, 0):
            digit = _HAN_DIGITS.index(char)
        else:
            return None
    return str(total + (digit or 0))


def _shift(number: str, places: int) -> str:
    """A decimal number times ten to the power of `places`, without needless zeros."""
    whole, _, fraction = number.partition(".")
    if places >= 0:
        fraction = fraction.ljust(places, "0")
        whole, fraction = whole + fraction[:places], fraction[places:]
    else:
        whole = whole.rjust(1 - places, "0")
        whole, fraction = whole[:places], whole[places:] + fraction
    fraction = fraction.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def tokens(folded: str) -> set[str]:
    """What a text can be found by without being read: its pairs of neighbouring characters and its figures."""
    return {folded[i : i + 2] for i in range(len(folded) - 1)} | set(figures(folded))
