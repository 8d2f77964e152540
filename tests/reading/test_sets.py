"""Several sets of tables in one file: each is a disclosure, equal to what it is alone."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import cnbudget
from cnbudget import Disclosure, Ledger, check, read, read_all, read_text, to_text
from cnbudget.checks.contract import schema
from cnbudget.cli import main
from cnbudget.errors import UnreadableError, UsageError
from cnbudget.figures import standing
from cnbudget.messages import say
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.strategies import ledgers
from tests.profiles import tries

LAYOUTS = ("xinjiang-2026", "xinjiang-2024", "xinjiang-2026")
SETS_ARE_READ_BY = "cnbudget.reading.disclosures.disclosure_of_blocks"
AGENCIES = (
    "青山市审计局",
    "青山市水务局",
    "青山市水务局（本级）",
    "青山市水文中心",
    "青山市第一中学",
)
validator = Draft202012Validator(schema())
some = settings(max_examples=tries(6, least=8))


def published(ledger: Ledger, agency: str, layout: str) -> str:
    """A budget as a text: a cover, prose, tables."""
    ledger = Ledger(list(ledger), agency=agency, year=2026)
    return to_text(cnbudget.publish(ledger, layout, unit="万元", places=2))


def one_file(texts: list[str]) -> list[Disclosure]:
    """The texts one after another in a file, read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "汇编.md"
        path.write_text("\n\n".join(texts), encoding="utf-8")
        return read_all(path)


def said(budget: Disclosure) -> Any:
    """What a report says of it, its places aside."""
    report = check(budget)
    return report.tallies, [(f.law, f.verdict, f.severity, f.figures) for f in report.findings]


@some
@given(
    st.lists(
        st.tuples(ledgers(), st.sampled_from(AGENCIES), st.sampled_from(LAYOUTS)),
        min_size=1,
        max_size=4,
        unique_by=lambda each: each[1],
    )
)
def test_ledgers_published_into_one_file_are_read_as_each_alone(
    drawn: list[tuple[Ledger, str, str]],
) -> None:
    texts = [published(*each) for each in drawn]
    found = one_file(texts)
    event(f"{len(texts)} sets")
    assert [budget.agency for budget in found] == [agency for _, agency, _ in drawn]
    assert [budget.set for budget in found] == (
        [0] if len(texts) == 1 else [*range(1, len(texts) + 1)]
    )
    for budget, text in zip(found, texts, strict=True):
        alone = read_text(text)
        assert budget == alone
        assert standing(budget.figures) == standing(alone.figures)
        assert [p.text for p in budget.passages] == [p.text for p in alone.passages]
        assert said(budget) == said(alone)


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """Three budgets in one file, of which the second has a wrong figure."""
    text = to_text(cnbudget.example("artux"))
    wrong = text.replace("79.17", "97.17", 1)
    assert wrong != text
    texts = [
        each.replace("阿图什市医疗保障局", agency)
        for each, agency in (
            (text, "甲市医疗保障局"),
            (wrong, "乙市医疗保障局"),
            (text, "丙市医疗保障局"),
        )
    ]
    path = tmp_path / "三部门.md"
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return path


def test_read_takes_the_first_and_says_that_there_are_more(compiled: Path) -> None:
    budget = read(compiled)
    assert budget.agency == "甲市医疗保障局"
    assert budget.set == 1
    (problem,) = [each for each in budget.problems if each.kind == "sets"]
    assert (
        problem.zh == "文件中有 3 套表，这里读的是第 1 套；其余是：乙市医疗保障局、丙市医疗保障局"
    )
    report = check(budget)
    assert problem.zh in report.text()
    assert problem.zh in report.to_json()
    assert report.ok
    first = read_all(compiled)[0]
    assert first == budget
    assert not [each for each in first.problems if each.kind == "sets"]


def test_check_gives_an_object_for_each_set(
    compiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(compiled), "--format", "json"]) == 1
    objects = json.loads(capsys.readouterr().out)
    assert [each["disclosure"]["set"] for each in objects] == [1, 2, 3]
    assert len({each["file"]["sha256"] for each in objects}) == 1
    wrong = [each["checked"]["violated"] for each in objects]
    assert wrong[0] == wrong[2] == 0 < wrong[1]
    assert main(["check", str(compiled)]) == 1
    shown = capsys.readouterr().out
    assert shown.count("结论：") == 3
    assert "乙市医疗保障局" in shown


def test_a_set_keeps_its_number_in_json(compiled: Path) -> None:
    second = read_all(compiled)[1]
    again = read_text(to_text(second, format="json"))
    assert again == second
    assert again.set == 2


def test_one_set_is_no_set_among_others() -> None:
    budget = cnbudget.example("artux")
    assert budget.set == 0
    assert check(budget).to_dict()["disclosure"]["set"] is None


def test_a_table_that_stands_again_in_the_text_begins_no_set() -> None:
    text = to_text(cnbudget.example("artux"))
    start = text.index("表 3")
    again = text[start : text.index("表 4", start)]
    found = one_file([text, "附：再次列示\n\n" + again])
    assert len(found) == 1


