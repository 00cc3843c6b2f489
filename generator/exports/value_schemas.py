"""JSON Schema (draft 2020-12) of every kind of value, written from contract §3 and not from the code that writes them."""

from __future__ import annotations

Schema = dict[str, object]

NUMBER: Schema = {"type": "number"}
TEXT: Schema = {"type": "string", "minLength": 1}
BOOLEAN: Schema = {"type": "boolean"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SHARE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
RATE: Schema = {"type": ["number", "null"], "minimum": 0}
DATE: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
DATE_OR_OPEN: Schema = {"anyOf": [DATE, {"enum": ["unstated", "unread"]}]}
UNSTATED: Schema = {"type": "array", "items": TEXT, "minItems": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with exactly these properties, the first of them required."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def listed(item: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": item}


DURATION: Schema = {
    "type": "object",
    "properties": {
        unit: {"type": "integer", "minimum": 0} for unit in ("months", "days", "working_days")
    },
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}


def value_schemas(terms: dict[str, list[str]]) -> dict[str, Schema]:
    """The schema of each kind by name; `terms` gives the ids of the vocabulary's lists."""

    def term(name: str) -> Schema:
        return {"enum": [*terms[name], "unstated"]}

    party = term("party")
    parties: Schema = {
        "type": "object",
        "propertyNames": {"enum": terms["party"]},
        "additionalProperties": SHARE_OR_NULL,
        "minProperties": 1,
    }
    operator: Schema = {"enum": [">=", ">", "<=", "unstated"]}
    overdue: Schema = {
        "type": "object",
        "properties": {
            **DURATION["properties"],  # type: ignore[dict-item]
            "consecutive": BOOLEAN,
            "counted_from": term("counted_from"),
        },
        "minProperties": 1,
        "additionalProperties": False,
    }
    claim_event: Schema = {
        "type": "object",
        "properties": {
            "interest_overdue": overdue,
            "principal_overdue": overdue,
            "overdue": overdue,
            "court_decision": {},
            "other": TEXT,
        },
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    condition = record(
        {"metric": term("metric"), "op": operator, "threshold": RATE},
        {"threshold_from": RATE, "threshold_to": RATE, "unstated": UNSTATED},
    )
    effect = record({"action": term("action"), "force": term("force")}, {"approval_by": TEXT})
    charge = record(
        {
            "rate": RATE,
            "base": term("base"),
            "per": term("per"),
            "covers": listed({"enum": terms["covers"]}),
            "charged_to": term("charged_to"),
        },
        {"unstated": UNSTATED},
    )
    layer = record(
        {}, {"bearer": {"enum": terms["party"]}, "shares": parties, "up_to": NUMBER, "note": TEXT}
    )
    return {
        "money": {"type": "number", "minimum": 0},
        "rate": {"type": "number", "minimum": 0},
        "share": SHARE,
        "multiple": NUMBER,
        "flag": BOOLEAN,
        "text": TEXT,
        "terms": {
            "anyOf": [
                {"type": "array", "items": TEXT, "minItems": 1},
                record(
                    {
                        "list": {"type": "array", "items": TEXT, "minItems": 1},
                        "exclusive": BOOLEAN,
                        "open": BOOLEAN,
                    }
                ),
            ]
        },
        "duration": DURATION,
        "rate_formula": {
            "anyOf": [
                record(
                    {
                        "reference": {"enum": terms["reference"]},
                        "tenor": term("tenor"),
                        "multiplier": NUMBER,
                    }
                ),
                record(
                    {
                        "reference": {"enum": terms["reference"]},
                        "tenor": term("tenor"),
                        "add_bp": {"type": "integer"},
                    }
                ),
                record({"fixed": SHARE}),
            ]
        },
        "cost_cap": record(
            {
                "rate": SHARE,
                "strict": BOOLEAN,
                "sum_of": TEXTS,
                "net_of_subsidy": {"type": ["boolean", "null"]},
            }
        ),
        "charge": charge,
        "charge_or_share": {"anyOf": [SHARE, charge]},
        "shares": record(
            {
                "shares": parties,
                "of": term("base"),
                "stage": {"enum": ["before_compensation", "final", "unstated"]},
            },
            {"unstated": UNSTATED},
        ),
        "layers": listed(layer),
        "compensation": record(
            {"payer": party, "payee": party, "of": term("compensated"), "after": term("after")},
            {
                "rate": RATE,
                "rate_from": RATE,
                "rate_to": RATE,
                "above": record(
                    {"metric": term("metric"), "threshold": RATE}, {"unstated": UNSTATED}
                ),
                "cap": {"type": ["number", "null"]},
                "unstated": UNSTATED,
            },
        ),
        "limit": {
            "anyOf": [
                NUMBER,
                record({"rate": RATE, "of": term("limited_by")}, {"unstated": UNSTATED}),
            ]
        },
        "recovery": record(
            {"rule": {"enum": terms["recovery_rule"]}}, {"shares": parties, "unstated": UNSTATED}
        ),
        "trigger": record(
            {
                "metric": term("metric"),
                "definition": {"type": ["string", "null"]},
                "op": operator,
                "threshold": RATE,
                "scope": {"anyOf": [listed({"enum": terms["scope"]}), {"const": "unstated"}]},
                "period": term("period"),
            },
            {
                "threshold_from": RATE,
                "threshold_to": RATE,
                "effect": effect,
                "any_of": listed(condition),
                "unstated": UNSTATED,
            },
        ),
        "claim_events": record(
            {"any_of": listed(claim_event), "after_recourse": {"type": ["boolean", "null"]}}
        ),
        "subsidy": record(
            {
                "payer": party,
                "paid_to": party,
                "beneficiary": party,
                "effect": term("subsidy_effect"),
            },
            {
                "rate": RATE,
                "share_of_premium": SHARE_OR_NULL,
                "share_of_fee": SHARE_OR_NULL,
                "share_of_interest": SHARE_OR_NULL,
                "share_of_benchmark": SHARE_OR_NULL,
                "amount": {"type": ["number", "null"]},
                "base": term("base"),
                "times_term": {"anyOf": [BOOLEAN, {"const": "unstated"}]},
                "cap": {"anyOf": [{"type": ["number", "null"]}, {"enum": terms["subsidy_cap"]}]},
                "once_per_borrower": BOOLEAN,
                "condition": TEXT,
                "unstated": UNSTATED,
            },
        ),
        "reward": record(
            {"payer": party, "payee": party, "base": term("reward_base")},
            {
                "rate": RATE,
                "amount": {"type": ["number", "null"]},
                "condition": TEXT,
                "cap": {"type": ["number", "null"]},
                "unstated": UNSTATED,
            },
        ),
        "funds": listed(
            record(
                {"name": TEXT, "amount": {"type": ["number", "null"]}},
                {"year": TEXT, "purpose": TEXT, "unstated": UNSTATED},
            )
        ),
        "outcomes": listed(
            record(
                {"metric": TEXT, "value": NUMBER, "unit": TEXT, "approx": BOOLEAN}, {"as_of": TEXT}
            )
        ),
        "range": record({}, {"min": {"type": "integer"}, "max": {"type": "integer"}}),
        "date_window": record({"from": DATE_OR_OPEN, "until": DATE_OR_OPEN}),
        "cycle": record(
            {"every": term("cycle")},
            {
                "within": {"anyOf": [DURATION, {"type": "null"}]},
                "by": TEXT,
                "to": TEXT,
                "unstated": UNSTATED,
            },
        ),
        "area": record({"area": TEXT, "link": term("area_link")}),
    }
