"""Looking subjects up, by code and by text."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from cnbudget import classification
from cnbudget.classification import Budget, Confidence, Kind, Level, Subject
from cnbudget.errors import CodeError, UnknownCodeError, UnknownNameError

LISTS = classification.for_year(2026)


class Digits:
    """A code object as other modules have them: str() is the digits."""

    def __str__(self) -> str:
        return "2080505"


def test_a_subject() -> None:
    subject = LISTS.functional["20805"]
    assert subject == Subject(
        "20805",
        "行政事业单位养老支出",
        kind=Kind.FUNCTIONAL,
        level=Level.SECTION,
        parent="208",
        children=(
            "2080501",
            "2080502",
            "2080503",
            "2080505",
            "2080506",
            "2080507",
            "2080508",
            "2080599",
        ),
        budgets=(Budget.GENERAL,),
        since=2020,
        until=None,
        confidence=Confidence.CONFIRMED,
        years_confidence=Confidence.PROBABLE,
        path="社会保障和就业支出/行政事业单位养老支出",
    )
    assert repr(subject) == "<Subject 20805 行政事业单位养老支出 2020– confirmed>"
    assert str(subject) == "20805 行政事业单位养老支出"
    again = pickle.loads(pickle.dumps(subject))  # noqa: S301 (our own)
    assert again == subject
    assert hash(again) == hash(subject)


@pytest.mark.parametrize(
    ("kind", "code", "name", "level"),
    [
        ("functional", "234", "抗疫特别国债安排的支出", Level.CATEGORY),
        ("economic", "30217", "公务接待费", Level.SECTION),
        ("government_economic", "50102", "社会保障缴费", Level.SECTION),
        ("revenue", "1030148", "国有土地使用权出让收入", Level.ITEM),
        ("funding", "111", "一般公共预算资金", Level.ITEM),
    ],
)
def test_each_list(kind: str, code: str, name: str, level: Level) -> None:
    subject = LISTS.catalogue(Kind(kind))[code]
    assert (subject.name, subject.level) == (name, level)
    assert getattr(LISTS, kind)[code] is subject


def test_budgets_of_functional_subjects() -> None:
    assert LISTS.functional["208"].budgets == (
        Budget.GENERAL,
        Budget.FUND,
        Budget.STATE_CAPITAL,
    )
    assert LISTS.functional["209"].budgets == (Budget.SOCIAL_INSURANCE,)
    assert LISTS.economic["301"].budgets == ()


def test_a_catalogue_is_a_mapping() -> None:
    economic = LISTS.economic
    assert list(economic)[:3] == ["301", "30101", "30102"]
    assert len(economic) == len(list(economic.items())) == 110
    assert "30101" in economic
    assert "3010" not in economic
    assert economic.get("3010") is None
    assert economic.get("39906", "gone") == "gone"
    assert repr(economic) == "<Catalogue economic 2026: 110 subjects>"


def test_code_objects_serve_as_keys() -> None:
    key: str = Digits()  # type: ignore[assignment]
    assert LISTS.functional[key] is LISTS.functional["2080505"]
    assert key in LISTS.functional
    assert LISTS.functional.get(key) is LISTS.functional["2080505"]


@pytest.mark.parametrize(
    "text",
    [
        "2080501",
        "２０８０５０１",
        "行政单位离退休",
        "<b>行政單位離退休</b>",
        "行政事业单位养老支出/行政单位离退休",
        "社会保障和就业支出/行政事业单位养老支出/行政单位离退休",
        "社会保障和就业支出 / 行政事业单位养老支出 / 行政单位离退休",
    ],
)
def test_find(text: str) -> None:
    assert LISTS.functional.find(text).code == "2080501"


def test_find_prefers_the_category_of_a_shared_name() -> None:
    assert LISTS.functional.find("其他支出").code == "229"


def test_named_gives_them_all() -> None:
    running = LISTS.functional.named("行政运行")
    assert len(running) > 50
    assert {subject.name for subject in running} == {"行政运行"}
    assert LISTS.functional.named("不存在的科目") == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("养老", "2081006"),
        ("20805", "20805"),
        ("11", "11"),  # exactly, before 110 of another list
        ("行政单位离退修", "2080501"),
        ("养老支出/行政单位", "2080501"),
        ("公务接待", "30217"),
    ],
)
def test_search(text: str, first: str) -> None:
    assert LISTS.search(text, limit=5)[0].code == first


def test_search_of_nothing_like_it() -> None:
    assert LISTS.search("zzz") == ()
    assert LISTS.functional.search("") == ()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("2080", "have 3, 5 or 7 digits, this has 4 (write 208, 20805 or 2080505)"),
        ("30108", "begin with 2"),
        ("20a", "digits only"),
        ("", "digits only"),
    ],
)
def test_malformed_codes(code: str, said: str) -> None:
    with pytest.raises(CodeError) as caught:
        LISTS.functional[code]
    assert said in str(caught.value)
    assert caught.value.text("zh") != caught.value.text("en")
    assert caught.value.__context__ is None


def test_unknown_codes_say_what_there_is() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        LISTS.functional["2080598"]
    assert "under 20805 行政事业单位养老支出 there are 2080501, 2080502" in str(caught.value)
    assert isinstance(caught.value, KeyError)
    assert str(copy.copy(caught.value)) == str(caught.value)
    with pytest.raises(UnknownCodeError, match="other years: 信访事务 2018–2023"):
        LISTS.functional["2010308"]


@pytest.mark.parametrize("year", [1990, 2017, 2100, 0, -1])
def test_years_without_lists(year: int) -> None:
    with pytest.raises(UnknownNameError, match="there are for 2018 to 2026") as caught:
        classification.for_year(year)
    assert caught.value.value == year
    with pytest.raises(UnknownNameError):
        classification.judge("208", None, year)
    with pytest.raises(UnknownNameError):
        classification.changes(year, 2020)


@pytest.mark.parametrize("year", ["2026", 2026.0, True, None])
def test_years_of_another_type(year: object) -> None:
    with pytest.raises(UnknownNameError, match="no classifications"):
        classification.for_year(year)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "  ", "<b></b>", "\n"])
def test_empty_names(text: str) -> None:
    with pytest.raises(UnknownNameError, match="the name is empty"):
        LISTS.functional.find(text)


def test_unknown_names_suggest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 2080501 行政单位离退休"):
        LISTS.functional.find("<b>行政单位离退</b>")
    with pytest.raises(UnknownNameError, match=r"subjects of 2026 have this name.*2010101 一般"):
        LISTS.functional.find("行政运行")
    with pytest.raises(UnknownNameError, match="search for a part"):
        LISTS.functional.find("zzz")


def printed(script: str) -> list[str]:
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()


def test_importing_cnbudget_loads_none_of_it() -> None:
    script = (
        "import sys, cnbudget; "
        "print([name for name in sys.modules if 'classification' in name or 'characters' in name])"
    )
    assert printed(script) == ["[]"]


def test_importing_the_classifications_reads_no_list() -> None:
    script = (
        "from cnbudget import classification as c; lists = c.default(); print(lists._tables); "
        "c.for_year(2026).economic['301']; print(sorted(k.value for k in lists._tables))"
    )
    assert printed(script) == ["{}", "['economic', 'funding']"]
