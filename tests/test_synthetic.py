"""The synthetic schemes are valid by every rule, the same for the same seed, and not in the shipped data."""

from synthetic import ROOT, regions_of, scheme, write_project

from generator.catalogue import load_catalogue


def test_synthetic_schemes_pass_every_rule(tmp_path):
    root = write_project(tmp_path / "project", 40, seed=7)
    catalogue, problems = load_catalogue(root)
    assert problems == []
    assert len(catalogue.schemes) == 40


def test_a_synthetic_scheme_is_the_same_for_the_same_seed_and_another_for_another():
    regions = regions_of(ROOT)
    assert scheme(3, 1, regions) == scheme(3, 1, regions)
    assert scheme(3, 1, regions) != scheme(3, 2, regions)


def test_no_synthetic_scheme_is_shipped():
    shipped = [path.read_text(encoding="utf-8") for path in (ROOT / "policies/schemes").glob("*.yaml")]
    assert shipped and not any("模拟" in text for text in shipped)
