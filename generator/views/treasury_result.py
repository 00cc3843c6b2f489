"""What a design costs the treasury, as the treasury's page says it: figures with their working and their clauses, tables.

Plain lists and strings; the mirror is `treasury_result.js`, which gives the same for the same request, so
the worked example that the build sets into the page is what the page's scripts would show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.costs.decimals import plain, scaled, yuan
from generator.costs.request import ON_INTEREST
from generator.fiscal import simulate, write
from generator.quantities import divide_half_up
from generator.views.cost_writing import exactly, grouped, per_cent, shortly
from generator.views.treasury_base import base_needs, base_told, both_ways, lacks_rate, open_base
from generator.views.treasury_words import BUDGETS, CAPS, METRICS, OUTLAY, PARTIES, VARIED, WORDS
from generator.views.treasury_writing import (
    NONE,
    fen_of,
    money,
    money_or_needed,
    part_text,
    rate_text,
    said,
    sum_text,
    times_text,
)

Record = Mapping[str, Any]
Row = list[str]

BEFORE = ("premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "returned")
AFTER = ("loss_share", "compensation", "excess_compensation")
SPREAD = (
    "premium_rate_fixed", "premium_rate_cap", "guarantee_fee_cap", "borrower_premium_share", "premium_subsidy",
    "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "reward_cap_annual",
)  # fmt: skip
BORNE = (
    "loss_shares", "loss_layers", "payout_cap", "government_compensation", "excess_loss_compensation",
    "compensation_cap_annual",
)  # fmt: skip


def outcome(request: Record, record: Record, parameters: Record, references: Record) -> dict[str, Any]:
    """Everything the page shows of one design; `record` is one of assets/data/fiscal.js, `request` one of the engine.

    Figures and tables are empty where the request cannot be computed; a figure that needs something that
    was not entered says so, and `needs` lists what that is.
    """
    answer = plain_answer(request, record, parameters, references)
    checks, unstated = answer["checks"], open_base(answer)
    other = None
    if unstated is not None:
        other = plain_answer({**request, "premium_base": ON_INTEREST}, record, parameters, references)
    base = base_told(request, answer, other) if answer["outlay"] else ""
    told = {level: [check for check in checks if check["level"] == level] for level in ("error", "warning", "info")}
    shown: dict[str, Any] = {
        "level": "no" if told["error"] else "mind" if answer["missing"] or told["warning"] else "yes",
        "verdict": _verdict(answer, len(told["warning"]), base if other else ""),
        "base": base,
        "needs": [
            *base_needs(unstated, other, _pieces(unstated, record) if unstated else []),
            *([need["input"], need["message"]["zh"], need["notes"], _pieces(need, record)] for need in answer["missing"]),
        ],
        "notes": [_note(check, record) for check in (*told["error"], *told["warning"])],
        "basis": _basis(told["info"], record),
        "figures": [],
        "tables": {},
        "pool": "",
    }
    if answer["outlay"] is None:
        return shown
    shown["figures"] = _figures(request, answer, record)
    rows = [] if other is None or lacks_rate(other) else both_ways(answer, shown["figures"], other, _figures(request, other, record))
    shown["tables"] = _tables(answer, request["lending"], rows)
    shown["pool"] = _pool(answer["pool"])
    return shown


def plain_answer(request: Record, record: Record, parameters: Record, references: Record) -> dict[str, Any]:
    """The engine's answer as it is printed: every number as its digits."""
    return json.loads(write(simulate(request, record, parameters, references)), parse_float=str, parse_int=str)


def _verdict(answer: Record, warnings: int, base: str) -> str:
    if answer["outlay"] is None:
        return said("no")
    missing, total, leverage = answer["missing"], answer["outlay"]["total"], answer["leverage"]["with_compensation"]
    text = said("spent_nothing")
    if missing:
        names = "、".join(dict.fromkeys(need["message"]["zh"].split("请填写")[1] for need in missing))
        text = said("open", count=str(len(missing)), what=names)
    elif leverage is not None:
        text = said("spent", total=money(total), rate=per_cent(answer["outlay"]["rate"]), leverage=times_text(leverage))
    if base:
        text = said("base_verdict", text=text, base=base)
    return said("warned", text=text, count=str(warnings)) if warnings and not missing else text


