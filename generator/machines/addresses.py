"""Addresses as programs want them: whole where the site's own address is known, else from the file they stand in."""

from __future__ import annotations

from dataclasses import dataclass

# Nobody can own a name below .invalid (RFC 2606), so the identifiers promise no host and never change
# with one; the year is that of the first edition (RFC 4151 asks for a day on which the name was ours).
AUTHORITY = "loan-guarantee-atlas.invalid"
TAG = f"tag:{AUTHORITY},2026:"


@dataclass(frozen=True)
class Addresses:
    """`site_url` is the site's public address, or empty; `root` leads from the file in hand to the site's top."""

    site_url: str = ""
    root: str = ""

    def of(self, path: str) -> str:
        """The address of a file of the site."""
        return f"{self.site_url.rstrip('/')}/{path}" if self.site_url else self.root + path


def tag(*parts: str) -> str:
    """An identifier that stays (RFC 4151), whatever becomes of the site's address."""
    return TAG + "/".join(parts)
