"""Random schemes and random lines of a batch, from a seed: what the two engines must answer alike."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

BORROWERS = ["enterprise", "micro_small_enterprise", "small_enterprise", "medium_enterprise", "technology_enterprise", "sole_trader", "business_owner", "farm_household"]  # fmt: skip
GROUPS = ["first_time_borrower", "startup"]
ROUTES = ["insurance", "guarantee"]
METHODS = ["equal_instalment", "equal_principal", "interest_only", "bullet"]
STATES = ["stated"] * 12 + ["delegated", "silent", "unread", "not_applicable"]
DAYS = ["2003-01-01", "2007-12-20", "2007-12-21", "2012-02-29", "2014-06-30", "2015-03-01", "2018-07-02", "2019-08-19", "2019-08-20", "2022-08-29", "2022-12-31", "2023-01-01", "2026-08-20", "2026-08-21", "2030-01-01"]  # fmt: skip
PARTIAL = [
    "2012",
    "2015",
    "2018-05",
    "2022-08-29",
    "2022-12-31",
    "2022",
    "2030",
    "unread",
    "unstated",
    None,
]
STRANGE = [True, [], {}, "", "abc", "0x10", "3e5", "1_000", "٣", "１２", " 1", "1 ", "+1", "01", "-0", "1.2.3", "null", "__proto__", "constructor", "9" * 5000, 1e300, -1, 0, 1.5, "1.50"]  # fmt: skip


def write_folder(
    folder: Path, rng: Random, terms: dict, references: dict, schemes: list[dict], extra: int
) -> list[str]:
    """Write published records into `folder`, `extra` random schemes among them; gives the ids of all schemes."""
    (folder / "schemes").mkdir(parents=True)
    schemes = [*schemes, *(random_scheme(rng, f"random-{n}") for n in range(extra))]
    for name, record in (("parameters", terms), ("reference-rates", references)):
        (folder / f"{name}.json").write_text(
            json.dumps(record, ensure_ascii=False), encoding="utf-8"
        )
    for scheme in schemes:
        text = json.dumps(scheme, ensure_ascii=False)
        (folder / "schemes" / f"{scheme['id']}.json").write_text(text, encoding="utf-8")
    return [scheme["id"] for scheme in schemes]


def maybe(rng: Random, chance: float, value: object, otherwise: object = None) -> object:
    return value if rng.random() < chance else otherwise


def rate(rng: Random) -> object:
    kind = rng.random()
    if kind < 0.1:
        return None
    if kind < 0.2:
        return rng.choice([0, 0.1, 0.00000001, 0.333333333333, 0.0123456789])
    return rng.randrange(0, 600) / 10_000


def condition(rng: Random) -> dict:
    when: dict[str, object] = {}
    if rng.random() < 0.35:
        when["borrower"] = rng.choice([rng.choice(BORROWERS), rng.sample(BORROWERS, 2)])
    if rng.random() < 0.2:
        when["group"] = rng.choice([rng.choice(GROUPS), GROUPS])
    if rng.random() < 0.07:
        when["not_group"] = rng.choice(GROUPS)
    if rng.random() < 0.12:
        when["route"] = rng.choice(ROUTES)
    if rng.random() < 0.08:
        when["term"] = rng.choice([{"above": {"months": 12}}, {"up_to": {"months": 12}}, {"above": {"months": 6}, "up_to": {"months": 36}}, "长期", {"above": {"days": 90}}])  # fmt: skip
    if rng.random() < 0.08:
        when["amount"] = rng.choice(
            [{"above": 1_000_000}, {"up_to": 1_000_000}, {"up_to": 0.5}, "较大"]
        )
    if rng.random() < 0.06:
        when[rng.choice(["purpose", "phase", "event", "institution", "region", "for"])] = "其他"
    return when


def provision(rng: Random, value: object, modalities: list[str | None]) -> dict:
    state = rng.choice(STATES)
    made: dict[str, object] = {
        "value": value if state == "stated" else maybe(rng, 0.3, value),
        "state": state,
        "when": condition(rng),
        "modality": rng.choice(modalities),
        "adds": rng.random() < 0.15,
        "approx": rng.random() < 0.05,
        "evidence": [
            {"source": "main", "locator": f"三（{rng.randrange(9)}）", "phrase": rng.choice(["不超过3%", "“上浮”\\\"\n", "\u2028\x01", "𠮷"]), "tier": "official"}
            for _ in range(rng.randrange(3))
        ],
        "mentioned": [{"source": "main", "locator": "七"}] * rng.randrange(2),
    }  # fmt: skip
    for name in ("adds", "approx", "mentioned", "modality", "when", "state"):
        if rng.random() < 0.1 and (name != "state" or state == "stated"):
            del made[name]
    return made


def charge(rng: Random) -> dict:
    made = {
        "rate": rate(rng),
        "base": rng.choice(["principal", "principal_and_interest", "loan_amount", "insured_amount", "unstated", "other", None]),
        "per": rng.choice(["year", "year", "loan", "unstated"]),
        "covers": rng.choice([["loan_guarantee"], ["loan_guarantee", "accident"], ["accident"], ["rider", "accident"]]),
    }  # fmt: skip
    if rng.random() < 0.1:
        del made["covers"]
    return made


def subsidy(rng: Random) -> dict:
    made: dict[str, object] = {"effect": rng.choice(["replaces_premium", "refunds_borrower", "tops_up", "replaces_premium", "refunds_borrower", "reduces_interest", "unstated"])}  # fmt: skip
    size = rng.choice(
        ["rate", "rate", "share_of_premium", "share_of_fee", "amount", "share_of_interest", "both"]
    )
    if size in ("rate", "both"):
        made |= {"rate": rate(rng), "base": rng.choice(["principal", "principal_and_interest", "unstated", "premium"]), "times_term": rng.choice([True, False, "unstated"])}  # fmt: skip
    if size in ("amount", "both"):
        made["amount"] = rng.choice([0, 100, 50_000, 1234.56, 0.015])
    if size.startswith("share"):
        made[size] = rng.choice([1, 0.5, 0.3, 0.333, None])
    if rng.random() < 0.5:
        made["cap"] = rng.choice(["premium_paid", "fee_paid", 100, 20_000, 0.5, 33.335])
    if rng.random() < 0.2:
        made["condition"] = "on_time_repayment"
    if rng.random() < 0.2:
        made["once_per_borrower"] = True
    return made


def formula(rng: Random) -> object:
    if rng.random() < 0.2:
        return {"fixed": rate(rng)}
    made: dict[str, object] = {
        "reference": rng.choice(["lpr", "lpr", "pbc_benchmark", "pbc_benchmark", "toString", None]),
        "tenor": rng.choice(["same_term"] * 6 + ["1y", "5y", "unstated", "constructor", None]),
    }
    if rng.random() < 0.5:
        made["multiplier"] = rng.choice([1.3, 1.4, 1, 0.9, 1.333, 1.2345678, None])
    if rng.random() < 0.5:
        made["add_bp"] = rng.choice([150, 200, 0, -50])
    return made


def terms(rng: Random, words: list[str]) -> object:
    some = rng.sample(words, rng.randrange(1, len(words) + 1))
    return (
        some
        if rng.random() < 0.6
        else {"list": some, "open": rng.random() < 0.3, "exclusive": rng.random() < 0.6}
    )


def reward(rng: Random) -> dict:
    made: dict[str, object] = {"rate": rate(rng), "base": rng.choice(["disbursed", "disbursed", "insured_lending", "new_lending", "unstated"])}  # fmt: skip
    if rng.random() < 0.3:
        made["cap"] = rng.choice([1000, 0.5, 1e9])
    if rng.random() < 0.2:
        made["condition"] = ["after_review"]
    return made


def random_scheme(rng: Random, name: str) -> dict:
    """A scheme record with anything that the calculator reads, often contradictory."""
    firm, loose = (
        ["cap", None, "cap", "fixed"],
        ["cap", "cap", None, "in_principle", "usual", "observed", "encouraged"],
    )
    makers: dict[str, tuple] = {
        "borrower_classes": (lambda: rng.sample(BORROWERS, 5) if rng.random() < 0.2 else rng.choice([terms(rng, ["enterprise", "sole_trader"]), ["enterprise", "自有名词"]]), ["required", None, "encouraged"]),
        "excluded_borrowers": (lambda: terms(rng, ["medium_enterprise", "其他"]), ["prohibited"]),
        "enhancement_routes": (lambda: rng.choice([["insurance"], ["insurance"], ROUTES, terms(rng, ROUTES)]), [None]),
        "application_window": (lambda: {"from": rng.choice(PARTIAL), "until": rng.choice(PARTIAL)}, [None]),
        "loan_amount_cap": (lambda: rng.choice([3_000_000, 100_000, 1e7, 0.29, None]), loose),
        "insured_amount_cap": (lambda: rng.choice([3_000_000, 1_000_000]), loose),
        "loan_amount_floor": (lambda: rng.choice([10_000, 500_000.5]), ["floor"]),
        "loan_amount_cap_rule": (lambda: "不高于市级的80%", [None]),
        "loan_term_max": (lambda: {rng.choice(["months", "months", "days"]): rng.choice([12, 24, 36])}, loose),
        "loan_term_min": (lambda: {"months": rng.choice([3, 12])}, ["floor"]),
        "repayment_methods": (lambda: terms(rng, [*METHODS, "instalments"]), ["permitted"]),
        "loan_rate_cap": (lambda: formula(rng), loose),
        "loan_rate_fixed": (lambda: formula(rng), ["fixed", "usual"]),
        "total_cost_cap": (lambda: {"rate": rng.choice([0.09, 0.06, 0.12]), "strict": rng.random() < 0.5, "net_of_subsidy": rng.choice([True, False, None, "unstated"])}, firm),
        "premium_rate_cap": (lambda: charge(rng), loose),
        "premium_rate_floor": (lambda: charge(rng), ["floor"]),
        "premium_rate_fixed": (lambda: charge(rng), ["fixed", "usual", None]),
        "guarantee_fee_cap": (lambda: charge(rng), loose),
        "borrower_premium_share": (lambda: rng.choice([0.5, 0.3, charge(rng)]), [None]),
        "borrower_deposit": (lambda: charge(rng), [None]),
        "premium_subsidy": (lambda: subsidy(rng), [None, "permitted"]),
        "guarantee_fee_subsidy": (lambda: subsidy(rng), [None]),
        "interest_subsidy": (lambda: subsidy(rng), [None]),
        "subsidy_cap_per_borrower": (lambda: rng.choice([100, 50_000, 0.005]), ["cap"]),
        "bank_reward": (lambda: reward(rng), [None]),
        "insurer_reward": (lambda: reward(rng), [None]),
    }  # fmt: skip
    wanted = {"loan_rate_cap": 0.9, "premium_rate_cap": 0.8, "premium_subsidy": 0.7, "guarantee_fee_cap": 0.5, "enhancement_routes": 0.5}  # fmt: skip
    parameters = {}
    for parameter, (make, modalities) in makers.items():
        if rng.random() < wanted.get(parameter, 0.3):
            provisions = [
                provision(rng, make(), modalities) for _ in range(rng.choice([1, 1, 1, 1, 2, 3]))
            ]
            parameters[parameter] = {
                "state": "stated",
                "partial": rng.random() < 0.3,
                "provisions": provisions,
            }
        elif rng.random() < 0.5:
            parameters[parameter] = {"state": rng.choice(STATES), "provisions": []}
    status = rng.choice(["in_force", "in_force", "expired", "draft_for_comment", "planned", "unknown", "repealed", "superseded"])  # fmt: skip
    return {
        "id": name,
        "product": rng.choice(["guarantee_insurance"] * 6 + ["guarantee_fund", "credit_fund"]),
        "instrument": {"effective_from": rng.choice(PARTIAL), "expires_on": rng.choice(PARTIAL), "application_deadline": maybe(rng, 0.2, rng.choice(PARTIAL))},
        "lifecycle": {"status": status, "as_of": "2026-11-20", "kept_in_force_by": maybe(rng, 0.2, [{"until": rng.choice(PARTIAL)}])},
        "parameters": parameters,
    }  # fmt: skip


def amount(rng: Random) -> object:
    kind = rng.random()
    if kind < 0.08:
        return rng.choice([0.01, "0.01", 0.05, 1, "1.10", 100_000_000, "100000000.00", 1e5, 100_000_000.01, 0, "99.999", 0.99])  # fmt: skip
    if kind < 0.3:
        return rng.randrange(1, 10_000_000_000) / 100
    if kind < 0.4:
        return f"{rng.randrange(1, 10**7)}.{rng.randrange(100):02d}"
    return rng.randrange(1, 1000) * 10_000


def request(rng: Random) -> dict:
    """A request: mostly sound, sometimes with a fault."""
    made: dict[str, object] = {
        "amount": amount(rng),
        "months": rng.choice(
            [12, 12, 24, 36, 6, 1, 120, "12", 60, 61, 12.0, rng.randrange(1, 121)]
        ),
        "repayment": rng.choice(METHODS),
        "drawdown": rng.choice(
            [*DAYS, "2015-11-03", "2021-06-15", "2024-05-06", "2016-02-29", "2020-10-01"]
        ),
        "borrower": rng.choice([*BORROWERS, *["micro_small_enterprise"] * 8]),
    }
    if rng.random() < 0.4:
        made["groups"] = rng.choice(
            [[], ["first_time_borrower"], GROUPS, ["startup", "startup"], None]
        )
    if rng.random() < 0.5:
        made |= {
            "route": "insurance",
            "annual_rate": rng.choice([0, 0.0435, "0.08", rng.randrange(10**7) / 10**8]),
        }
        made["premium_rate"] = rng.choice([0, 0.01, "0.03", 0.5, rng.randrange(10**7) / 10**8])
    elif rng.random() < 0.6:
        made["route"] = rng.choice(["insurance"] * 6 + ["guarantee", None])
    if "annual_rate" not in made and rng.random() < 0.4:
        made["annual_rate"] = rng.choice([0.0435, "0.06", 0, 0.00000001, 1, 0.12345678, None, "0.05250000", rng.randrange(0, 10**7) / 10**8])  # fmt: skip
    if "premium_rate" not in made and rng.random() < 0.4:
        made["premium_rate"] = rng.choice([0.03, "0.01", 0, 0.5, 0.00000001, None, "0.0080", rng.randrange(0, 10**7) / 10**8])  # fmt: skip
    if rng.random() < 0.4:
        made["premium_base"] = rng.choice(["principal", "principal_and_interest", None])
    if rng.random() < 0.5:
        made["premium_payment"] = rng.choice(["single", "annual", "annual", None])
    if rng.random() < 0.4:
        made["subsidy_month"] = rng.choice([0, 1, "3", 6, 12, 120, 13.0, None])
    if rng.random() < 0.08:
        field = rng.choice(
            [
                *made,
                "annual_rate",
                "premium_rate",
                "groups",
                "route",
                "subsidy_month",
                "premium_base",
                "premium_payment",
            ]
        )
        if rng.random() < 0.3:
            made.pop(field, None)
        else:
            made[field] = rng.choice([*STRANGE, "2022-02-30", "2022-2-3", "0000-01-01", "2022-08-29\n", ["其他"], 121, 0.000000001])  # fmt: skip
    if rng.random() < 0.02:
        made[rng.choice(["amont", "__proto__", "中文", "a b", "𠮷", "toString"])] = 1
    return made


MALFORMED = [
    b"", b"   ", b"{", b"[]", b"null", b"nan", b'{"scheme":NaN}', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b'{"a":01}',
    b'{"scheme":"random-0"}', b'{"scheme":"random-0","request":[]}', b'{"scheme":"../x","request":{}}',
    b'{"scheme":5,"request":{}}', b'{"request":{}}', b"[" * 33 + b"]" * 33, b"[" * 5000 + b"]" * 5000, b"[" * 5000,
    b'{"scheme":"none-such","request":{}}', b'{"scheme":"__proto__","request":{}}', b'"text"', b"12",
    b'{"scheme":"random-0","request":{"amount":1e999,"months":-1e999,"drawdown":"\\ud800"}}',
    b'{"scheme":"random-0","request":{"amount":-0,"amount":-0.0,"months":1e1}}',
    b'{"scheme":"random-0","request":{"amount":' + b"9" * 5000 + b"}}", b'{"scheme":"random-0","request":{}}\r',
    b'{"scheme":"random-0","request":{"\\ud800":1,"amount":"1\\u0000"}}', b'{"scheme":"random-0",,}', b"{'a':1}",
]  # fmt: skip


def line(rng: Random, schemes: list[str], worked: list[dict]) -> bytes:
    """One line of a batch without its LF; now and then one of the `worked` examples, which meet the rarer cases."""
    kind = rng.random()
    if kind < 0.01:
        return rng.choice(MALFORMED)
    if kind < 0.06:
        return json.dumps(rng.choice(worked)).encode()
    asked = {"scheme": rng.choice(schemes), "request": request(rng)}
    return json.dumps(asked, ensure_ascii=rng.random() < 0.5).encode()
