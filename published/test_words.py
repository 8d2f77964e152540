"""Documents and small inputs of forms that no layout explains, read by their words."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import pytest

from cnbudget import State, UnreadableError, check, read
from cnbudget.forms import title_of
from cnbudget.invariants import Verdict, compiled, derive
from published.documents import FOLDER, SHARED
from published.forms import facts

FAULTS = SHARED / "faults" / "forms"
#: Facts that are open, with the reason: an expense that no scope has.
OPEN = {"guangzhou-qxj-2026": 1}  # 行政经费
#: Laws between figures that are broken in the document itself, each read on the page.
BROKEN = {
    "yantai-mzj-2026": 3,  # page 24: 差旅费 5.50 under 小计 4.50, in a row, in a column and against page 18
    "yantai-sjj-2026": 2,  # pages 9 and 11, 15 and 17: 0.01 apart
    "xian-gzw-2022": 60,  # page 29: from row 6 on, amounts of table 6 stand one row too high
}
#: Printed amounts without a scope, of some documents.
UNTOLD = {
    "beijing-sjj-2026": 4,
    "guangzhou-qxj-2026": 2,
    "guangzhou-zfb-2026": 2,
    "xian-sjj-2026": 2,
}
NAMES = sorted(
    path.name
    for path in FOLDER.iterdir()
    if path.is_dir() and not path.name.startswith(("sh-", "shanghai", "beijing-sfj", "xian-wjw"))
)


#: The documents of which facts were read by hand.
FACTS = (
    "chongqing-slj-2026", "chongqing-zfb-2026", "fuzhou-ybj-2026", "guangzhou-qxj-2026", "shenzhen-sjj-2026",
    "suzhou-yjj-2026", "swu-2021", "xian-gzw-2022", "xian-sjj-2026", "yantai-mzj-2026", "yantai-sjj-2026",
)  # fmt: skip


def test_all_facts_are_known() -> None:
    assert sorted(path.parent.name for path in FOLDER.glob("*/facts.json")) == sorted(FACTS)


@pytest.mark.parametrize("layouts", [None, ()], ids=["any", "words alone"])
@pytest.mark.parametrize("name", FACTS)
def test_facts_are_right_or_open(name: str, layouts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = facts()
    monkeypatch.setattr(tool.cnbudget, "read", lambda path: read(path, layouts=layouts))
    data = json.loads((FOLDER / name / "facts.json").read_text(encoding="utf-8"))
    path = FOLDER / name / data["file"]
    (right, wrong, unscoped, unread), bad, prose, _ = tool.one(data, path)
    assert prose == len(data.get("prose", ()))
    assert bad[OPEN.get(name, 0) :] == []
    assert (wrong, unscoped, unread) == (0, OPEN.get(name, 0), 0)
    assert right > 30


@pytest.mark.parametrize("name", NAMES)
def test_no_law_breaks_but_those_that_the_document_breaks(name: str) -> None:
    tables = FOLDER / name / "tables.pdf"
    document = read(tables if tables.exists() else FOLDER / name / "original.pdf")
    assert document.layout == "words"
    verdicts = compiled(derive(document.tables)).verdicts()
    assert verdicts.count(Verdict.VIOLATED) == BROKEN.get(name, 0)
    assert verdicts.count(Verdict.EXACT) > 80
    values = [figure for figure in document.figures if figure.state is State.VALUE and figure.value]
    assert sum(figure.scope is None for figure in values) == UNTOLD.get(name, 0)


@pytest.mark.parametrize(
    "name",
    ["beijing.html", "changchun.html", "js.html", "levels.html", "units.html",
     "swallow.pdf", "univ-budget.xlsx", "univ-final.html"],
)  # fmt: skip
def test_small_inputs_are_read_and_nothing_is_accused(name: str) -> None:
    document = read(FAULTS / name)
    assert document.layout == "words"
    assert [finding.zh for finding in check(document).wrong] == []
    assert not any(figure.state is State.INFERRED for figure in document.figures)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("fujian-county-page.html", ["45.00"]),
        ("final3p.html", ["应为 0.91"]),  # the sentence that says so stands under it
        ("js-prose.txt", ["20.00"]),
        ("central.html", ["-15.22"]),
        ("narrative-page-2015.html", ["488.62"]),
    ],
)
def test_what_was_planted_is_found_and_nothing_else(name: str, found: list[str]) -> None:
    said = [each.zh for each in check(read(FAULTS / name)).wrong if each.caused_by is None]
    assert len(said) == len(found)
    assert all(amount in each for amount, each in zip(found, said, strict=True))


def test_what_may_be_an_excerpt_lacks_nothing_and_an_old_name_is_noted() -> None:
    report = check(read(FAULTS / "cls.txt"))
    assert report.wrong == ()
    notes = [each.zh for each in report.findings if each.law == "name"]
    assert ["2018年及以前" in each for each in notes] == [True]


def test_background_rectangles_change_nothing() -> None:
    plain, shaded = read(FAULTS / "plain.pdf"), read(FAULTS / "shade.pdf")
    assert plain.figures == shaded.figures
    told = [
        [(c.kind, c.subject, c.text, c.scope) for c in each.narrative.claims]
        for each in (plain, shaded)
    ]
    assert told[0] == told[1]
    assert len(told[0]) >= 12


def test_a_page_of_placed_texts_has_its_tables() -> None:
    report = check(read(FAULTS / "positioned.html"))
    assert report.wrong == ()
    assert sum(figure.scope is not None for figure in report.disclosure.figures) == 8


def test_an_export_of_debts_is_refused() -> None:
    with pytest.raises(UnreadableError, match="地方政府一般债务余额情况表"):
        read(FAULTS / "debt-export.xlsx")


def test_all_spellings_of_titles_are_known() -> None:
    words = [
        ast.literal_eval(f"[{lists}]")
        for lists in re.findall(
            r"(?m)^[FG]=\[(.*)\]$", _text_of("titles.py") + _text_of("titles-try.py")
        )
    ]
    titles = [title for each in words for title in each]
    assert len(titles) > 75
    assert [title for title in titles if title_of(title) is None] == []


def _text_of(name: str) -> str:
    return (FAULTS / name).read_text(encoding="utf-8") + "\n"


@pytest.mark.parametrize("name", ["gov-level.xlsx", "gov-city-hidden.xlsx"])
def test_a_governments_budget_is_refused(name: str) -> None:
    with pytest.raises(UnreadableError, match="whole government"):
        read(FAULTS / name)
