"""When a text begins and ends, as far as it is known, and how its dates are told."""

from __future__ import annotations

from generator.assessment.calendar import first_day, is_date, last_day, last_day_of_validity
from generator.quantities import Duration
from generator.views.atlas import Atlas
from generator.views.names import Record, readable_date


def own_date(scheme: Record) -> str | None:
    """The day, full or partial, from which a scheme counts: its effective date, else that of issue."""
    instrument = scheme["instrument"]
    return next(
        (d for d in (instrument["effective_from"], instrument["issued_on"]) if is_date(d)), None
    )


def first_date(scheme: Record) -> str | None:
    """The first date of the text that is known, full or partial; the year that names it, for want of a date."""
    issued = scheme["instrument"]["issued_on"]
    if is_date(issued):
        return issued
    return own_date(scheme) or (str(scheme["year"]) if scheme["year"] else None)


def end_of_force(atlas: Atlas, scheme: Record) -> str | None:
    """The last day of force as stated, as its length gives it, as a notice sets it, or as its successor brings it."""
    instrument, status = scheme["instrument"], scheme["lifecycle"]["status"]
    if is_date(instrument["expires_on"]):
        return last_day(instrument["expires_on"])
    start = own_date(scheme)
    if instrument["validity_length"] and start:
        ((unit, number),) = instrument["validity_length"].items()
        return last_day_of_validity(start, Duration(number, unit))
    if status == "superseded":
        heirs = [atlas.by_id[heir["scheme"]] for heir in instrument["superseded_by"]]
        days = [first_day(day) for heir in heirs if (day := own_date(heir) or first_date(heir))]
        return min(days, default=None)
    ended = [
        n["dated"]
        for n in scheme["notices"]
        if n["kind"] in ("repealed", "lapsed") and is_date(n["dated"])
    ]
    return last_day(ended[-1]) if ended and status in ("repealed", "expired") else None


def told_dates(atlas: Atlas, scheme: Record, end: str | None) -> tuple[tuple[str, str], ...]:
    """What happened and on which day, in words, in order of time; `end` is the last day of force, where there is one."""
    instrument = scheme["instrument"]
    found = [
        (name, readable_date(instrument[key]))
        for name, key in (("印发", "issued_on"), ("施行", "effective_from"))
        if is_date(instrument[key])
    ]
    if not found and scheme["year"]:
        found.append(("只知道年份", f"{scheme['year']}年"))
    if is_date(instrument["expires_on"]):
        found.append(("到期", readable_date(instrument["expires_on"])))
    elif end and scheme["lifecycle"]["status"] == "superseded":
        found.append(("被替代", _replaced(atlas, scheme)))
    elif end:
        found.append(("到期", readable_date(end)))
    return tuple(found)


def _replaced(atlas: Atlas, scheme: Record) -> str:
    heirs = [atlas.by_id[heir["scheme"]] for heir in scheme["instrument"]["superseded_by"]]
    days = [day for heir in heirs if (day := own_date(heir) or first_date(heir))]
    return readable_date(min(days, key=first_day)) if days else ""