def test_the_cover_of_a_set_and_its_prose_are_its_own() -> None:
    texts = [
        published(ledger(), "青山市审计局", "xinjiang-2026")
        + "\n\n第三部分 2026年部门预算情况说明\n\n青山市审计局2026年收入预算比上年增加。\n\n2026年1月5日\n",
        "青山市水务局\n\n2026年部门预算\n\n第一部分 部门概况\n\n水务局主管水务。\n\n"
        + published(ledger(), "青山市水务局", "xinjiang-2026").split("\n", 1)[1],
    ]
    first, second = one_file(texts)
    assert first.passages[-1].text == "2026年1月5日"
    assert second.passages[0].text == "青山市水务局"
    assert second.agency == "青山市水务局"
    assert any("主管水务" in each.text for each in second.passages)


def ledger() -> Ledger:
    """The ledger of an example."""
    own, paid = cnbudget.FundingSource.GENERAL_OWN, cnbudget.Nature.PERSONNEL
    return Ledger(
        [
            cnbudget.Entry("2080505", "30108", source=own, nature=paid, amount="123000"),
            cnbudget.Entry("2010801", "30101", source=own, nature=paid, amount="523000"),
        ]
    )


def test_places_are_those_of_the_file(compiled: Path) -> None:
    lines = [min(f.place.line or 0 for f in budget.figures) for budget in read_all(compiled)]
    assert lines == sorted(lines)
    assert len(set(lines)) == 3
    assert attrs.fields(Disclosure).set.eq is False


def test_a_set_that_cannot_be_read_loses_no_other(
    compiled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def but_one(blocks: Any, *args: Any, **more: Any) -> Disclosure:
        found = disclosure_of_blocks(blocks, *args, **more)
        if found.agency == lost:
            raise UnreadableError(say("reading.budget_of_a_government"))
        return found

    monkeypatch.setattr(SETS_ARE_READ_BY, but_one)
    for number, lost in enumerate(("甲市医疗保障局", "乙市医疗保障局", "丙市医疗保障局"), 1):
        found = read_all(compiled)
        assert [budget.set for budget in found] == [n for n in (1, 2, 3) if n != number]
        (said_of_it,) = [p for p in found[0].problems if p.kind == "sets"]
        assert f"第 {number} 套表（{lost}）没有读入" in said_of_it.zh
        assert said_of_it.zh in check(found[0]).text()
        assert main(["check", str(compiled)]) == 2  # what could not be read has not passed
        shown = capsys.readouterr()
        assert said_of_it.zh in shown.out
        assert said_of_it.zh in shown.err
        assert main(["check", str(compiled), "--format", "json"]) == 2
        objects = json.loads(capsys.readouterr().out)
        assert [bool(each["error"]) for each in objects] == [n == number for n in (1, 2, 3)]
        assert objects[number - 1]["error"]["set"] == number
        assert not list(validator.iter_errors(objects[number - 1]))
        assert read(compiled).agency == found[0].agency
    monkeypatch.setattr(SETS_ARE_READ_BY, lambda *_, **__: but_none())
    with pytest.raises(UnreadableError):
        read_all(compiled)


def test_a_set_is_chosen_by_its_number(
    compiled: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for number, budget in enumerate(read_all(compiled), 1):
        chosen = read(compiled, set=number)
        assert chosen == budget
        assert [each.kind for each in chosen.problems if each.kind == "sets"] == ["sets"]
        assert main(["show", str(compiled), "--set", str(number)]) == 0
        shown = capsys.readouterr()
        assert ("97.17" in shown.out) == (number == 2)
        assert not shown.err
        out = tmp_path / "一套.json"
        assert main(["convert", str(compiled), str(out), "--set", str(number)]) == 0
        assert read(out) == budget
        assert main(["reconcile", str(compiled), "--set", str(number)]) == (number == 2)
        capsys.readouterr()
    for wrong in (0, 4, -1):
        with pytest.raises(UsageError, match="3 sets"):
            read(compiled, set=wrong)
    assert main(["show", str(compiled), "--set", "4"]) == 2
    assert "没有第 4 套表" in capsys.readouterr().err
    alone = tmp_path / "一.md"
    alone.write_text(to_text(cnbudget.example("artux")), encoding="utf-8")
    assert read(alone, set=1) == read(alone)
    assert main(["show", str(alone), "--set", "2"]) == 2


@pytest.mark.parametrize("command", [["show"], ["reconcile"], ["convert"]])
def test_that_there_are_more_sets_is_said(
    command: list[str], compiled: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = [str(tmp_path / "一套.md")] if command == ["convert"] else []
    assert main([*command, str(compiled), *out]) == 0
    assert "文件中有 3 套表，这里读的是第 1 套" in capsys.readouterr().err


def but_none() -> Disclosure:
    """No set can be read."""
    raise UnreadableError(say("reading.budget_of_a_government"))
