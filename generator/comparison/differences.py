"""Whether two schemes differ materially on a parameter: by value and case, not by wording."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

Record = dict[str, Any]


def provision_key(provision: Record) -> str:
    """What a provision says, in one comparable text: state, case, modality, value; no wording, no evidence."""
    said = {
        "state": provision["state"],
        "when": provision["when"],
        "modality": provision["modality"],
        "adds": provision["adds"],
        "value": provision["value"],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parameter_key(parameter: Record) -> str:
    """What a scheme says on a parameter; equal for two schemes that say the same, in whatever order."""
    keys = sorted(provision_key(p) for p in parameter["provisions"])
    return json.dumps([parameter["state"], *keys], ensure_ascii=False, separators=(",", ":"))


def differ(one: Record, other: Record, tolerance: str | None = None) -> bool:
    """Whether two schemes' records of one parameter differ materially.

    `tolerance` is the vocabulary's, as a decimal text; it applies where each side is one number.
    """
    if parameter_key(one) == parameter_key(other):
        return False
    if tolerance and one["sort"] is not None and other["sort"] is not None:
        if len(one["provisions"]) == len(other["provisions"]) == 1:
            apart = abs(Fraction(str(one["sort"])) - Fraction(str(other["sort"])))
            return apart > Fraction(tolerance) or bare_key(one) != bare_key(other)
    return True


def bare_key(parameter: Record) -> str:
    """The key of a single provision without its numbers."""
    return json.dumps(_without_numbers(json.loads(provision_key(parameter["provisions"][0]))), sort_keys=True)


def _without_numbers(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without_numbers(part) for part in value]
    return None if isinstance(value, (int, float)) and not isinstance(value, bool) else value