def _pieces(said_of: Record, record: Record) -> list[Row]:
    """The source's words behind a sentence: phrase, locator, title, address below the site's top."""
    return [
        [piece["phrase"] or "", piece["locator"] or "", record["sources"].get(piece["source"], ""), f"schemes/{record['id']}.html#source-{piece['source']}"]
        for piece in said_of["evidence"]
    ]


def _note(check: Record, record: Record) -> list[Any]:
    return [check["level"], check["message"]["zh"], _pieces(check, record)]


def _basis(checks: Sequence[Record], record: Record) -> list[Any]:
    """What the figures rest on; what was not read is named in one sentence."""
    unread = [check["message"]["zh"].removeprefix("没有读到").split("的规定")[0] for check in checks if check["code"] == "left_out_unread"]
    notes = [_note(check, record) for check in checks if check["code"] != "left_out_unread"]
    return [*notes, ["info", said("unread", what="、".join(unread)), []]] if unread else notes


def _proof(answer: Record, record: Record, names: Sequence[str]) -> list[Row]:
    """The words of the provisions on some parameters that were used, each piece once."""
    found: dict[tuple[str, ...], Row] = {}
    for check in answer["checks"]:
        used = check["parameter"] in names or "premium_rate_cap" in names and check["code"].startswith("premium_is_")
        for piece in _pieces(check, record) if used else ():
            found.setdefault(tuple(piece), piece)
    return list(found.values())


def _figure(key: str, label: str, value: str | None, text: str, hint: str, how: Iterable[str], proof: Sequence[Row] = ()) -> dict[str, Any]:
    return {"key": key, "label": label, "value": value or "", "text": text, "hint": hint, "how": list(how), "evidence": list(proof)}


def _figures(request: Record, answer: Record, record: Record) -> list[dict[str, Any]]:
    outlay, premium, first = answer["outlay"], answer["premium"], (answer["losses"] or [None])[0]
    lending = money(yuan(fen_of(request["lending"])))
    total, before = outlay["total"], outlay["before_losses"]
    public = None if first is None else first["public"]
    known = total is not None
    rows = [
        _figure(
            "total", said("total"), total, money_or_needed(total),
            said("hint_total", rate=per_cent(outlay["rate"]), each=money(outlay["per_loan"])) if known else "",
            [said("how_total", before=money(before), public=money(public), total=money(total)),
             said("how_rate", total=money(total), lending=lending, rate=exactly(outlay["rate"]))] if known else [],
        ),
        _figure(
            "before", said("before"), before, money_or_needed(before),
            said("hint_before", premium=money(premium["total"]), borrower=money(premium["borrower"])) if premium and premium["borrower"] else "",
            _workings(request, answer, lending), _proof(answer, record, SPREAD),
        ),
        _borne(request, answer, record, lending),
    ]  # fmt: skip
    for key, name, spent in (("static", "static", before), ("with", "with_compensation", total), ("budget", "budget", None)):
        value = answer["leverage"][name]
        if key == "budget":
            if value is None:
                continue
            spent = yuan(sum(map(fen_of, request["budget"].values())))
        hint = said(f"hint_{key}")
        proof: Sequence[Row] = ()
        if record["claimed"] and key != "with":
            hint, proof = said("hint_claimed", value=record["claimed"][0]), record["claimed"][1]
        text = said("needed") if spent is None else said("no_ratio") if value is None else said("times", value=times_text(value))
        how = [] if spent is None else [said("how_no_ratio") if value is None else said("how_ratio", lending=lending, amount=money(spent), value=times_text(value))]
        rows.append(_figure(key, said(key), value, text, hint, how, proof))
    return [*rows, *_trips(answer, record, lending), *_caps(answer, record)]


