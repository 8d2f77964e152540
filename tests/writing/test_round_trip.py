"""What is written reads back to the same disclosure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Nature, State, UnreadableError
from cnbudget.figures import Figure
from cnbudget.words import plain
from cnbudget.writing.records import disclosure_dict, more, schema
from tests.profiles import tries
from tests.properties.test_laws import Draft, Publication, drafts, read

FORMATS = ("markdown", "html", "json")
formats = st.sampled_from(FORMATS)


def damaged(publication: Publication, holes: list[tuple[int, str]]) -> Publication:
    """The publication with some of its cells unreadable."""
    places = [at for at, _ in publication.cells()]
    for number, text in holes:
        publication = publication.with_text(places[number % len(places)], text)
    return publication


holes = st.lists(
    st.tuples(st.integers(0, 5000), st.sampled_from(["缺失", "1.2.3", "#######", "4.5x1"])),
    min_size=1,
    max_size=8,
)


def all_of(budget: Disclosure) -> list[Any]:
    """Every field of a disclosure that its equality looks at, and those of its figures that it does not."""
    return [
        (f.value, f.places, f.state, f.basis, f.candidates, f.scope, f.where())
        for f in budget.figures
    ]


@given(drafts, formats)
def test_what_is_written_reads_back(draft: Draft, kind: str) -> None:
    budget = read(draft.publication())
    text = cnbudget.to_text(budget, kind)
    again = cnbudget.read_text(text)
    assert again == budget
    assert again.problems == ()
    paths = [[c.path for s in t.sides for c in s.columns] for t in budget]
    assert [[c.path[-1] for s in t.sides for c in s.columns] for t in again] == [
        [path[-1] for path in each] for each in paths
    ]


@settings(max_examples=tries(2, least=10))
@given(drafts, holes, formats)
def test_damaged_documents_read_back_as_damaged(
    draft: Draft, lost: list[tuple[int, str]], kind: str
) -> None:
    budget = cnbudget.read_text(damaged(draft.publication(), lost).markdown())
    event(f"missing {any(f.state is State.MISSING for f in budget.figures)}")
    event(f"inferred {any(f.state is State.INFERRED for f in budget.figures)}")
    again = cnbudget.read_text(cnbudget.to_text(budget, kind))
    assert again == budget


@given(drafts, st.data(), formats)
def test_documents_that_lack_columns_and_rows(draft: Draft, data: st.DataObject, kind: str) -> None:
    """Tables cut out of a document, with lines lost here and there."""
    lines = draft.publication().markdown().splitlines()
    rows = [i for i, line in enumerate(lines) if line.startswith("|") and "." in line]
    lost = data.draw(st.sets(st.sampled_from(rows), max_size=4)) if rows else set()
    text = "\n".join(line for i, line in enumerate(lines) if i not in lost)
    budget = cnbudget.read_text(text)
    assert cnbudget.read_text(cnbudget.to_text(budget, kind)) == budget


@given(drafts, holes)
def test_json_loses_nothing(draft: Draft, lost: list[tuple[int, str]]) -> None:
    budget = cnbudget.read_text(damaged(draft.publication(), lost).markdown())
    text = cnbudget.to_text(budget, "json")
    again = cnbudget.read_text(text)
    assert again == budget
    assert all_of(again) == all_of(budget)
    assert cnbudget.to_text(attrs.evolve(again, source=budget.source), "json") == text
    for mine, theirs in zip(budget.passages, again.passages, strict=True):
        assert (mine.text, mine.grid, mine.title) == (theirs.text, theirs.grid, theirs.title)
        assert str(mine.place) == str(theirs.place)
    assert [p.en for p in again.problems] == [p.en for p in budget.problems]
    jsonschema.validate(json.loads(text), schema())


@pytest.mark.parametrize("name", ["artux", "akto"])
@pytest.mark.parametrize("kind", FORMATS)
def test_the_examples_read_back(name: str, kind: str) -> None:
    budget = cnbudget.example(name)
    again = cnbudget.read_text(cnbudget.to_text(budget, kind))
    assert again == budget
    written = cnbudget.to_text(again, kind)
    if kind == "markdown":  # written once, it is written so for ever
        assert written == cnbudget.to_text(budget, kind)


@pytest.mark.parametrize("name", ["artux", "akto"])
def test_a_check_finds_the_same_in_json(name: str) -> None:
    budget = cnbudget.example(name)
    before = cnbudget.check(budget).to_dict()
    after = cnbudget.check(cnbudget.read_text(cnbudget.to_text(budget, "json"))).to_dict()
    assert {k: v for k, v in after.items() if k not in ("file", "files")} == {
        k: v for k, v in before.items() if k not in ("file", "files")
    }


@pytest.mark.parametrize("name", ["artux", "akto"])
def test_the_schema_holds_the_examples(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(disclosure_dict(cnbudget.example(name)), schema())


def inferred_cells() -> tuple[Disclosure, Figure]:
    """The Artux example with one cell lost that the laws fill."""
    text = cnbudget.to_text(cnbudget.example("artux"))
    lost = text.replace("| 208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | 40.29 | 40.29 |  |", "| 208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | 缺失 | 40.29 |  |", 1)  # fmt: skip # noqa: E501
    assert lost != text
    budget = cnbudget.read_text(lost)
    figure = budget.expenditure["2080505"].total
    return budget, figure


def test_a_filled_cell_is_never_taken_for_a_printed_one() -> None:
    budget, figure = inferred_cells()
    assert figure.state is State.INFERRED
    assert figure.value == Decimal("40.29")
    text = cnbudget.to_text(budget)
    assert "| 40.29（推算） |" in text
    assert "标“（推算）”的数原文件缺失" in text
    again = cnbudget.read_text(text)
    assert again.expenditure["2080505"].total.state is State.INFERRED
    assert again == budget
    assert cnbudget.to_text(again) == text  # notes do not pile up


def test_missing_blank_and_zero_are_told_apart() -> None:
    text = """# 2026年甲局部门预算公开

