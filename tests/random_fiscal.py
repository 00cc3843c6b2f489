"""Random designs and random requests to the treasury's engine, from a seed: what both engines must answer alike."""

from __future__ import annotations

from random import Random

from random_quotes import BORROWERS, GROUPS, ROUTES, STRANGE, maybe, provision, random_scheme

from generator.fiscal.request import COMPENSATED, PARTIES

METRICS = ["loss_ratio", "loss_ratio", "insurer_payout_rate", "npl_ratio", "overdue_rate", "loss_rate", "fund_use", "overdue_to_fund"]  # fmt: skip
PAYERS = ["fund", "government", "government:city", "unstated", "bank"]
PAYEES = ["insurer", "insurer", "bank", "guarantor", "unstated"]


def parts(rng: Random, whole: int = 100) -> dict[str, float | None]:
    """Shares of a whole by party, now and then open or not adding up."""
    chosen = rng.sample(["bank", "insurer", "guarantor", "fund", "government", "government:city"], rng.randrange(1, 4))
    if rng.random() < 0.6:
        chosen = list(dict.fromkeys(["bank", "insurer", *chosen[:1]]))
    rng.shuffle(chosen)
    left, shares = whole, {}
    for party in chosen[:-1]:
        shares[party] = rng.randrange(0, left + 1)
        left -= shares[party]
    shares[chosen[-1]] = left
    made: dict[str, float | None] = {party: share / 100 for party, share in shares.items()}
    if rng.random() < 0.08:
        made[chosen[0]] = rng.choice([None, 0.333])
    return made


def shares(rng: Random) -> dict:
    return {
        "shares": parts(rng),
        "of": rng.choice(["principal", "principal", "principal_and_interest", "loan_amount", "unstated"]),
        "stage": "before_compensation",
    }


def layers(rng: Random) -> list:
    made = []
    for _ in range(rng.randrange(1, 4)):
        layer: dict[str, object] = {"shares": parts(rng)} if rng.random() < 0.3 else {"bearer": rng.choice(["fund", "insurer", "bank", "nobody"])}  # fmt: skip
        if rng.random() < 0.8:
            layer["up_to"] = rng.choice([0, 100, 300_000, 5_000_000, 1234.56])
        made.append(layer)
    return made


def compensation(rng: Random) -> dict:
    made: dict[str, object] = {
        "payer": rng.choice(PAYERS),
        "payee": rng.choice(PAYEES),
        "rate": rng.choice([0, 0.3, 0.45, 0.5, 1, 0.333333, None]),
        "of": rng.choice([*COMPENSATED, "unstated"]),
    }
    if rng.random() < 0.4:
        made["above"] = {
            "metric": rng.choice(["loss_ratio", "loss_ratio", "insurer_payout_rate", "loss_rate", "npl_ratio"]),
            "threshold": rng.choice([1.5, 1.2, 0.05, 0.02, None]),
        }
    if rng.random() < 0.3:
        made["cap"] = rng.choice([1_000_000, 50_000, 0, 0.335, None])
    return made


def trigger(rng: Random) -> dict:
    def condition() -> dict:
        return {
            "metric": rng.choice(METRICS),
            "op": rng.choice([">=", ">", ">=", ">", "<=", "unstated"]),
            "threshold": rng.choice([1.5, 0.05, 0.05, 0.02, 0.1, 0, 0.03333, None]),
        }

    made = condition() | {"definition": rng.choice([None, "赔付额÷保费"])}
    if rng.random() < 0.8:
        action, force = rng.choice(["stop", "suspend", "warn", "no_compensation"]), rng.choice(["must", "may", "unstated"])
        made["effect"] = {"action": action, "force": force}
    if rng.random() < 0.3:
        made["any_of"] = [condition() for _ in range(rng.randrange(1, 3))]
    return made