def _workings(request: Record, answer: Record, lending: str) -> list[str]:
    """Each subsidy and reward as a product where it is one: a rate a year, or of the lending once.

    A subsidy of the premium may be a rate of the lending with its interest, which is tried first: what is one of the
    lending alone hardly ever is a short rate of both.
    """
    lines = []
    outlay, interest = answer["outlay"], (answer["premium"] or {}).get("interest")
    lent, months = fen_of(request["lending"]), int(str(request["months"]))
    for kind in BEFORE:
        amount = outlay[kind]
        if amount in (None, "0.00"):
            continue
        words = {"kind": OUTLAY[kind], "amount": money(amount), "months": str(months)}
        bases = [(lent, lending)]
        if interest and kind in BEFORE[:2]:
            bases.insert(0, (lent + fen_of(interest), said("with_interest", lending=lending, interest=money(interest))))
        tried = [("kind_flat", 12), ("kind_year", months)] if kind.endswith("reward") else [("kind_year", months)]
        for key, over in tried if kind != "returned" else ():
            rates = [(divide_half_up(fen_of(amount) * 12 * 10**6, base * over), base, told) for base, told in bases]
            fitting = [one for one in rates if divide_half_up(one[1] * over * one[0], 12 * 10**6) == fen_of(amount)]
            if fitting:
                units, _, told = fitting[0]
                lines.append(said(key, rate=f"{plain(units, 4)}%", lending=told, **words))
                break
        else:
            lines.append(said("kind_parts", **words))
    return lines or [said("kind_none")]


def _borne(request: Record, answer: Record, record: Record, lending: str) -> dict[str, Any]:
    losses, interest = answer["losses"], (answer["premium"] or {}).get("interest")
    label = said("borne")
    if not losses:
        return _figure("borne", label, None, said("needed"), "", [])
    first = losses[0]
    whole = divide_half_up(fen_of(request["lending"]) * scaled(request["default_rate"], 8) * scaled(request["loss_given_default"], 8), 10**16)
    entered = [exactly(plain(scaled(request[name], 8), 8)) for name in ("default_rate", "loss_given_default")]
    facts = {
        "lending": lending, "default_rate": entered[0], "severity": entered[1],
        "loss": money(first["loss"]), "interest": money(interest or "0.00"),
    }  # fmt: skip
    key = "how_loss" if whole == fen_of(first["loss"]) else "how_loss_interest"
    parties = "、".join(said("party", party=PARTIES[party], amount=money(amount)) for party, amount in first["parties"].items())
    hint = said("hint_unlost") if first["loss"] == "0.00" else said("hint_borne", loss=money(first["loss"]), part=part_text(first["public"], first["loss"]))
    how = [said(key, **facts), said("how_claims", claims=money(first["claims"])), said("how_borne", parties=parties)]
    return _figure("borne", label, first["public"], money(first["public"]), hint, how, _proof(answer, record, BORNE))


def _condition(row: Record) -> str:
    return said("condition", metric=METRICS[row["metric"]], op=said(row["op"]), threshold=exactly(row["threshold"]))


def _chance(row: Record) -> str:
    """The chance of a suspension; one below what eight decimals show is not called none."""
    return "几乎为零" if row["chance"] == "0" and row["defaults"] is not None else rate_text(row["chance"])


def _trips(answer: Record, record: Record, lending: str) -> list[dict[str, Any]]:
    rows = []
    for row in answer["triggers"] or ():
        condition, never = _condition(row), row["default_rate"] is None
        hint = (said("trip_now") if row["reached"] else "") + ("" if never else said(f"trip_{row['op']}"))
        how = []
        if row["value"] is not None:
            premium = (answer["premium"] or {}).get("total")
            facts = {"claims": money(answer["losses"][0]["claims"]), "premium": money(premium or "0.00"), "lending": lending}
            how.append(said(f"metric_{row['metric']}", value=exactly(row["value"]), **facts))
        if not never:
            how.append(said(f"how_trip_{row['op']}", default_rate=exactly(row["default_rate"]), loss_rate=exactly(row["loss_rate"]), condition=condition))
        if row["chance"] is not None and row["defaults"] is not None and row["least_loans"] is not None:
            facts = {"loans": answer["loans"], "defaults": row["defaults"], "least": row["least_loans"]}
            how.append(said("how_chance", chance=_chance(row), **facts))
        text = said("trip_never") if never else shortly(row["default_rate"])
        rows.append(_figure("trip", said("trip", condition=condition), row["default_rate"], text, hint, how, _proof(answer, record, ["suspension_trigger"])))
    return rows


