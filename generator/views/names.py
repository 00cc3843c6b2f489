"""Where things stand on the site, and the Chinese side of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

Record = Mapping[str, Any]

UNKNOWN = {"unread": "未见原文", "unstated": "未载明"}


def zh(text: Any) -> str:
    """The Chinese side of a bilingual text; a plain string is taken as Chinese, None as empty."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return str(text.get("zh") or "")


def known(value: str | None) -> str:
    """A field of an instrument or source; what was not read or not stated says so."""
    return UNKNOWN.get(value, value) if value else ""


def readable_date(value: str | int | None) -> str:
    """`2022-08-29` as 2022年8月29日; partial dates likewise; `unread` and `unstated` in words."""
    if value is None:
        return ""
    if value in UNKNOWN:
        return UNKNOWN[str(value)]
    parts = str(value).split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def in_marks(title: str) -> str:
    """A document's title in 《》, once: some records already carry them."""
    return title if title.startswith("《") else f"《{title}》"


def shortened(place: str) -> str:
    """A province's name as it is said: 广东, 内蒙古, 广西."""
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市"):
        if place.endswith(ending):
            return place.removesuffix(ending)
    return place


def hyphened(identifier: str) -> str:
    """A code as it stands in an anchor or a class."""
    return identifier.replace("_", "-")


def parameter_anchor(identifier: str) -> str:
    return f"p-{hyphened(identifier)}"


def script_paths(*names: str) -> tuple[str, ...]:
    """The site paths of the theme's scripts with these names."""
    return tuple(f"assets/javascripts/{name}.js" for name in names)


def scheme_path(identifier: str) -> str:
    return f"schemes/{identifier}.html"


def region_path(code: str) -> str:
    return f"regions/{code}.html"


def numbered(path: str, number: int) -> str:
    """The address of the `number`th page of a list whose first page is `path`."""
    return path if number == 1 else path.replace(".html", f"-{number}.html")


def parameter_path(identifier: str) -> str:
    return f"parameters/{identifier}.html"


def web_address(url: str | None) -> str:
    """The address if it leads to the web, else nothing: no other kind of link leaves the site."""
    if not url:
        return ""
    parts = urlsplit(url)
    return url if parts.scheme in ("http", "https") and "." in parts.netloc else ""
