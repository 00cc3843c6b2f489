"""Puts a new site in the place of the old one, whole or not at all.

The new site is made and checked in a folder beside the target; then the two folders change places in one
step (renameat2 with RENAME_EXCHANGE, Linux 3.15). Where the system has no such step, the old one is moved
aside first, and the next run puts it back if the run was cut off in between. A killed build leaves at
most a folder beside the target, which the next build removes.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MARKER = "build.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV}
DISK_FAULTS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
}


class PublishError(Exception):
    """The new site was not put in place; the old one stands as it was."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class DiskRefused(PublishError, OSError):
    """The disk did not take the new site: full, over quota, read-only or faulty."""


def publish(
    target: Path,
    produce: Callable[[Path], None],
    check: Callable[[Path], Sequence[str]],
    exchange: Callable[[Path, Path], None] | None = None,
) -> None:
    """Make the site with `produce(folder)`, check it with `check(folder)`, and put it at `target`.

    `produce` fills an empty folder; `check` returns what is wrong with it. Raises PublishError when another
    run holds the lock, when `target` is a folder that no build made, or when the check finds anything, and
    DiskRefused when the disk is at fault; whatever else `produce` raises goes through. In every such case
    `target` is untouched.
    """
    target = Path(os.path.realpath(target))
    with _disk_faults_named(target), _lock(target):
        _recover(target)
        _refuse_foreign(target)
        stage = target.with_name(f".{target.name}-stage-{os.getpid()}")
        stage.mkdir()
        try:
            produce(stage)
            problems = check(stage)
            if problems:
                raise PublishError(problems)
            _flush(stage)
            _put_in_place(stage, target, exchange or exchange_folders)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def exchange_folders(first: Path, second: Path) -> None:
    """Let two folders change places in one step; OSError where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    result = library.renameat2(
        _AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE
    )
    if result:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(second))


def _put_in_place(stage: Path, target: Path, exchange: Callable[[Path, Path], None]) -> None:
    if not target.exists():
        os.rename(stage, target)
    else:
        try:
            exchange(stage, target)
        except OSError as error:
            if error.errno not in _NO_EXCHANGE:
                raise
            aside = _aside(target)
            os.rename(target, aside)
            os.rename(stage, target)
            shutil.rmtree(aside, ignore_errors=True)
    _flush(target.parent)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}-before")


def _recover(target: Path) -> None:
    """Undo what a run that was cut off left behind."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    for leftover in [aside, *target.parent.glob(f".{target.name}-stage-*")]:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    """Never replace a folder of somebody's own files because of a mistyped option."""
    if not target.exists():
        return
    if not target.is_dir():
        raise PublishError([f"{target}：不是文件夹；请换一个输出位置"])
    if any(target.iterdir()) and not (target / MARKER).is_file():
        raise PublishError([f"{target}：里面有不是本工具生成的文件；请换一个输出位置，或先清空它"])


@contextmanager
def _disk_faults_named(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, PublishError) or error.errno not in DISK_FAULTS:
            raise
        fault = f"{target}：{DISK_FAULTS[error.errno]}，没有生成（{error.strerror}）；原来的网站没有改动"
        raise DiskRefused([fault]) from error


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f".{target.name}-lock")
    folder.mkdir(exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise PublishError([f"{target}：另一次构建正在进行；请等它结束"]) from None
    finally:
        os.close(descriptor)


def _flush(folder: Path) -> None:
    """Let what was written reach the disk before names change."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if hasattr(library, "syncfs"):
            library.syncfs(descriptor)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
