"""What programs read of the site: linked data, feed, calendar, contents, map of the site, and the site in one file."""

from __future__ import annotations

import copy
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
import shipped_data
from reading_back import calendar_events, markdown_events, xml_events
from required_tools import ROOT
from small_project import atlas as command
from small_project import few_schemes

from generator import archive, links
from generator.machines import calendar, contents, feed, linked_data
from generator.machines.addresses import TAG, Addresses
from generator.machines.sitemap import site_maps
from generator.publication import Records
from generator.twins import twin_path
from generator.views.atlas import Atlas
from generator.website import ARCHIVE, Options, Page, load_site

AS_OF = "2026-11-20"
SITE = "https://atlas.example/guarantee/"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# The terms of https://schema.org that the pages use; a word that is not among them means nothing to anybody.
TERMS = {
    "WebPage": {"name", "url", "inLanguage", "dateModified", "license", "isPartOf", "about"},
    "WebSite": {"name", "alternateName", "url", "inLanguage", "license"},
    "Legislation": {
        "name", "legislationIdentifier", "legislationType", "legislationDate", "legislationDateOfApplicability",
        "temporalCoverage", "legislationDateVersion", "legislationLegalForce", "creativeWorkStatus", "legislationPassedBy",
        "legislationJurisdiction", "spatialCoverage", "legislationChanges", "isBasedOn", "url",
    },
    "LoanOrCredit": {"name", "amount", "currency", "areaServed", "requiredCollateral", "audience", "loanTerm"},
    "Dataset": {
        "name", "alternateName", "url", "description", "inLanguage", "license", "creator", "isAccessibleForFree", "version",
        "dateModified", "temporalCoverage", "spatialCoverage", "keywords", "variableMeasured", "distribution",
    },
    "DataDownload": {"name", "contentUrl", "encodingFormat"},
    "Audience": {"audienceType"},
    "MonetaryAmount": {"currency", "maxValue"},
    "QuantitativeValue": {"maxValue", "unitCode"},
    "AdministrativeArea": {"name", "identifier"},
    "Country": {"name", "identifier"},
    "GovernmentOrganization": {"name"},
    "Organization": {"name"},
    "Thing": {"name"},
}  # fmt: skip


@pytest.fixture(scope="module")
def records() -> Records:
    return shipped_data.publication()


@pytest.fixture(scope="module")
def atlas(records) -> Atlas:
    return Atlas(records)


@pytest.fixture(scope="module")
def site():
    return load_site(ROOT, AS_OF, Options(SITE, twins=True, archive=True))


@pytest.fixture(scope="module")
def bare():
    return load_site(ROOT, AS_OF)


def linked(site) -> dict[str, dict]:
    return {
        path: json.loads(page.linked_data)
        for path, page in site.pages.items()
        if isinstance(page, Page) and page.linked_data
    }


