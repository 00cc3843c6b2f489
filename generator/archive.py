"""The finished site packed into one file that opens without a server: the same bytes for the same site."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

# The oldest time that a zip file knows: no member tells when it was packed.
TIME = (1980, 1, 1, 0, 0, 0)
_FILE = 0o100644 << 16
_UNIX = 3
_LEVEL = 6
_PACKED = (".png", ".xlsx", ".docx", ".zip", ".woff2")


def pack(
    folder: Path,
    target: Path,
    leave_out: Collection[str] = (),
    otherwise: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Pack every file of `folder` into the zip file `target`, below a folder of the target's name.

    `leave_out` are paths within the folder. `otherwise` are pages that read otherwise inside: path ->
    (what stands in the page once, what stands in its place). Raises ValueError where it does not stand
    there exactly once.
    """
    otherwise = otherwise or {}
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != target)
    with zipfile.ZipFile(target, "w") as archive:
        for path in files:
            name = path.relative_to(folder).as_posix()
            if name in leave_out:
                continue
            content = path.read_bytes()
            if name in otherwise:
                content = _changed(content, name, *otherwise[name])
            archive.writestr(_member(f"{target.stem}/{name}"), content, compresslevel=_LEVEL)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, TIME)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    info.external_attr = _FILE
    info.create_system = _UNIX
    return info


def _changed(content: bytes, name: str, before: str, after: str) -> bytes:
    old = before.encode()
    if content.count(old) != 1:
        raise ValueError(f"{name}: what reads otherwise in the archive does not stand in it once")
    return content.replace(old, after.encode())
