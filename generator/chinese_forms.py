"""How official Chinese texts write numbers, amounts, shares, terms and dates; the filters of the drafting templates.

Every function takes plain JSON values and gives text; the browser's mirror is `chinese_forms.js`, which
gives the same text and the same refusals. Numbers are whole numbers, plain decimals as text, or JSON numbers,
which are read by their shortest decimal form: no binary fraction is ever calculated with.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from generator.quantities import decimal_text

DIGITS = "零一二三四五六七八九"
LARGEST_CN = 99_999_999
LARGEST_WHOLE = 2**53 - 1
"""Whole numbers beyond this are not exact in every reader of JSON."""

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Unwritable(ValueError):
    """A value that the form cannot write; `args[0]` says why, in Chinese."""


def whole(value: object) -> int | None:
    """The whole number that a JSON value is (3.0 is 3), or None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_WHOLE:
        return value
    return None


def exact(value: object) -> Fraction:
    """The number that a JSON value is, exactly. Raises Unwritable."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Fraction(value)
    if (found := whole(value)) is not None:
        return Fraction(found)
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        return Fraction(repr(value))
    raise Unwritable("不是数")


def _natural(value: object, largest: int) -> int:
    number = whole(value)
    if number is None or not 0 <= number <= largest:
        raise Unwritable(f"不是0至{largest}的整数")
    return number


def number(value: object) -> str:
    """`1234.5` as it is: no separators, no exponent, no trailing zeros."""
    return decimal_text(exact(value))


def money(value: object) -> str:
    """Yuan in the largest unit that keeps it short: 10亿元, 300万元, 20.5万元, 123456.78元."""
    yuan = exact(value)
    for unit, size, places in (("亿元", 100_000_000, 2), ("万元", 10_000, 4)):
        scaled = yuan / size
        if abs(scaled) >= 1 and (scaled * 10**places).denominator == 1:
            return decimal_text(scaled) + unit
    if (yuan * 100).denominator != 1:
        raise Unwritable("金额不能有不足一分的零头")
    return decimal_text(yuan) + "元"


def percent(value: object) -> str:
    """A fraction as a percentage: 0.023 is 2.3%."""
    return decimal_text(exact(value) * 100) + "%"


def cn(value: object) -> str:
    """A whole number up to 99,999,999 in Chinese numerals: 26 is 二十六, 105 is 一百零五."""
    counted = _natural(value, LARGEST_CN)
    high, low = divmod(counted, 10_000)
    if not high:
        text = _below_ten_thousand(low) or DIGITS[0]
    else:
        text = _below_ten_thousand(high) + "万"
        if low:
            text += (DIGITS[0] if low < 1000 else "") + _below_ten_thousand(low)
    return text[1:] if text.startswith("一十") else text


def _below_ten_thousand(counted: int) -> str:
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, counted = divmod(counted, size)
        if digit:
            text += (DIGITS[0] if gap else "") + DIGITS[digit] + unit
            gap = False
        elif text:
            gap = True
    return text


def percent_cn(value: object) -> str:
    """A fraction in words: 0.8 is 百分之八十, 0.025 is 百分之二点五."""
    share = exact(value) * 100
    if share < 0:
        raise Unwritable("不能为负")
    head, _, tail = decimal_text(share).partition(".")
    spoken = "".join(DIGITS[int(digit)] for digit in tail)
    return f"百分之{cn(int(head))}" + (f"点{spoken}" if spoken else "")


def tenths(value: object) -> str:
    """A share in tenths: 0.8 is 八成, 0.85 is 八成五."""
    hundredths = exact(value) * 100
    if hundredths.denominator != 1 or not 10 <= hundredths < 100:
        raise Unwritable("不能写成几成")
    head, tail = divmod(int(hundredths), 10)
    return f"{DIGITS[head]}成" + (DIGITS[tail] if tail else "")


def ratio(value: object) -> str:
    """Shares as a ratio of tenths or, where that is not exact, of hundredths: [0.2, 0.8] is 2：8."""
    if not isinstance(value, list) or len(value) < 2:
        raise Unwritable("不是两个以上的份额")
    shares = [exact(share) for share in value]
    for scale in (10, 100):
        if all((share * scale).denominator == 1 and share >= 0 for share in shares):
            return "：".join(str(share * scale) for share in shares)
    raise Unwritable("份额不是整数百分比")


def months(value: object) -> str:
    """36 is 3年, 18 is 18个月."""
    counted = _natural(value, LARGEST_CN)
    return f"{counted // 12}年" if counted and counted % 12 == 0 else f"{counted}个月"


def duration(value: object) -> str:
    """`{"months": 36}` is 3年, `{"days": 90}` 90天, `{"working_days": 10}` 10个工作日."""
    if isinstance(value, dict) and len(value) == 1:
        ((unit, amount),) = value.items()
        if unit == "months":
            return months(amount)
        if unit in ("days", "working_days"):
            return f"{_natural(amount, LARGEST_CN)}{'天' if unit == 'days' else '个工作日'}"
    raise Unwritable("不是期限")


def _date_parts(value: object) -> list[int]:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    parts = [int(part) for part in found.groups() if part] if found else []
    if not parts or parts[0] == 0 or len(parts) > 1 and not 1 <= parts[1] <= 12:
        raise Unwritable("不是日期")
    if len(parts) == 3 and not 1 <= parts[2] <= _days_in(parts[0], parts[1]):
        raise Unwritable("不是日期")
    return parts


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def date(value: object) -> str:
    """`2026-03-01` is 2026年3月1日, without padding zeros (GB/T 9704-2012, 7.3.5.4); partial dates stay partial."""
    return "".join(f"{part}{unit}" for part, unit in zip(_date_parts(value), "年月日", strict=False))


def date_cn(value: object) -> str:
    """`2026-03-01` is 二〇二六年三月一日."""
    year, *rest = _date_parts(value)
    spoken = "".join("〇" if digit == "0" else DIGITS[int(digit)] for digit in f"{year:04}")
    return f"{spoken}年" + "".join(f"{cn(part)}{unit}" for part, unit in zip(rest, "月日", strict=False))


def basis_points(value: object) -> str:
    """150 is 150个基点."""
    points = whole(value)
    if points is None:
        raise Unwritable("不是整数")
    return f"{points}个基点"


def times(value: object) -> str:
    """33.3 is 33.3倍."""
    return number(value) + "倍"


def uplift(value: object) -> str:
    """A multiplier as offices say it: 1.4 is 上浮40%, 0.9 is 下浮10%, 1 is 不浮动."""
    change = exact(value) - 1
    if change == 0:
        return "不浮动"
    return ("上浮" if change > 0 else "下浮") + decimal_text(abs(change) * 100) + "%"