def design(rng: Random, name: str) -> dict:
    """A scheme record with anything that the treasury's engine reads, often contradictory."""
    record = random_scheme(rng, name)
    makers: dict[str, tuple] = {
        "loss_shares": (0.9, lambda: shares(rng), [None, None, "in_principle", "usual", "observed"]),
        "loss_layers": (0.3, lambda: layers(rng), [None]),
        "payout_cap": (0.4, lambda: rng.choice([2_000_000, 0, {"rate": 1.2, "of": "premium"}, {"rate": 0.02, "of": "portfolio"}, {"rate": 0.5, "of": "loan"}, {"rate": None, "of": "premium"}]), ["cap", "cap", "floor"]),
        "government_compensation": (0.6, lambda: compensation(rng), [None]),
        "excess_loss_compensation": (0.4, lambda: compensation(rng), [None]),
        "compensation_cap_annual": (0.5, lambda: rng.choice([1_000_000, 20_000_000, 1, 33.335]), ["cap"]),
        "reward_cap_annual": (0.3, lambda: rng.choice([1_000_000, 10_000, 0.01]), ["cap"]),
        "programme_volume_cap": (0.3, lambda: rng.choice([100_000_000, 1_000_000_000]), ["cap"]),
        "suspension_trigger": (0.8, lambda: trigger(rng), [None]),
    }  # fmt: skip
    for parameter, (chance, make, modalities) in makers.items():
        if rng.random() >= chance:
            continue
        provisions = [provision(rng, make(), modalities) for _ in range(rng.choice([1, 1, 1, 1, 2, 3]))]
        for one in provisions:
            if rng.random() < 0.75:
                one["when"] = {}
            if rng.random() < 0.3:
                one["note"] = rng.choice(["按年计算", None])
            if one.get("state") == "delegated" and rng.random() < 0.2:
                one["state"] = "undecided"
        record["parameters"][parameter] = {"state": provisions[0].get("state", "stated"), "provisions": provisions}
    if rng.random() < 0.7:
        record["parameters"]["enhancement_routes"] = {"state": "stated", "provisions": [{"value": ["insurance"], "state": "stated", "when": {}}]}  # fmt: skip
    return record


def supplied(rng: Random) -> dict:
    made: dict[str, object] = {}
    if rng.random() < 0.7:
        made["rate"] = rng.choice([0, 0.5, 0.45, "1", 0.3333])
    if rng.random() < 0.5:
        made["of"] = rng.choice(COMPENSATED)
    if rng.random() < 0.6:
        made["payee"] = rng.choice(["insurer", "bank", "guarantor"])
    if rng.random() < 0.2:
        made["payer"] = rng.choice(PARTIES)
    if rng.random() < 0.2:
        made["cap"] = rng.choice([100, "2000000.5", 0])
    if rng.random() < 0.3:
        made["threshold"] = rng.choice([1.5, 0.5, 0.02])
    return made


