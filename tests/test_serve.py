"""An edited scheme's page is drawn at once, and says what a whole build says of it afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_project import AS_OF, atlas, few_schemes

from generator.commands.serve import Build, Builds, Shown, build_command, state_of

NAMES = ("foshan-2015", "foshan-2018", "foshan-2022")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_schemes(tmp_path_factory.mktemp("serve"), NAMES)


def test_the_page_of_an_edited_scheme_is_that_of_a_whole_build(project: Path):
    site, file = project / "site", project / "policies" / "schemes" / "foshan-2018.yaml"
    page, before = site / "schemes" / "foshan-2018.html", file.read_text(encoding="utf-8")
    build = Build(build_command(project, site, AS_OF))
    try:
        assert build.ready(wait=True)
        other = (site / "schemes" / "foshan-2022.html").read_bytes()
        file.write_text(before.replace("name: {zh: ", "name: {zh: 改过的", 1), encoding="utf-8")
        assert build.redraw(str(file))
        drawn = page.read_bytes()
        assert "改过的".encode() in drawn and (site / "schemes" / "foshan-2022.html").read_bytes() == other
        file.write_text(before.replace("region: ", "regional: ", 1), encoding="utf-8")
        assert not build.redraw(str(file)) and page.read_bytes() == drawn
        assert not build.redraw(str(file.with_name("nowhere-2000.yaml")))
        file.write_text(before.replace("name: {zh: ", "name: {zh: 改过的", 1), encoding="utf-8")
    finally:
        build.stop()
    done = atlas(project, "build", "--out", str(site), "--as-of", AS_OF, "--no-twins", "--no-zip")
    assert done.returncode == 0, done.stderr
    assert page.read_bytes() == drawn
    file.write_text(before, encoding="utf-8")


def test_a_build_that_fails_leaves_the_shown_site_and_its_builder(project: Path):
    site = project / "site"
    shown = Shown()
    builds = Builds(project, build_command(project, site, AS_OF), shown)
    edition = project / "policies" / "edition.yaml"
    kept = edition.read_text(encoding="utf-8")
    try:
        builds.begin()
        assert builds.finish() and shown.number == 1
        edition.write_text("as_of: gestern\n", encoding="utf-8")
        shutil.copy(edition, project / "policies" / "schemes" / "broken.yaml")
        before = (site / "index.html").read_bytes()
        builds.step({str(project / "policies" / "schemes" / "broken.yaml")})
        assert builds.finish() is False
        assert (site / "index.html").read_bytes() == before and shown.number == 1
        builds.step({str(project / "policies" / "schemes" / "foshan-2022.yaml")})
        assert shown.number == 2, "the builder of the shown site still draws"
    finally:
        builds.stop()
        edition.write_text(kept, encoding="utf-8")
        (project / "policies" / "schemes" / "broken.yaml").unlink(missing_ok=True)


def test_what_is_watched_tells_a_changed_file(project: Path):
    before = state_of(project)
    file = project / "policies" / "schemes" / "foshan-2015.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert {path for path, state in state_of(project).items() if before[path] != state} == {str(file)}
