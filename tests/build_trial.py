"""A small project that is built again and again at one place, and the two sites that may stand there."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
from pathlib import Path

import warm
from small_project import AS_OF, OTHER_DAY, THREE, few_schemes


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def command(root: Path, out: Path, as_of: str = AS_OF) -> list[str]:
    """The arguments of `atlas` that build the project for a day."""
    return ["--root", str(root), "build", "--out", str(out), "--as-of", as_of]


class Trial:
    """A project, its target, and the two sites that may stand there: the old one, and the new one of another day."""

    def __init__(self, folder: Path, small_sites: tuple[Path, Path]) -> None:
        """Both sites as they are built elsewhere: a build gives the same bytes wherever the project is."""
        self.root = few_schemes(folder / "project", THREE)
        self.out = folder / "public" / "site"
        self.other_day = OTHER_DAY
        self.old, self.new = map(tree, small_sites)
        shutil.copytree(small_sites[0], self.out)
        assert self.old != self.new and "index.html" in self.old and len(self.old) > 100

    def build(self, as_of: str) -> float:
        """A build that must succeed, as no one cleans up before it; its seconds."""
        start = time.monotonic()
        done = warm.run(command(self.root, self.out, as_of))
        assert done.returncode == 0, done.stderr
        return time.monotonic() - start

    def other(self) -> str:
        """The day of the site that does not stand there now."""
        return AS_OF if self.whole() == "new" else self.other_day

    def spoilt(self, script: str) -> subprocess.CompletedProcess[str]:
        """A build of the other site in a process that runs `script` before the command."""
        return warm.run(command(self.root, self.out, self.other()), script)

    def whole(self) -> str:
        """Which of the two sites stands at the target; fails where it is neither."""
        now = tree(self.out)
        assert now in (self.old, self.new), f"half a site: {len(now)} files"
        return "old" if now == self.old else "new"

    def leftovers(self) -> list[str]:
        """What stands beside the site and its lock."""
        return sorted(p.name for p in self.out.parent.iterdir() if p.name not in (self.out.name, f".{self.out.name}-lock"))

    def recovers(self) -> None:
        """The next build succeeds without cleaning by hand and leaves nothing beside the site."""
        self.build(AS_OF)
        assert self.whole() == "old" and self.leftovers() == []


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One line in Chinese and exit code 1, no traceback."""
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert words in done.stderr