def _caps(answer: Record, record: Record) -> list[dict[str, Any]]:
    rows = []
    for row in answer["caps"]:
        rate, lending = row["default_rate"], row["lending"]
        text, hint = said("cap_never"), ""
        if row["binds"]:
            text = said("cap_binds")
        elif rate is not None:
            text, hint = shortly(rate), said("hint_cap")
        elif lending is not None:
            text, hint = money(lending), said("hint_cap_lending")
        how = [said("how_cap", amount=money(row["amount"]), used=money(row["used"]))]
        if row["loss"] is not None:
            how.append(said("how_cap_loss", loss=money(row["loss"]), loss_rate=exactly(row["loss_rate"])))
        if lending is not None:
            how.append(said("how_cap_lending", lending=money(lending)))
        rows.append(_figure("cap", CAPS[row["cap"]], rate or lending, text, hint, how, _proof(answer, record, [row["cap"]])))
    return rows


def _tables(answer: Record, lending: object, base: list[Row]) -> dict[str, Any]:
    """Every table that has rows: its head and its rows, the first text of a row its title."""
    outlay, losses = answer["outlay"], answer["losses"] or []
    parties = [PARTIES[name] for name in losses[0]["parties"]] if losses else []
    made = {
        "base": base,
        "outlay": [
            [name, sum_text(outlay[kind]), part_text(outlay[kind], lending)]
            for kind, name in OUTLAY.items()
            if outlay[kind] != "0.00" or kind in ("before_losses", "total")
        ],
        "losses": [
            [said("expected", rate=rate_text(row["loss_rate"])) if row["case"] == "expected" else rate_text(row["loss_rate"]),
             *map(grouped, (row["loss"], row["claims"], *row["parties"].values(), row["public"]))]
            for row in losses
        ],
        "triggers": [
            [_condition(row), rate_text(row["value"]), rate_text(row["default_rate"]), rate_text(row["loss_rate"]), row["defaults"] or NONE, _chance(row), row["least_loans"] or NONE]
            for row in answer["triggers"] or ()
        ],
        "caps": [
            [CAPS[row["cap"]], grouped(row["amount"]), grouped(row["used"]), rate_text(row["default_rate"]), sum_text(row["lending"])]
            for row in answer["caps"]
        ],
        "budgets": [
            [BUDGETS[name], *(sum_text(row[part]) for part in ("amount", "used", "left", "lending")), rate_text(row["default_rate"])]
            for name, row in (answer["budget"] or {}).items()
        ],
        "years": [_year(row) for row in answer["years"] or ()],
        "sensitivity": [
            [VARIED[row["input"]], *_end(row, "low"), *_end(row, "high"), _apart(row)] for row in answer["sensitivity"] if row["low"]["outlay"] is not None
        ],
    }  # fmt: skip
    heads = {name: WORDS[f"{name}_head"].split("|") for name in made}
    heads["losses"] += [*parties, said("losses_tail")]
    return {name: {"caption": WORDS[name], "head": heads[name], "rows": rows} for name, rows in made.items() if rows}


def _year(row: Record) -> Row:
    public = None
    if row["loss_share"] is not None:
        public = yuan(sum(fen_of(row[part]) for part in AFTER))
    before = None
    if row["subsidies"] is not None and row["rewards"] is not None:
        before = yuan(fen_of(row["subsidies"]) + fen_of(row["rewards"]))
    metrics = "、".join(f"{METRICS[one['metric']]}{rate_text(one['value'])}" for one in row["metrics"]) or NONE
    following = NONE if row["suspended_next"] is None else said("stops" if row["suspended_next"] else "goes_on")
    name = said("halted" if row["suspended"] else "year", year=row["year"])
    amounts = (row["lending"], before, row["loss"], row["claims"], public, row["outlay"])
    return [name, *map(sum_text, amounts), metrics, following]


def _end(row: Record, end: str) -> Row:
    value, name = row[end]["value"], row["input"]
    shown = value if name == "months" else grouped(value) if name in ("lending", "average_loan") else exactly(value)
    return [shown, grouped(row[end]["outlay"])]


def _apart(row: Record) -> str:
    return grouped(yuan(abs(fen_of(row["high"]["outlay"]) - fen_of(row["low"]["outlay"]))))


def _pool(pool: Record) -> str:
    if pool["loss_of_one"] is None or pool["loss_ratio_of_one"] is None:
        return ""
    return said(
        "pool", loans=pool["loans"], loan=money(pool["loan"]), loss=money(pool["loss_of_one"]), ratio=rate_text(pool["loss_ratio_of_one"]).removesuffix("%"),
        payout=rate_text(pool["payout_rate_of_one"]).removesuffix("%"),
    )  # fmt: skip
