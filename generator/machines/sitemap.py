"""`sitemap.xml` and `robots.txt`: both need the site's public address, and without it there is neither.

The protocol (https://www.sitemaps.org/protocol.html) takes whole addresses only; a robots.txt is read
only at the top of a host (RFC 9309, 2.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from generator.machines.addresses import Addresses

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def site_maps(pages: Iterable[str], as_of: str, at: Addresses) -> dict[str, bytes]:
    """Path -> file; `pages` are the site paths of pages, all of them as new as the data."""
    if not at.site_url:
        return {}
    root = ElementTree.Element("urlset", {"xmlns": NAMESPACE})
    for path in sorted(pages):
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = at.of(path)
        ElementTree.SubElement(entry, "lastmod").text = as_of
    ElementTree.indent(root, " ")
    files = {SITEMAP: ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}
    if urlsplit(at.site_url).path in ("", "/"):
        files[ROBOTS] = f"User-agent: *\nAllow: /\n\nSitemap: {at.of(SITEMAP)}\n".encode()
    return files
