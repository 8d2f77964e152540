"""Names by period, changes between years, and translation."""

from __future__ import annotations

import pytest

from cnbudget import classification
from cnbudget.classification import Kind
from cnbudget.classification.history import successor
from cnbudget.classification.rows import parse
from cnbudget.errors import CodeError, UnknownCodeError


def test_history() -> None:
    assert [(s.name, s.since, s.until) for s in classification.history("20805")] == [
        ("行政事业单位离退休", 2018, 2019),
        ("行政事业单位养老支出", 2020, None),
    ]
    assert [s.name for s in classification.history("30217")] == ["公务接待费"]
    assert [s.name for s in classification.history("11", kind=Kind.FUNDING)] == ["一般公共预算资金"]


def test_history_takes_each_period_as_it_stood() -> None:
    old, new = classification.history("207")
    assert "20704" in old.children
    assert "20704" not in new.children
    assert old.path == "文化体育与传媒支出"


def test_history_of_no_code() -> None:
    with pytest.raises(CodeError):
        classification.history("2080")
    with pytest.raises(CodeError, match="begin with 2"):
        classification.history("808")
    with pytest.raises(UnknownCodeError, match="does not have this code"):
        classification.history("2989999")


def test_changes() -> None:
    changes = classification.changes(2019, 2020, kind=Kind.FUNCTIONAL)
    assert "20805" in {each.after.code for each in changes.renamed}
    assert "234" in {subject.code for subject in changes.added}
    assert "2080504" in {subject.code for subject in changes.abolished}
    assert "20805" not in {subject.code for subject in changes.added + changes.abolished}
    assert repr(changes).startswith("<Changes 2019→2020: ")


def test_changes_the_other_way_round() -> None:
    forth, back = classification.changes(2018, 2021), classification.changes(2021, 2018)
    assert forth.added == back.abolished
    assert forth.abolished == back.added
    assert {(m.before, m.after) for m in forth.moved} == {(m.after, m.before) for m in back.moved}


def test_changes_within_a_year_are_none() -> None:
    changes = classification.changes(2020, 2020)
    assert (changes.added, changes.abolished, changes.renamed, changes.moved) == ((), (), (), ())


def test_changes_of_all_lists() -> None:
    changes = classification.changes(2020, 2021)
    assert {"39909", "59909"} <= {subject.code for subject in changes.added}


@pytest.mark.parametrize(
    ("code", "from_year", "to_year", "to_code"),
    [
        ("2080505", 2018, 2026, "2080505"),  # unchanged
        ("20805", 2018, 2026, "20805"),  # renamed
        ("2080204", 2018, 2026, "2082804"),  # 拥军优属 to the veterans
        ("2082804", 2026, 2018, "2080204"),
        ("2080209", 2018, 2026, "2082805"),  # 部队供应, moved, then renamed 军供保障
        ("2011004", 2020, 2021, "2080113"),  # 政府特殊津贴
        ("2200401", 2018, 2019, "2240501"),  # 行政运行, moved with 地震事务
        ("2299901", 2020, 2021, "2299999"),
    ],
)
def test_translate(code: str, from_year: int, to_year: int, to_code: str) -> None:
    (subject,) = classification.translate(code, from_year, to_year)
    assert subject.code == to_code
    assert subject in classification.for_year(to_year).functional.values()


@pytest.mark.parametrize(
    ("code", "from_year", "to_year"),
    [
        ("2011001", 2020, 2021),  # 行政运行 of a 款 that ended
        ("2011501", 2018, 2019),
        ("234", 2020, 2019),  # not yet there
    ],
)
def test_where_the_lists_do_not_know(code: str, from_year: int, to_year: int) -> None:
    assert classification.translate(code, from_year, to_year) == ()


def test_a_code_that_stays_is_not_translated_by_its_old_name() -> None:
    # 2010305 专项业务活动 was renamed in 2021, when 2220106 happened to take up the words.
    (subject,) = classification.translate("2010305", 2020, 2021)
    assert subject.code == "2010305"


def test_translating_a_code_that_the_year_does_not_have() -> None:
    with pytest.raises(UnknownCodeError, match="other years"):
        classification.translate("2080204", 2026, 2018)


def test_a_renamed_code_stays_although_its_name_appears_elsewhere() -> None:
    # 资助城市影院 became 资助影院建设 when 2071001, of another fund, took its name.
    (subject,) = classification.translate("2070702", 2018, 2019)
    assert subject.code == "2070702"


def test_names_that_cannot_be_told_apart_are_not_followed() -> None:
    text = (
        "298 [-2019]=甲\n 01 [-2019]=乙\n  01 [-2019]=同名\n  02 [-2019]=同名\n"
        "  03 [-2019]=独名\n"
        "299 [2020-]=甲\n 07 [2020-]=乙\n  01 [2020-]=同名\n  02 [2020-]=独名\n"
    )
    table = parse(text, Kind.FUNCTIONAL)
    moves = {code: successor(table, code, 2019, 2020) for code in table.rows if code < "299"}
    assert moves == {
        "298": "299",
        "29801": "29907",
        "2980101": "",
        "2980102": "",
        "2980103": "2990702",
    }
    assert successor(table, "2990701", 2020, 2019) == ""
