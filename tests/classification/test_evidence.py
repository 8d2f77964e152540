"""What bears the rows out, English names, plain values, and whole lists as text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysdmx.io import read_sdmx

from cnbudget import EconomicCode, FunctionCode, classification
from cnbudget.classification import Kind, Subject
from cnbudget.classification.export import FORMATS, changes_as, list_as
from cnbudget.codes import Code

YEARS = st.sampled_from(classification.years())
KINDS = st.sampled_from(list(Kind))


def subjects() -> list[Subject]:
    lists = classification.default()
    return [
        s for kind in Kind for code in lists.codes(kind) for s in lists.history(code, kind=kind)
    ]


def test_evidence_is_of_the_years_of_the_row() -> None:
    borne_out = [subject for subject in subjects() if subject.evidence]
    assert len(borne_out) > 700
    for subject in borne_out:
        for each in subject.evidence:
            assert each.documents > 0
            if each.year is not None and each.year >= 2018:
                assert subject.since <= each.year <= (subject.until or each.year)


def test_what_is_confirmed_was_read() -> None:
    for subject in subjects():
        if subject.confidence.name == "CONFIRMED" and subject.kind is not Kind.FUNDING:
            assert subject.evidence, subject


def test_years_that_are_confirmed_were_read_at_both_ends() -> None:
    for subject in subjects():
        if subject.years_confidence.name == "CONFIRMED" and subject.kind is not Kind.FUNDING:
            read = {max(each.year or 0, 2018) for each in subject.evidence}
            assert subject.since in {2018, *read}
            assert subject.until in {None, *read}
        assert subject.years_confidence <= subject.confidence


def test_rows_of_own_lists_have_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "economic.dat").write_text("30217 =接待费\n", encoding="utf-8")
    mine = classification.load(tmp_path).for_year(2026).economic
    assert mine["30217"].evidence == ()
    assert mine["30216"].evidence


def test_every_category_and_every_economic_subject_has_an_english_name() -> None:
    for subject in subjects():
        economic = subject.kind in (Kind.ECONOMIC, Kind.GOVERNMENT_ECONOMIC)
        if economic or (subject.kind is Kind.FUNCTIONAL and len(subject.code) == 3):
            assert subject.english.isascii(), subject
            assert subject.english[:1].isupper(), subject


@given(KINDS, YEARS)
def test_a_list_as_csv_json_and_sdmx_reads_back_to_the_list(kind: Kind, year: int) -> None:
    catalogue = classification.for_year(year).catalogue(kind)
    expected = [(code, subject.name) for code, subject in catalogue.items()]
    rows = csv.DictReader(io.StringIO(list_as(catalogue, "csv")))
    assert [(row["code"], row["name"]) for row in rows] == expected
    plain = json.loads(list_as(catalogue, "json"))
    assert plain == [subject.to_dict() for subject in catalogue.values()]
    (codes,) = read_sdmx(list_as(catalogue, "sdmx")).get_codelists()
    assert (codes.id, [(code.id, code.name) for code in codes.codes]) == (
        f"CL_{kind.value.upper()}_{year}",
        expected,
    )
    lines = list_as(catalogue, "markdown").splitlines()
    assert [tuple(line.split(" | ")[:2]) for line in lines[2:]] == [
        (f"| {code}", name) for code, name in expected
    ]


@pytest.mark.parametrize("format", [each for each in FORMATS if each != "sdmx"])
def test_changes_as_text_have_every_change(format: str) -> None:  # noqa: A002
    changes = classification.changes(2018, 2019)
    text = changes_as(changes, format)
    number = sum(map(len, (changes.added, changes.abolished, changes.renamed, changes.moved)))
    if format == "json":
        assert len(json.loads(text)) == number
    else:
        assert len(text.splitlines()) == number + (1 if format == "csv" else 2)
    assert "2080204" in text
    assert "2082804" in text


def written(code: Code) -> list[str]:
    """The ways in which budgets write a code."""
    digits = code.digits
    parts = [digits[:3], *(digits[i : i + 2] for i in range(3, len(digits), 2))]
    wide = digits.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    words = "".join(part + word for part, word in zip(parts, "类款项目", strict=False))
    joined = [mark.join(parts) for mark in (".", "-", " ", "－", "·", "")]
    return [*joined, wide, words, *(a + digits + b for a, b in ("[]", "()", "（）", "【】"))]


@given(st.data())
def test_every_written_form_parses_to_its_code(data: st.DataObject) -> None:
    year = data.draw(YEARS)
    lists = classification.for_year(year)
    kind = data.draw(st.sampled_from([FunctionCode, EconomicCode]))
    listed = lists.functional if kind is FunctionCode else lists.economic
    code = kind(data.draw(st.sampled_from(list(listed))))
    assert {kind(text) for text in written(code)} == {code}
