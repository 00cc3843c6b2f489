"""The licence of every package that is installed for the site and its tests, from the packages' own metadata.

    python tests/licences.py        write tests/vectors/licences.json anew

The other engines that are compared with ours are listed too; where they are not installed, the list stands for them.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

import other_engines

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "vectors" / "licences.json"
LOCKS = {"site": "requirements.txt", "tests": "requirements-dev.txt"}
ENGINE_LOCKS = ("tests/engines/requirements.txt", "tests/engines/jieba.txt")
_CLASSIFIER = "License :: OSI Approved :: "


def locked(lock: str) -> dict[str, str]:
    """Name and version of each package of a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def licence_of(package: Distribution) -> str:
    """What an installed package says of its licence; `unknown` where it says nothing."""
    found = package.metadata
    said = found.get("License-Expression") or ""
    if not said:
        said = " / ".join(c.removeprefix(_CLASSIFIER) for c in found.get_all("Classifier") or () if c.startswith(_CLASSIFIER))
    if not said:
        first = (found.get("License") or "").strip().splitlines()
        said = first[0].strip() if first else ""
    return said or "unknown"


def engines() -> dict[str, dict[str, str]]:
    """Those of the other engines, or as they were listed where they are not installed."""
    listed = json.loads(LIST.read_text(encoding="utf-8")).get("engines", {})
    folders = [*other_engines.home().glob("lib/python*/site-packages"), other_engines.home(other_engines.WORDS)]
    there = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower(): one for one in distributions(path=[str(folder) for folder in folders])}
    result = {}
    for lock in ENGINE_LOCKS:
        for name, version in locked(lock).items():
            result[name] = {"version": version, "licence": licence_of(there[name])} if name in there else listed.get(name, {})
    return dict(sorted(result.items()))


def found_licences() -> dict[str, dict[str, dict[str, str]]]:
    """`{"site"|"tests"|"engines"|"npm": {package: {"version", "licence"}}}`; the tests' packages without those of the site."""
    result: dict[str, dict[str, dict[str, str]]] = {}
    seen: set[str] = set()
    for use, lock in LOCKS.items():
        result[use] = {}
        for name, version in sorted(locked(lock).items()):
            if name in seen:
                continue
            seen.add(name)
            try:
                result[use][name] = {"version": version, "licence": licence_of(distribution(name))}
            except PackageNotFoundError:
                result[use][name] = {"version": version, "licence": "not installed"}
    result["engines"] = engines()
    lock_file = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    result["npm"] = {
        path.removeprefix("node_modules/"): {"version": entry["version"], "licence": entry.get("license", "unknown")}
        for path, entry in sorted(lock_file["packages"].items())
        if path
    }
    return result


def main() -> int:
    LIST.write_text(json.dumps(found_licences(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
