"""The filters that a template may use, by name: those of Chinese forms and a few for lists and texts.

Each takes the value and its arguments (plain JSON values) and raises Unwritable for one it cannot handle.
`default` and the filters that look into records are handled here too, so that Python and the browser share one list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator import chinese_forms
from generator.chinese_forms import Unwritable, whole


class Undefined:
    """A name or a key that is not there; it may be tested and given a default, nothing else."""

    def __init__(self, name: str) -> None:
        self.name = name


def printed(value: object) -> str:
    """The text of a value that may stand in a document: text, or a whole number. Raises Unwritable."""
    if isinstance(value, str):
        return value
    if (number := whole(value)) is not None:
        return str(number)
    if isinstance(value, Undefined):
        raise Unwritable(f"{value.name} 没有值")
    raise Unwritable("只能输出文字和整数，其他值要用过滤器写成文字")


def truthy(value: object) -> bool:
    """Whether a condition holds: not for none, false, zero, an empty text, list or record. Raises Unwritable."""
    if isinstance(value, Undefined):
        raise Unwritable(f"{value.name} 没有值")
    return bool(value)


def look_up(value: object, key: str | int) -> object:
    """The value under a key of a record, or at a place of a list; Undefined where there is none. Raises Unwritable."""
    if isinstance(value, Undefined):
        raise Unwritable(f"{value.name} 没有值")
    if isinstance(key, str) and isinstance(value, dict):
        return value[key] if key in value else Undefined(key)
    if isinstance(key, int) and isinstance(value, list):
        return value[key] if 0 <= key < len(value) else Undefined(str(key))
    return Undefined(str(key))


def same(left: object, right: object) -> bool:
    """Whether two JSON values are equal; true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Unwritable("不是列表")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unwritable("不是文字")
    return value


def _length(value: object) -> int:
    if not isinstance(value, list | str | dict):
        raise Unwritable("没有长度")
    return len(value)


def _upto(value: object, count: object) -> list[Any]:
    number = whole(count)
    if number is None or number < 0:
        raise Unwritable("不是个数")
    return _listed(value)[:number]


def _last_join(value: object, separator: object, last: object) -> str:
    parts = [printed(part) for part in _listed(value)]
    head = _text(separator).join(parts[:-1])
    return (head + _text(last) if head else "") + "".join(parts[-1:])


def _replace(value: object, old: object, new: object) -> str:
    if not _text(old):
        raise Unwritable("不能替换空文字")
    return _text(value).replace(old, _text(new))


def _holds(entry: object, key: str, test: str = "", wanted: object = None) -> bool:
    found = look_up(entry, key)
    if test == "defined":
        return not isinstance(found, Undefined)
    if test == "none":
        return found is None
    if test == "equalto":
        return not isinstance(found, Undefined) and same(found, wanted)
    return not isinstance(found, Undefined) and truthy(found)


def _first(value: object) -> object:
    return look_up(_listed(value), 0)


def _last(value: object) -> object:
    return look_up(_listed(value), max(0, len(_listed(value)) - 1))


FILTERS: dict[str, tuple[Callable[..., Any], tuple[int, ...]]] = {
    "money": (chinese_forms.money, (0,)),
    "percent": (chinese_forms.percent, (0,)),
    "percent_cn": (chinese_forms.percent_cn, (0,)),
    "tenths": (chinese_forms.tenths, (0,)),
    "ratio": (chinese_forms.ratio, (0,)),
    "number": (chinese_forms.number, (0,)),
    "cn": (chinese_forms.cn, (0,)),
    "duration": (chinese_forms.duration, (0,)),
    "months": (chinese_forms.months, (0,)),
    "date": (chinese_forms.date, (0,)),
    "date_cn": (chinese_forms.date_cn, (0,)),
    "basis_points": (chinese_forms.basis_points, (0,)),
    "times": (chinese_forms.times, (0,)),
    "uplift": (chinese_forms.uplift, (0,)),
    "join": (lambda value, separator: _text(separator).join(printed(part) for part in _listed(value)), (1,)),
    "last_join": (_last_join, (2,)),
    "length": (_length, (0,)),
    "first": (_first, (0,)),
    "last": (_last, (0,)),
    "upto": (_upto, (1,)),
    "replace": (_replace, (2,)),
    "default": (lambda value, other: other if isinstance(value, Undefined) else value, (1,)),
    "map": (lambda value, key: [look_up(entry, key) for entry in _listed(value)], (1,)),
    "selectattr": (lambda value, *rule: [e for e in _listed(value) if _holds(e, *rule)], (1, 2, 3)),
    "rejectattr": (lambda value, *rule: [e for e in _listed(value) if not _holds(e, *rule)], (1, 2, 3)),
}
"""Each filter's function and the numbers of arguments it may be given."""

ARGUMENTS = {name: counts for name, (_, counts) in FILTERS.items()}


def apply(name: str, value: object, arguments: list[Any]) -> object:
    """The value after the filter `name`. Raises Unwritable."""
    for given in (value, *arguments):
        if isinstance(given, Undefined) and name != "default":
            raise Unwritable(f"{given.name} 没有值")
    return FILTERS[name][0](value, *arguments)