def things(value):
    """Every typed thing within a value."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from things(inner)


# --- linked data ---


def test_the_home_the_data_page_and_every_scheme_say_what_they_are_about(site, records):
    found = linked(site)
    assert set(found) == {"index.html", "data.html", *(f"schemes/{s['id']}.html" for s in records.schemes)}
    kinds = {kind: [t for value in found.values() for t in things(value) if t["@type"] == kind] for kind in TERMS}
    assert [kind for kind, members in kinds.items() if not members] in ([], ["QuantitativeValue"])
    for value in found.values():
        assert value["@context"] == "https://schema.org"
        for thing in things(value):
            assert set(thing) - {"@type", "@id", "@context"} <= TERMS[thing["@type"]]


def test_a_scheme_without_a_document_is_not_called_legislation(site, records):
    found = linked(site)
    for scheme in records.schemes:
        about = found[f"schemes/{scheme['id']}.html"].get("about", [])
        laws = [one for one in about if one["@type"] == "Legislation"]
        assert len(laws) == (scheme["instrument"]["kind"] != "programme")
        for law in laws:
            assert law["name"] == scheme["instrument"]["title"]
            in_force = law.get("legislationLegalForce") == "https://schema.org/InForce"
            assert in_force == (scheme["lifecycle"]["status"] == "in_force")
            assert ("legislationLegalForce" in law) == (scheme["lifecycle"]["status"] != "unknown")
            assert "unread" not in law.values() and "unstated" not in law.values()


def test_a_loan_is_offered_only_by_a_scheme_in_force_at_a_cap_that_it_states(site, records):
    found = linked(site)
    offered = 0
    for scheme in records.schemes:
        loans = [t for t in found[f"schemes/{scheme['id']}.html"].get("about", []) if t["@type"] == "LoanOrCredit"]
        caps = [
            (p["value"], p["when_text"]["zh"])
            for p in scheme["parameters"]["loan_amount_cap"]["provisions"]
            if p["state"] == "stated" and p["modality"] == "cap" and not p["approx"] and not p["adds"]
        ]
        live = scheme["lifecycle"]["status"] == "in_force" and scheme["product"] == "guarantee_insurance"
        told = [(loan["amount"]["maxValue"], loan.get("audience", {}).get("audienceType", "")) for loan in loans]
        assert told == (caps if live else [])
        offered += len(loans)
    assert offered


def test_a_term_that_holds_for_everybody_is_said_in_months(records):
    scheme = copy.deepcopy(records.scheme("zhejiang-2011"))
    (term,) = scheme["parameters"]["loan_term_max"]["provisions"]
    atlas, at = Atlas(records), Addresses()
    assert not [t for t in things(linked_data.scheme_data(atlas, scheme, at)) if t["@type"] == "QuantitativeValue"]
    term |= {"modality": "cap", "value": {"months": 12}}
    found = [t for t in things(linked_data.scheme_data(atlas, scheme, at)) if t["@type"] == "QuantitativeValue"]
    assert found == [{"@type": "QuantitativeValue", "maxValue": 12, "unitCode": "MON"}] * 3


def test_linked_data_cannot_leave_its_script(records):
    schemes = copy.deepcopy(records.schemes)
    words = "</script><script>alert(1)</script><!--<script>\u2028\"'&amp;"
    schemes[0]["name"]["zh"] = words
    text = linked_data.script_text(linked_data.scheme_data(Atlas(records), schemes[0], Addresses()))
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text)["name"] == words


def test_without_an_address_of_the_site_linked_data_leads_from_the_page(atlas, records):
    value = linked_data.scheme_data(atlas, records.scheme("foshan-2022"), Addresses(root="../"))
    page = "https://host.example/any/schemes/foshan-2022.html"
    assert urljoin(page, value["url"]) == page
    assert urljoin(page, value["isPartOf"]["@id"]) == "https://host.example/any/data.html#dataset"


def test_every_file_of_the_data_set_is_there(site):
    (data,) = (t for t in things(linked(site)["data.html"]) if t["@type"] == "Dataset")
    assert len(data["distribution"]) >= 15
    for one in data["distribution"]:
        assert one["contentUrl"].removeprefix(SITE) in site.pages


# --- feed ---

ATOM = f"{{{feed.NAMESPACE}}}"


def entries(content: bytes):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None, name
    return root, root.findall(f"{ATOM}entry")


def test_the_feed_holds_each_change_once_with_the_day_of_the_data(records, site):
    root, found = entries(site.pages[feed.PATH])
    ids = [one.findtext(f"{ATOM}id") for one in found]
    assert len(set(ids)) == len(ids) == 1 + sum(len(s["history"]) for s in records.schemes) <= feed.ENTRIES
    assert all(re.fullmatch(re.escape(TAG) + r"[a-z0-9/-]+", identifier) for identifier in ids)
    days = [one.findtext(f"{ATOM}updated") for one in found]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in days)
    assert days == sorted(days, reverse=True) and root.findtext(f"{ATOM}updated") == max(days)
    for one in found:
        (link,) = one.findall(f"{ATOM}link")
        assert link.get("href").removeprefix(SITE) in site.pages
        assert one.findtext(f"{ATOM}title") and one.findtext(f"{ATOM}content")


def test_an_identifier_of_the_feed_does_not_change_with_the_address_of_the_site_or_later_entries(records, site):
    schemes = copy.deepcopy(records.schemes)
    schemes[0]["history"] = [*schemes[0]["history"], {"on": "2027-01-05", "what": "改正一处"}]
    later = Atlas(replace(records, schemes=schemes))
    _, before = entries(site.pages[feed.PATH])
    _, after = entries(feed.feed(later, Addresses()))
    old = {one.findtext(f"{ATOM}id") for one in before}
    new = [one.findtext(f"{ATOM}id") for one in after]
    assert new[0] == f"{TAG}history/{schemes[0]['id']}/2027-01-05/2"
    assert set(new) - {new[0]} == old


# --- calendar ---


def events(content: bytes) -> list[dict[str, str]]:
    found, current = [], None
    for _, name, value in calendar_events(content):
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            found.append(current)
            current = None
        elif current is not None:
            assert name not in current
            current[name] = value
    return found


def test_the_calendar_holds_every_end_of_which_the_day_is_known(records, atlas, site):
    found = events(site.pages[calendar.PATH])
    days = {
        (s["id"], kind, s["instrument"][field])
        for s in records.schemes
        for kind, field in (("expiry", "expires_on"), ("deadline", "application_deadline"))
        if s["lifecycle"]["status"] not in calendar.NOT_HELD and re.fullmatch(r"\d{4}-\d\d-\d\d", s["instrument"][field] or "")
    }
    assert len(days) >= 6
    assert {(f"{kind}-{scheme}@", day.replace("-", "")) for scheme, kind, day in days} <= {
        (one["UID"].split("@")[0] + "@", one["DTSTART;VALUE=DATE"]) for one in found
    }
    assert len({one["UID"] for one in found}) == len(found)
    for one in found:
        start, end = (date.fromisoformat(one[f"{name};VALUE=DATE"]) for name in ("DTSTART", "DTEND"))
        assert end - start == timedelta(days=1)
        assert one["DTSTAMP"] == "20261120T000000Z"
        assert one["URL"].removeprefix(SITE) in site.pages


def test_a_day_that_follows_from_a_length_of_validity_says_so(records):
    schemes = copy.deepcopy(records.schemes)
    scheme = next(s for s in schemes if s["id"] == "jiangmen-2023")
    scheme["instrument"] |= {"effective_from": "2024-02-29", "expires_on": "unstated", "validity": "3年", "validity_length": {"months": 36}}
    found = events(calendar.calendar(Atlas(replace(records, schemes=schemes)), Addresses()))
    (event,) = (one for one in found if one["UID"].startswith("expiry-jiangmen-2023@"))
    assert event["DTSTART;VALUE=DATE"] == "20270227" and "推算" in event["DESCRIPTION"]
    assert "URL" not in event


@pytest.mark.parametrize("text", ["a,b;c\\d\ne", "字" * 60, "a" * 74 + "字", "😀" * 40, "\r\nBEGIN:VEVENT", "\\n"])
def test_a_text_of_the_calendar_comes_back_as_it_was(text):
    lines = ["BEGIN:VCALENDAR", f"SUMMARY:{calendar.escaped(text)}", "END:VCALENDAR"]
    content = "".join(f"{calendar.folded(line)}\r\n" for line in lines).encode()
    assert [e[2] for e in calendar_events(content)] == ["VCALENDAR", text.replace("\r\n", "\n"), "VCALENDAR"]


@pytest.mark.parametrize("broken", [b"SUMMARY:x\n", b"SUMMARY:" + b"a" * 70 + b"\r\n", b"SUMMARY:a,b\r\n", b"no property\r\n"])
def test_a_calendar_that_is_none_is_found(broken):
    with pytest.raises(ValueError):
        calendar_events(broken)


# --- contents and map of the site ---


def test_the_contents_have_the_form_that_readers_expect_and_lead_to_files(site):
    text = site.pages[contents.PATH].decode()
    lines = text.splitlines()
    assert lines[0].startswith("# ") and lines[2].startswith("> ")
    assert sum(line.startswith("# ") for line in lines) == 1
    assert [line for line in lines if line.startswith("## ")][-1] == "## Optional"
    prose = {p.relative_to(ROOT / "content").as_posix() for p in (ROOT / "content").rglob("*.md")}
    there = set(site.pages) | prose | {twin_path(p) for p, page in site.pages.items() if isinstance(page, Page)}
    targets = [e[1].removeprefix(SITE) for e in markdown_events(text.encode()) if e[0] == "link"]
    assert len(targets) == len(set(targets)) > 200
    assert [target for target in targets if target not in there] == []
    assert re.search(r"^## ", text[text.index("## ") :], re.MULTILINE)
    for line in lines[lines.index("## 先看") :]:
        assert not line or re.match(r"(## |- \[.+\]\(\S+\)(: .+)?$)", line), line


def test_without_twins_the_contents_lead_to_pages(bare):
    targets = [e[1] for e in markdown_events(bare.pages[contents.PATH]) if e[0] == "link"]
    assert [t for t in targets if t.endswith(".md")] == [] and "index.html" in targets


def test_the_map_names_every_page_once_by_its_whole_address(site):
    prose = {p.relative_to(ROOT / "content").with_suffix(".html").as_posix() for p in (ROOT / "content").rglob("*.md")}
    pages = {path for path, page in site.pages.items() if isinstance(page, Page)} | prose
    events = xml_events(site.pages["sitemap.xml"])
    found = [b[1] for a, b in zip(events, events[1:], strict=False) if a[1].endswith("}loc")]
    assert sorted(found) == sorted(SITE + path for path in pages)
    assert {b[1] for a, b in zip(events, events[1:], strict=False) if a[1].endswith("}lastmod")} == {AS_OF}


def test_a_map_and_rules_for_crawlers_exist_only_where_they_can_mean_something(site, bare):
    assert "robots.txt" not in site.pages
    top = site_maps(["index.html"], AS_OF, Addresses("https://atlas.example"))
    assert top["robots.txt"].decode().endswith("Sitemap: https://atlas.example/sitemap.xml\n")
    assert not {"robots.txt", "sitemap.xml"} & set(bare.pages)
    assert "sitemap" not in bare.pages["data.html"].body and "sitemap.xml" in site.pages["data.html"].body


def test_the_data_page_leads_to_all_of_it_in_chinese(site):
    body = site.pages["data.html"].body
    for path in (feed.PATH, calendar.PATH, contents.PATH, "sitemap.xml", ARCHIVE, "api/v1/contradictions.json"):
        (text,) = re.findall(rf'<a href="{re.escape(path)}"><code>[^<]+</code></a><span>([^<]+)</span>', body)
        assert re.search("[\u4e00-\u9fff]", text)


def test_two_makings_give_the_same_bytes(site):
    again = load_site(ROOT, AS_OF, Options(SITE, twins=True, archive=True))
    assert again.pages == site.pages


# --- the site in one file ---


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, content in {"index.html": "<p>家</p>", "a/b.css": "b{}", "c.png": "x", "build.json": "{}"}.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(content, encoding="utf-8")
    return tmp_path / "site"


def test_the_archive_holds_everything_but_itself_with_no_time_of_its_own(folder):
    target = folder / "atlas.zip"
    archive.pack(folder, target, ("build.json",), {"index.html": ("家", "离线")})
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["atlas/a/b.css", "atlas/c.png", "atlas/index.html"]
        assert {info.date_time for info in packed.infolist()} == {archive.TIME}
        assert packed.read("atlas/index.html").decode() == "<p>离线</p>"
    first = target.read_bytes()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.touch()
    archive.pack(folder, target, ("build.json",), {"index.html": ("家", "离线")})
    assert target.read_bytes() == first


@pytest.mark.parametrize("page", ["<p>屋</p>", "家家"])
def test_a_page_that_does_not_read_as_it_should_stops_the_archive(folder, page):
    (folder / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(ValueError, match="index.html"):
        archive.pack(folder, folder / "atlas.zip", (), {"index.html": ("家", "离线")})


# --- the built site ---


def test_the_built_site_has_a_twin_beside_every_page_and_every_page_names_it(built_site):
    pages = sorted(path for path in built_site.rglob("*.html") if path.name != "404.html")
    assert len(pages) > 200
    for path in pages:
        text = path.read_text(encoding="utf-8")
        twin = path.with_suffix(".md")
        assert twin.is_file(), path
        assert text.count(f'<link rel="alternate" type="text/markdown" href="{twin.name}">') == 1, path
        assert len(re.findall(r'<link rel="alternate" type="application/atom\+xml"', text)) == 1, path
        for script in SCRIPT.findall(text):
            json.loads(script)


def test_the_built_archive_is_the_site_and_has_no_broken_link(built_site, tmp_path):
    with zipfile.ZipFile(built_site / ARCHIVE) as packed:
        packed.extractall(tmp_path)
    copy_of = tmp_path / "loan-guarantee-atlas"
    here, there = ({p.relative_to(f).as_posix(): p for p in f.rglob("*") if p.is_file()} for f in (built_site, copy_of))
    assert set(here) - set(there) == {ARCHIVE, "build.json", "404.html"} and not set(there) - set(here)
    assert [n for n in there if there[n].read_bytes() != here[n].read_bytes()] == ["data.html"]
    assert [str(p) for p in links.check_site(copy_of)] == []
    assert "你打开的就是离线包" in (copy_of / "data.html").read_text(encoding="utf-8")


def test_a_site_with_an_address_is_built_with_whole_addresses_and_one_without_twins_or_archive_has_none(tmp_path):
    root = few_schemes(tmp_path / "project", ("zibo-2022", "shenzhen-2018"))
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").write_text(f"site_url: {SITE}\n{settings}", encoding="utf-8")
    done = command(root, "build", "--as-of", AS_OF, "--no-twins", "--no-zip")
    assert done.returncode == 0, done.stderr
    site = root / "site"
    assert not list(site.rglob("*.md")) and not list(site.rglob("*.zip"))
    page = (site / "schemes" / "zibo-2022.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{SITE}schemes/zibo-2022.html">' in page
    assert f'"@id":"{SITE}schemes/zibo-2022.html"' in page and "text/markdown" not in page
    assert f"<loc>{SITE}index.html</loc>".encode() in (site / "sitemap.xml").read_bytes()
    assert "离线包" not in (site / "data.html").read_text(encoding="utf-8")
