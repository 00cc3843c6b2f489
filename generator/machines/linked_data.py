"""schema.org in JSON-LD: what a page is about, for search engines. Nothing is said that the records do not say.

Terms: https://schema.org/Legislation (after the European Legislation Identifier), /Dataset, /LoanOrCredit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from generator.machines.addresses import Addresses
from generator.publication import json_text
from generator.publication.lists import LICENCE
from generator.views.atlas import MAIN_PRODUCT, Atlas
from generator.views.names import UNKNOWN, Record, readable_date, scheme_path, web_address, zh

CONTEXT = "https://schema.org"
NAME = "小额贷款保证保险政策图谱"
ENGLISH_NAME = "Loan Guarantee Atlas"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
FORCE = {
    "in_force": "InForce",
    "expired": "NotInForce",
    "superseded": "NotInForce",
    "repealed": "NotInForce",
    "draft_for_comment": "NotInForce",
    "planned": "NotInForce",
    "not_yet_effective": "NotInForce",
}
"""Lifecycle -> schema.org's LegalForceStatus; of an unknown one nothing is said."""
NO_DOCUMENT = "programme"
"""The kind of a scheme of which no document is known: there is nothing to be called legislation."""
FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "txt": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def script_text(value: Record) -> str:
    """The value as it may stand inside a script element: no `<` is left in it."""
    return json_text({"@context": CONTEXT, **value}).strip().replace("<", "\\u003c")


def scheme_data(atlas: Atlas, scheme: Record, at: Addresses) -> Record:
    """The page of a scheme: the document it rests on, and the loan it offers where one is offered now."""
    page = at.of(scheme_path(scheme["id"]))
    about = [one for one in (_legislation(atlas, scheme, at), *_loans(scheme)) if one]
    found: dict[str, Any] = {
        "@type": "WebPage",
        "@id": page,
        "url": page,
        "name": zh(scheme["name"]),
        "inLanguage": "zh-CN",
        "dateModified": atlas.as_of,
        "license": LICENCE_ADDRESS,
        "isPartOf": {"@type": "Dataset", "@id": _dataset_id(at), "name": NAME},
    }
    if about:
        found["about"] = about
    return found


def _legislation(atlas: Atlas, scheme: Record, at: Addresses) -> Record | None:
    instrument = scheme["instrument"]
    if instrument["kind"] == NO_DOCUMENT or instrument["title"] in UNKNOWN:
        return None
    force = FORCE.get(scheme["lifecycle"]["status"])
    issuers = instrument["issuers"] if isinstance(instrument["issuers"], list) else []
    found: dict[str, Any] = {
        "@type": "Legislation",
        "@id": f"{at.of(scheme_path(scheme['id']))}#facts",
        "name": instrument["title"],
        "legislationIdentifier": _known(instrument["number"]),
        "legislationType": atlas.label("instrument_kind", instrument["kind"]),
        "legislationDate": _known(instrument["issued_on"]),
        "legislationDateOfApplicability": _known(instrument["effective_from"]),
        "temporalCoverage": _period(instrument),
        "legislationDateVersion": scheme["lifecycle"]["as_of"],
        "legislationLegalForce": f"{CONTEXT}/{force}" if force else None,
        "creativeWorkStatus": zh(scheme["lifecycle"]["label"]),
        "legislationPassedBy": [{"@type": "GovernmentOrganization", "name": i} for i in issuers],
        "legislationJurisdiction": _area(scheme["region"]),
        "spatialCoverage": [_area(atlas.regions[code]) for code in scheme["covers"]],
        "legislationChanges": _related(atlas, scheme, at, ("supersedes", "amends")),
        "isBasedOn": _related(atlas, scheme, at, ("implements",)),
        "url": next(
            (url for s in scheme["sources"] if s["governing"] and (url := web_address(s["url"]))),
            None,
        ),
    }
    return {name: value for name, value in found.items() if value}


def _known(value: str | None) -> str | None:
    return None if value in UNKNOWN else value


def _period(instrument: Record) -> str | None:
    """An ISO 8601 interval, open where no end is known; nothing where the start is not known."""
    start, end = _known(instrument["effective_from"]), _known(instrument["expires_on"])
    return f"{start}/{end or '..'}" if start else None


def _area(region: Record) -> Record:
    return {"@type": "AdministrativeArea", "name": region["zh"], "identifier": region["code"]}


