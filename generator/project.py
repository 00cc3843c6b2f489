"""Where the project lies: the folder that holds `policies/` and `mkdocs.yml`."""

from __future__ import annotations

import os
from pathlib import Path


def project_root(given: str | None = None) -> Path:
    """The project's folder: the one given, that of ATLAS_ROOT, the nearest above the working folder, or this package's.

    Raises FileNotFoundError with a Chinese message where none holds `policies/`.
    """
    if given or os.environ.get("ATLAS_ROOT"):
        root = Path(given or os.environ["ATLAS_ROOT"]).resolve()
        if not (root / "policies").is_dir():
            raise FileNotFoundError(f"{root} 里没有 policies 文件夹")
        return root
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parent.parent):
        if (folder / "policies" / "parameters.yaml").is_file():
            return folder
    raise FileNotFoundError("找不到项目文件夹（其中应有 policies/parameters.yaml）；请在项目里运行，或用 --root 指定")
