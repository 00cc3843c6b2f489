"""The comparison of phrases with archived texts, on a text of its own: what stands in it, what does not, what is not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from required_tools import ROOT

from generator.scheme_files import load_scheme
from generator.verification import Tally, verify_scheme
from generator.vocabulary import load_vocabulary

GOOD = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
TEXT = """示金〔2022〕1号
第四条 小微企业单户最高300万元，期限最长不超过1年。
第五条 年费率最高不超过贷款本金的2.3%。第六条 不超过同期LPR加150个基点。
第七条 保险公司与银行按8：2比例分担贷款本金损失。
第九条 自2022年4月1日起施行，有效期至2025年3月31日。
示例市金融工作局 2022年3月1日
"""
NAME = "001_example.txt"


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(ROOT / "policies")[0]


def verified(vocabulary, folder: Path, text: str | None = TEXT, archive: str = NAME, registered: str | None = None) -> Tally:
    """The tally of the example with that text in the folder `texts`, under the digest that is registered for it."""
    texts = folder / "texts"
    texts.mkdir(exist_ok=True)
    if text is not None:
        (texts / NAME).write_text(text, encoding="utf-8")
    digest = registered or hashlib.sha256((text or "").encode()).hexdigest()
    written = GOOD.replace("    read: part\n", f'    archive: {archive}\n    sha256: "{digest}"\n    read: part\n', 1)
    path = folder / "example-2022.yaml"
    path.write_text(written, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, vocabulary)
    assert scheme is not None, problems
    return verify_scheme(scheme, texts)


def test_every_phrase_that_stands_in_the_text_is_verified(vocabulary, tmp_path):
    tally = verified(vocabulary, tmp_path)
    assert tally.problems == [] and tally.not_found == tally.no_text == 0
    assert tally.phrases == tally.verified >= 9
    assert tally.provisions == tally.provisions_verified == 5


def test_a_phrase_that_is_not_in_the_text_is_named_at_its_place(vocabulary, tmp_path):
    tally = verified(vocabulary, tmp_path, TEXT.replace("2.3%", "2.5%"))
    (problem,) = tally.problems
    line = GOOD.splitlines().index("        - {source: main, locator: 第五条, phrase: 年费率最高不超过贷款本金的2.3%}") + 3
    assert (problem.line, problem.code) == (line, "E-QUOTE") and problem.column > 40
    assert "2.3%" in problem.message
    assert (tally.not_found, tally.verified, tally.no_text) == (1, tally.phrases - 1, 0)
    assert tally.provisions_verified == tally.provisions - 1


def test_a_text_of_another_digest_is_told_and_compared_all_the_same(vocabulary, tmp_path):
    tally = verified(vocabulary, tmp_path, registered="0" * 64)
    (problem,) = tally.problems
    assert "sha256" in problem.message and tally.verified == tally.phrases


@pytest.mark.parametrize("archive", ["002_other.txt", "../outside.txt"])
def test_without_the_text_or_with_one_from_elsewhere_nothing_counts_as_verified(archive, vocabulary, tmp_path):
    (tmp_path / "outside.txt").write_text(TEXT, encoding="utf-8")
    try:
        tally = verified(vocabulary, tmp_path, archive=archive)
    except AssertionError as refused:
        assert "archive" in str(refused)  # the file itself is refused: a path is no name of a text
        return
    assert (tally.verified, tally.no_text, tally.provisions_verified) == (0, tally.phrases, 0)


def test_without_a_folder_nothing_is_said_to_be_verified(vocabulary, tmp_path):
    path = ROOT / "tests" / "valid" / "example-2022.yaml"
    scheme, _ = load_scheme(path, path.name, vocabulary)
    tally = verify_scheme(scheme, None)
    assert (tally.verified, tally.not_found, tally.no_text) == (0, 0, tally.phrases)


def test_each_phrase_counts_once_and_a_provision_is_verified_when_all_of_its_phrases_are(vocabulary, tmp_path):
    """Two phrases of one provision, one of them not in the text; a phrase of a source without a text is neither found nor missing."""
    extra = "        - {source: main, locator: 第四条, phrase: 期限最长不超过1年}\n"
    written = GOOD.replace(extra, extra + "        - {source: main, locator: 第四条, phrase: 查无此句, role: context}\n        - {source: bare, locator: 一, phrase: 期限, role: context, derivable: false, reason: 无}\n")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    written = written.replace("    read: part\n", f'    archive: {NAME}\n    sha256: "{digest}"\n    read: part\n', 1)
    written = written.replace("parameters:", "  - {id: bare, title: 通知, kind: notice, tier: official, read: full, checked_on: 2022-05-06}\nparameters:", 1)
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    path = tmp_path / "example-2022.yaml"
    path.write_text(written, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, vocabulary)
    assert scheme is not None, problems
    tally = verify_scheme(scheme, tmp_path)
    pieces = len(scheme.evidence())
    assert (tally.scheme, tally.phrases, tally.verified, tally.not_found, tally.no_text, tally.underivable) == ("example-2022", pieces, pieces - 2, 1, 1, 1)
    assert (tally.provisions, tally.provisions_verified) == (5, 4)
    (problem,) = tally.problems
    assert problem.path == "parameters.loan_term_max[1]" and "查无此句" in problem.message
    line = written.splitlines().index("        - {source: main, locator: 第四条, phrase: 查无此句, role: context}") + 1
    assert (problem.line, problem.column) == (line, 48)