## 部门支出总体情况表

编制部门：甲局

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 208 | 社会保障和就业支出 | 缺失 | 0.00 | |
| 210 | 卫生健康支出 | 缺失 | 缺失 | 1.0 |
| | 总计 | 缺失 | 缺失 | 1.00 |
"""
    budget = cnbudget.read_text(text)
    states = [[f.state for f in row] for row in budget.expenditure]
    assert states[1][:2] == states[2][:2] == [State.MISSING, State.MISSING]
    assert states[0][1:] == [State.VALUE, State.BLANK]
    for kind in FORMATS:
        again = cnbudget.read_text(cnbudget.to_text(budget, kind))
        assert again == budget
        assert again.expenditure["208"].basic.text == "0.00"
        assert again.expenditure["210"].project.places == 1


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "<b>甲</b>&amp;",
    "a|b\\|c",
    "**粗**",
    "`x`",
    "'引",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", FORMATS)
def test_names_that_a_format_could_misread(name: str, kind: str) -> None:
    budget = cnbudget.example("artux")
    source = json.loads(cnbudget.to_text(budget, "json"))
    row = next(r for r in source["tables"][6]["sides"][0]["rows"] if "project" in r)
    row["project"] = row["path"][-1] = name
    row["scope"]["project"] = [plain(name)]
    changed = cnbudget.read_text(json.dumps(source))
    again = cnbudget.read_text(cnbudget.to_text(changed, kind))
    found = [r.project_name for r in again.projects.rows if r.project_name]
    assert found[0] == "".join(name.split()) or found[0] == name
    assert again == changed


@attrs.frozen
class Later:
    """What a value of the package may be some day: with fields that no one knows of yet."""

    key: str
    usual: str = attrs.field(default="a", kw_only=True)
    word: str = attrs.field(default="a", kw_only=True)
    truth: bool = attrs.field(default=True, kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    other: tuple[str, ...] = attrs.field(default=(), kw_only=True)


def test_fields_that_come_later_are_not_lost() -> None:
    value = Later("k", word="b", truth=False, nature=Nature.BASIC, other=("x",))
    found = more(value, {"key": "k"})
    assert found == {"key": "k", "word": "b", "truth": False, "nature": "BASIC"}


BROKEN = [
    '{"schema": "cnbudget-disclosure/1"}',
    '{"schema": "cnbudget-disclosure/2"}',
    '{"schema": "cnbudget-disclosure/1", "agency": 3}',
    '{"schema": "cnbudget-disclosure/1", ' + "[" * 100_000,
    '{"schema": "cnbudget-disclosure/1", "year": ' + "9" * 10_000 + "}",
]


@pytest.mark.parametrize("text", BROKEN)
def test_json_that_is_not_as_it_should_be(text: str) -> None:
    with pytest.raises(UnreadableError):
        cnbudget.read_text(text)


def breakages() -> list[tuple[str, Any]]:
    return [
        ("value", "12.3x"), ("value", 12.3), ("value", None), ("places", -1), ("places", 10**9), ("state", "lost"),
        ("unit", "dollar"), ("candidates", 3), ("line", "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), breakages())
def test_a_figure_that_is_wrong_is_named_with_its_place(field: str, value: Any) -> None:
    data = json.loads(cnbudget.to_text(cnbudget.example("artux"), "json"))
    data["tables"][2]["sides"][0]["rows"][1]["figures"][0][field] = value
    with pytest.raises(UnreadableError, match="tables/2/sides/0/rows/1"):
        cnbudget.read_text(json.dumps(data))


def test_a_row_with_a_figure_too_few() -> None:
    data = json.loads(cnbudget.to_text(cnbudget.example("artux"), "json"))
    del data["tables"][2]["sides"][0]["rows"][1]["figures"][0]
    with pytest.raises(UnreadableError, match="2 figures for 3 columns"):
        cnbudget.read_text(json.dumps(data))


def test_a_rounding_that_is_not_known() -> None:
    data = json.loads(cnbudget.to_text(cnbudget.example("artux"), "json"))
    data["tables"][2]["sides"][0]["columns"][1]["rounding"] = "upwards"
    with pytest.raises(UnreadableError, match="tables/2/sides/0/columns/1"):
        cnbudget.read_text(json.dumps(data))