def _related(atlas: Atlas, scheme: Record, at: Addresses, kinds: tuple[str, ...]) -> list[Record]:
    found = []
    for relation in scheme["relations"]:
        if relation["kind"] in kinds:
            other = atlas.by_id.get(relation["scheme"] or "")
            place = {"@id": f"{at.of(scheme_path(other['id']))}#facts"} if other else {}
            title = other["instrument"]["title"] if other else relation["title"]
            found.append({"@type": "Legislation", **place, "name": title})
    return found


def _loans(scheme: Record) -> Iterator[Record]:
    """The loans that a scheme in force offers: one for each group of borrowers that has a cap of its own."""
    if scheme["lifecycle"]["status"] != "in_force" or scheme["product"] != MAIN_PRODUCT:
        return
    terms = [p["value"].get("months") for p in _caps(scheme, "loan_term_max") if not p["when"]]
    for cap in _caps(scheme, "loan_amount_cap"):
        found: dict[str, Any] = {
            "@type": "LoanOrCredit",
            "name": zh(scheme["name"]),
            "amount": {"@type": "MonetaryAmount", "currency": "CNY", "maxValue": cap["value"]},
            "currency": "CNY",
            "areaServed": _area(scheme["region"]),
            "requiredCollateral": {"@type": "Thing", "name": "贷款保证保险"},
        }
        if cap["when"]:
            found["audience"] = {"@type": "Audience", "audienceType": zh(cap["when_text"])}
        if len(terms) == 1 and terms[0]:
            months = {"@type": "QuantitativeValue", "maxValue": terms[0], "unitCode": "MON"}
            found["loanTerm"] = months
        yield found


def _caps(scheme: Record, parameter: str) -> Iterator[Record]:
    """The provisions that cap a parameter at an exact value; not those that come on top of another."""
    for provision in scheme["parameters"][parameter]["provisions"]:
        exact = provision["state"] == "stated" and provision["modality"] == "cap"
        if exact and not (provision["approx"] or provision["adds"]):
            yield provision


def home_data(atlas: Atlas, exports: Collection[str], at: Addresses) -> Record:
    """The first page: the site, and the data set it shows."""
    site = {
        "@type": "WebSite",
        "@id": f"{at.of('index.html')}#site",
        "url": at.of("index.html"),
        "name": NAME,
        "alternateName": ENGLISH_NAME,
        "inLanguage": "zh-CN",
        "license": LICENCE_ADDRESS,
    }
    return {"@graph": [site, dataset(atlas, exports, at)]}


def dataset(atlas: Atlas, exports: Collection[str], at: Addresses) -> Record:
    """The data as one data set with its files."""
    years = [scheme["year"] for scheme in atlas.schemes if scheme["year"]]
    found: dict[str, Any] = {
        "@type": "Dataset",
        "@id": _dataset_id(at),
        "url": at.of("data.html"),
        "name": NAME,
        "alternateName": ENGLISH_NAME,
        "description": (
            f"各地小额贷款保证保险政策文件的结构化数据：{len(atlas.schemes)}个方案，{len(atlas.parameters)}项参数，"
            f"每个数值都附原文短语和出处。数据截至{readable_date(atlas.as_of)}。{LICENCE['note']['zh']}"  # type: ignore[index]
        ),
        "inLanguage": "zh-CN",
        "license": LICENCE_ADDRESS,
        "creator": {"@type": "Organization", "name": f"{ENGLISH_NAME} contributors"},
        "isAccessibleForFree": True,
        "version": atlas.as_of,
        "dateModified": atlas.as_of,
        "temporalCoverage": f"{min(years)}/{atlas.as_of[:4]}" if years else None,
        "spatialCoverage": {"@type": "Country", "name": "中国", "identifier": "CN"},
        "keywords": ["小额贷款保证保险", "政银保", "小微企业融资", "风险分担", "保费补贴"],
        "variableMeasured": [zh(parameter["label"]) for parameter in atlas.parameters],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path,
                "contentUrl": at.of(path),
                "encodingFormat": FORMATS[path.rsplit(".", 1)[-1]],
            }
            for path in sorted(exports)
            if path.count("/") == (1 if path.startswith("data/") else 2)
        ],
    }
    return {name: value for name, value in found.items() if value is not None}


def _dataset_id(at: Addresses) -> str:
    return f"{at.of('data.html')}#dataset"
