"""The figures that a source's words carry: `上浮…40%`, `加150个基点`, `2：8`, `1000万元`, `一年以上`, 全额.

Words are normalised as contract §1 says (NFKC, white space removed, nothing else) and read left to right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from generator.quantities import Count, Duration

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN = "[零〇一二三四五六七八九十百千两]+"
_NUM = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_COUNTED = "周岁|岁|笔|户次|户|家|人|名|个市|个|亩|项|条|章|部分|篇|期|批|单|万户|年期|台|村|乡镇|次|成|%"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure found in words: its dimension, its amount (yuan, fraction, Duration, parts of a ratio …), its place."""

    dimension: str
    amount: object
    start: int


def fold(text: str) -> str:
    """NFKC with white space removed: the one and only folding of a phrase and of a source's text."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def chinese_number(text: str) -> int | None:
    """`二十六` as 26; None where the characters are no number."""
    total, current = 0, 0
    for char in text:
        if char in _DIGITS:
            current = current * 10 + _DIGITS[char] if current and not total else _DIGITS[char]
        elif char in _SCALES:
            total += (current or 1) * _SCALES[char]
            current = 0
        else:
            return None
    return total + current


def _number(text: str) -> Fraction:
    plain = text.replace(",", "")
    if plain[0].isdigit():
        return Fraction(plain)
    return Fraction(chinese_number(plain) or 0)


_PATTERN = re.compile(
    rf"""
    (?P<ordinal>第(?:{_NUM}|{_HAN})(?:年度?|批|期|条|章|款|项|部分|笔|次|档|类|个月?|季度)?)
  | (?P<ratio>{_NUM}(?:(?:[:∶]|比){_NUM})+)
  | (?P<date>(?:19|20)[0-9]{{2}}年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?(?!期|以|内)
        | (?:19|20)[0-9]{{2}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}
        | (?:19|20)[0-9]{{2}}(?=年?(?:至|-|—)(?:19|20)[0-9]{{2}}))
  | (?P<monthday>[0-9]{{1,2}}月[0-9]{{1,2}}日)
  | (?P<percent>(?:百分之(?:{_HAN}|{_NUM})|{_NUM}%|{_NUM}个百分点|{_NUM}‰))
  | (?P<bp>{_NUM}个?(?:基点|BP|bp|Bp))
  | (?P<money>(?:{_NUM}|{_HAN}(?=万|亿|元))(?:百亿|千万|百万|万亿|亿|万)?元|{_NUM}(?:千万|百万|万|亿)(?!户|家|笔|人|亩|个|名|头))
  | (?P<workdays>(?:{_NUM}|{_HAN})个工作日)
  | (?P<months>(?:{_NUM}|{_HAN})个月|{_NUM}月(?!份|[0-9末底初]))
  | (?P<halfyear>半年(?:以上)?)
  | (?P<years>(?:{_NUM}|{_HAN})年(?!度|初|末|底|份))
  | (?P<days>(?:{_NUM}|{_HAN})(?:天|日(?!元|前|起)))
  | (?P<multiple>(?:{_NUM}|{_HAN})倍|(?<=倍数为){_NUM}|(?<=倍数约为){_NUM}|(?<=倍数达){_NUM})
  | (?P<tenths>(?<![0-9])[一二三四五六七八九]成(?!效|立|果|员|本|长|为|功))
  | (?P<count>(?:{_NUM}(?:万)?|{_HAN})(?:{_COUNTED}))
  | (?P<plain>{_NUM})
  | (?P<all>全额|全部由|全免)
  | (?P<none>免收|免除|免费|不收取|零费率|零担保费)
  | (?P<half>(?<=补贴|收取|负担|承担)一半|减半|各半|各承担一半)
    """,
    re.VERBOSE,
)
_RANGE = re.compile(rf"(?P<low>{_NUM})(?:-+|—+|~|至|到)(?={_NUM}(?P<unit>%|万元|亿元|元|个月|年|周岁|岁|倍|天))")
_MONEY_SCALE = {"": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "万亿": 10**12}


def numbers(words: str) -> list[Number]:
    """Every figure in `words`, in order. In a range (`18-60周岁`) the first has the unit of the second."""
    return list(_numbers(words))


# A phrase is asked for its figures by each check of its provision in turn.
@lru_cache(maxsize=4096)
def _numbers(words: str) -> tuple[Number, ...]:
    text = fold(words)
    text = _RANGE.sub(lambda m: f"{m['low']}{m['unit']}—", text)
    found: list[Number] = []
    for match in _PATTERN.finditer(text):
        dimension, amount = _reading(match)
        if dimension == "monthday" and found and found[-1].dimension == "date":
            # In 2023年1月9日-2月10日 the second day is of the same year.
            month, day = (int(part) for part in re.findall("[0-9]+", str(amount)))
            dimension, amount = "date", f"{str(found[-1].amount)[:4]}-{month:02d}-{day:02d}"
        found.append(Number(dimension, amount, match.start()))
    return tuple(found)


def _reading(match: re.Match[str]) -> tuple[str, object]:
    kind, text = match.lastgroup, match.group()
    lead = re.match(rf"{_NUM}|{_HAN}", text)
    value = _number(lead.group()) if lead else Fraction(0)
    if kind == "ordinal":
        return "ordinal", text
    if kind == "ratio":
        return "ratio", tuple(_number(part) for part in re.split(r"[:∶]|比", text))
    if kind == "date":
        parts = [int(p) for p in re.findall(r"[0-9]+", text)]
        return "date", "-".join([f"{parts[0]:04d}", *(f"{p:02d}" for p in parts[1:])])
    if kind == "monthday":
        return "monthday", text
    if kind == "percent":
        if text.startswith("百分之"):
            value = _number(text[3:])
        return "percent", value / (1000 if text.endswith("‰") else 100)
    if kind == "bp":
        return "basis_points", int(value)
    if kind == "money":
        scale = text[lead.end() :].removesuffix("元")
        return "money", value * _MONEY_SCALE[scale]
    if kind in {"months", "days", "workdays", "years"}:
        unit = {"months": "months", "years": "months", "days": "days", "workdays": "working_days"}[kind]
        return "duration", Duration(int(value * (12 if kind == "years" else 1)), unit)
    if kind == "halfyear":
        return "duration", Duration(6, "months")
    if kind == "multiple":
        return "multiple", value
    if kind == "tenths":
        return "percent", Fraction(_DIGITS[text[0]], 10)
    if kind == "count":
        rest = text[lead.end() :]
        scaled = value * (10**4 if rest.startswith("万") else 1)
        return "count", Count(scaled, rest.removeprefix("万"))
    if kind == "plain":
        return "number", value
    return "percent", {"all": Fraction(1), "none": Fraction(0), "half": Fraction(1, 2)}[kind]


def expand(found: Iterable[Number], dimension: str) -> list[object]:
    """The amounts among `found` that can be figures of `dimension`, in order; a ratio gives its normalised parts."""
    amounts: list[object] = []
    for item in found:
        if dimension == "percent" and item.dimension == "ratio":
            total = sum(item.amount)
            amounts += [part / total for part in item.amount] if total else []
        elif dimension == "multiple" and item.dimension == "ratio" and item.amount[0] == 1:
            amounts.append(item.amount[-1])
        elif dimension == "multiple" and item.dimension == "count":
            continue
        elif dimension == "number" and item.dimension == "count":
            amounts.append(item.amount.number)
        elif dimension == "count" and item.dimension in {"money", "percent", "number", "count", "multiple"}:
            amounts.append(as_count(item))
        elif dimension == item.dimension:
            amounts.append(item.amount)
    return amounts


def as_count(item: Number) -> Count:
    """A found figure in the form an outcome is counted in."""
    if item.dimension == "money":
        return Count(item.amount, "元")
    if item.dimension == "percent":
        return Count(item.amount, "%")
    if item.dimension == "multiple":
        return Count(item.amount, "倍")
    return item.amount if isinstance(item.amount, Count) else Count(item.amount, "")
