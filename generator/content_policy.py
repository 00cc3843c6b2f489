"""The content security policy that every page carries, with a hash for each script written into the page.

Nothing comes from another host, no script may be added, and no style may stand in an attribute. The hashes
are taken from the finished page (https://www.w3.org/TR/CSP3/#match-element-to-source-list), so the policy
is set last. A policy in a page holds over http and from a folder alike; `frame-ancestors` cannot be set
from a page and is left to the host.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

PLACEHOLDER = '<meta http-equiv="Content-Security-Policy" content="">'

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_TAG = re.compile(r"""<[a-zA-Z](?:[^'">]++|"[^"]*"|'[^']*')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
# Values are taken out first: what stands in one is text, however much it looks like a handler.
_ATTRIBUTE_FAULT = re.compile(r"[\s/\"'](on[a-z]+|style)\s*=", re.IGNORECASE)
# Names that a browser knows are ASCII, so small bytes are enough to see that a page has none of them, and much quicker.
_SCRIPT_BYTES = re.compile(rb"<script\b[^>]*>.*?</script>", re.DOTALL)
_SUSPECTS = (re.compile(rb"on[a-z]+\s*="), re.compile(rb"style\s*="))
_BEFORE = frozenset(b" \n\t\r\f\v/\"'")
_TYPE = re.compile(r'\btype="([^"]*)"')
_EXECUTABLE = ("", "text/javascript", "application/javascript", "module", "importmap")


def policy_for(page: str) -> str:
    """The policy for a finished page."""
    hashes = dict.fromkeys(_digest(script) for script in inline_scripts(page))
    sources = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {sources}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def with_policy(page: str) -> str:
    """The page with its policy in place of the placeholder; ValueError where there is none or more than one."""
    if page.count(PLACEHOLDER) != 1:
        raise ValueError("the page needs exactly one place for its content security policy")
    content = html.escape(policy_for(page), quote=False)
    return page.replace(PLACEHOLDER, PLACEHOLDER.replace('content=""', f'content="{content}"'))


def problems(page: str) -> list[str]:
    """What is wrong with a finished page: no policy, a policy that does not fit it, or code in attributes."""
    found = _META.findall(page)
    faults = []
    if len(found) != 1:
        faults.append("no content security policy, or more than one")
    elif html.unescape(found[0]) != policy_for(page):
        faults.append("the content security policy does not fit the page")
    small = _SCRIPT_BYTES.sub(b"", page.encode(errors="surrogatepass").lower())
    if _suspect(small):
        fault = forbidden_attribute(_SCRIPT.sub("", page))
        if fault:
            faults.append(f"an attribute `{fault}` that the policy forbids")
    if re.search(rb"<style\b", small):
        faults.append("a style element that the policy forbids")
    return faults


def _suspect(small: bytes) -> bool:
    """Whether anything in a page, in small letters, might be a handler or a style; what is not, need not be taken apart."""
    return any(small[found.start() - 1] in _BEFORE for suspect in _SUSPECTS for found in suspect.finditer(small))


def forbidden_attribute(page: str) -> str | None:
    """The first attribute of a tag that holds code or a style, or None."""
    for tag in _TAG.findall(page):
        if fault := _ATTRIBUTE_FAULT.search(_QUOTED.sub('""', tag)):
            return fault[1]
    return None


def inline_scripts(page: str) -> list[str]:
    """The text of every script that is written into the page and would run."""
    scripts = []
    for attributes, text in _SCRIPT.findall(page):
        kind = _TYPE.search(attributes)
        if " src=" not in attributes and (kind[1] if kind else "").lower() in _EXECUTABLE:
            scripts.append(text)
    return scripts


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