def request(rng: Random) -> dict:
    """A request, mostly sound; every tenth with a strange value somewhere."""
    small = rng.random() < 0.7
    average = rng.choice([100_000, 150_000, 300_000, 500_000, 123_456.78])
    made: dict[str, object] = {
        "lending": rng.choice([1, 20, 100, 333, 1000]) * average if small else rng.choice([10**8, 10**9, 3 * 10**9, "1234567890.12"]),
        "average_loan": average,
        "months": rng.choice([12, 12, 12, 6, 7, 24, 36, 120]),
        "default_rate": rng.choice([0, 0.01, 0.02, 0.05, 0.0625, 0.1, 0.37, 1, "0.05555556"]),
        "loss_given_default": rng.choice([0, 0.6, 0.6, 0.8, 1, 1, 0.3333]),
    }  # fmt: skip
    made["lending"] = round(made["lending"], 2) if isinstance(made["lending"], float) else made["lending"]
    optional: dict[str, tuple] = {
        "borrower": (0.5, lambda: rng.choice(BORROWERS)),
        "groups": (0.4, lambda: rng.sample(GROUPS, rng.randrange(3))),
        "route": (0.4, lambda: rng.choice(ROUTES)),
        "drawdown": (0.3, lambda: rng.choice(["2018-07-02", "2022-08-29", "2003-01-01", "2030-01-01"])),
        "annual_rate": (0.6, lambda: rng.choice([0, 0.06, 0.0435, "0.06955"])),
        "premium_rate": (0.3, lambda: rng.choice([0.02, 0.03, 0])),
        "premium_base": (0.5, lambda: rng.choice(["principal", "principal_and_interest", "principal_and_interest", None])),
        "subsidy_rate": (0.15, lambda: rng.choice([0, 0.01, "0.005"])),
        "loss_base": (0.6, lambda: rng.choice(["principal", "principal_and_interest"])),
        "shares": (0.4, lambda: rng.choice([{"bank": 0.2, "insurer": 0.8}, {"insurer": 0.7, "bank": 0.3}, {"bank": 0.1, "guarantor": 0.5, "fund": 0.4}, {"insurer": 1}, {"bank": 0.2, "insurer": 0.5, "government:city": 0.3}, {"bank": 0.5}])),
        "compensation": (0.4, lambda: rng.choice([supplied(rng), [supplied(rng), supplied(rng)]])),
        "excess": (0.3, lambda: rng.choice([supplied(rng), [supplied(rng)]])),
        "layer_limits": (0.3, lambda: [rng.choice([0, 1000, "300000.01", 10**7]) for _ in range(rng.randrange(1, 4))]),
        "payout_cap": (0.2, lambda: rng.choice([0, 100_000, 5_000_000])),
        "trigger": (0.4, lambda: rng.choice([{"op": ">="}, {"op": ">", "threshold": 0.05}, {"threshold": 1.5}, {}])),
        "budget": (0.4, lambda: {name: rng.choice([0, 1000, 5_000_000, "60000000"]) for name in rng.sample(["subsidies", "rewards", "compensation"], rng.randrange(4))}),
        "early": (0.2, lambda: {"share": rng.choice([0, 0.1, 1]), "after": rng.randrange(0, 7)}),
        "loss_rates": (0.3, lambda: [rng.choice([0, 0.01, 0.05, 0.33333333, 1]) for _ in range(rng.randrange(1, 5))]),
        "years": (0.4, lambda: [{} if rng.random() < 0.2 else {"default_rate": rng.choice([0, 0.02, 0.1, 0.4]), "lending": rng.choice([0, 10**6, 10**8])} for _ in range(rng.randrange(1, 5))]),
        "lag": (0.3, lambda: rng.choice([0, 1])),
    }  # fmt: skip
    complete = rng.random() < 0.6
    if complete:
        made |= {"annual_rate": 0.05, "premium_rate": 0.02, "loss_base": "principal", "route": rng.choice(["insurance"] * 4 + ["guarantee"])}
        made |= {"shares": {"bank": 0.25, "insurer": 0.75}, "trigger": {"op": ">=", "threshold": 0.05}, "layer_limits": [10**5, 10**6, 10**6]}
        made["compensation"] = made["excess"] = [{"rate": 0.4, "of": "payout", "payee": "insurer"}] * 2
        if rng.random() < 0.5:
            del made["compensation"], made["excess"]
        if rng.random() < 0.5:
            del made["shares"]
    for name, (chance, make) in optional.items():
        if rng.random() < (chance / 4 if complete else chance):
            made[name] = make()
    if rng.random() < 0.1:
        spoil(rng, made)
    return made


def spoil(rng: Random, made: dict) -> None:
    """Put something strange in one place, at the top or one level down."""
    name = rng.choice([*made, "unknown_field", "constructor"])
    inner = made.get(name)
    if isinstance(inner, dict) and inner and rng.random() < 0.7:
        made[name] = inner | {rng.choice([*inner, "else"]): rng.choice(STRANGE)}
    elif isinstance(inner, list) and inner and rng.random() < 0.7:
        made[name] = [*inner[1:], rng.choice(STRANGE)]
    else:
        made[name] = maybe(rng, 0.8, rng.choice(STRANGE))
