"""Templates of narratives: what each form says, read back; and templates of the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Entry, Flow, FundingSource, Ledger, Nature, Scope, publish
from cnbudget.composing import (
    Composition,
    Statement,
    TemplateError,
    blanks_of,
    compose,
    composition,
    load_template,
    template_names,
)
from cnbudget.composing.template_files import file_of, of_layout
from cnbudget.composing.years import Year
from cnbudget.errors import UnknownNameError
from cnbudget.invariants import Verdict
from cnbudget.layouts import names
from cnbudget.narrative import Claim, Narrative
from cnbudget.narrative.subjects import bare
from cnbudget.strategies import ledgers
from cnbudget.words import plain
from tests.composing.test_properties import KINDS, placeholder, read, supplied, told
from tests.profiles import tries

EXPECTED = Path(__file__).parent / "expected"
#: The form that each template is tried over.
FORMS = {
    "xinjiang": "xinjiang-2026",
    "shanghai": "shanghai-2025",
    "central": "central",
    "jiangsu": "central",
}
#: What may mean either of two totals, with what is carried over or without.
EITHER = {"收入预算": Flow.IN, "支出预算总计": Flow.OUT}
#: What no table tells: what the tests give there is made up.
OTHERS = ("other", "running", "procurement", "assets", "performance")

S, N = FundingSource, Nature


def misnamed(entry: Entry) -> bool:
    return str(entry.function).startswith("223") and entry.source not in S.STATE_CAPITAL


def vanishing(budget: Disclosure) -> bool:
    """Whether sources that print as nothing add up to something: a list by printed amounts names none of them."""
    year = Year(budget)
    parts = [
        year.of(Scope(source=each, flow=Flow.INCOME))
        for each in (S.GENERAL, S.FUND, S.STATE_CAPITAL)
    ]
    whole = year.of(Scope(source=S.APPROPRIATION, flow=Flow.INCOME))
    return bool(whole and whole.value) and not any(part and part.value for part in parts)


@st.composite
def compositions(draw: st.DrawFn, name: str) -> Composition:
    """Narratives by a template, of drawn ledgers, with last year and without, filled in or not."""
    form = FORMS[name]
    now = draw(ledgers(2026, layout=form))
    same, nothing = (Ledger(each, now.agency, year=2025) for each in (list(now), []))
    last = draw(st.none() | st.sampled_from([same, nothing]) | ledgers(2025, layout=form))
    # category 223 is named as the state capital budget's expenditure, and that alone spends it
    assume(not any(misnamed(entry) for each in (now, last) for entry in each or ()))
    budget = publish(now, form)
    assume(not vanishing(budget))
    before = None if last is None else publish(last, form)
    base = draw(st.sampled_from([None, "percent", "words"]))
    known = now if draw(st.booleans()) else None
    texts = {}
    if draw(st.booleans()):
        for blank in composition(budget, before, ledger=known, template=name).blanks:
            if not blank.key.startswith(("projects/", "performance", "running/text")):
                texts[blank.key] = "8" if blank.kind == "number" else "政策调整"
    return composition(
        budget,
        before,
        ledger=known,
        template=name,
        reasons=texts,
        zero_base=base,  # type: ignore[arg-type]
    )


Said = list[tuple[object, ...]]
Sources = dict[str, FundingSource]


def meant(subject: str, scope: Scope | None, headings: Sources) -> Scope | None:
    """A scope as the document's own words have it: its headings, and totals that may be either of two."""
    if scope is None:
        return None
    if str(scope.function[0]).startswith("223"):  # 国有资本经营预算支出 is a category and a budget
        function = None if str(scope.function[0]) == "223" else scope.function
        return attrs.evolve(scope, source=S.STATE_CAPITAL, function=function)
    for words, flow in EITHER.items():
        if words in subject and scope.flow & flow:
            return attrs.evolve(scope, flow=flow)
    source = headings.get(plain(subject))
    if source is None or scope.source not in source:
        return scope
    return attrs.evolve(scope, source=source)


def compared(
    one: Claim | Statement, section: str, members: Iterable[str], headings: Sources
) -> tuple[object, ...]:
    """A claim or a statement, as the two are compared."""
    what = (
        tuple(map(bare, members)) if one.kind == "list" else meant(one.subject, one.scope, headings)
    )
    return one.kind, section, one.value, None if one.kind == "none" else one.unit, what


def stated(made: Composition, headings: Sources) -> Said:
    return [
        compared(each, each.section, each.members, headings)
        for each in made.statements
        if each.kind != "list" or each.members
    ]


def claimed(narrative: Narrative, headings: Sources) -> Said:
    return [
        compared(each, each.section.key, [name for name, _ in each.members], headings)
        for each in narrative.claims
        if each.kind in KINDS and each.role == "stated" and (each.kind != "list" or each.members)
        if not of_last_year(each, narrative.context.year)
    ]


def of_last_year(claim: Claim, year: int | None) -> bool:
    """Whether it is that last year had nothing (去年预算数为0万元), which nobody has to state."""
    earlier = None not in (claim.year, year) and claim.year != year
    assert not earlier or claim.value == 0 or claim.kind != "amount"
    return earlier and claim.kind == "amount"


@pytest.mark.parametrize("name", ["central", "jiangsu", "shanghai"])
@settings(max_examples=tries(3))
@given(data=st.data())
def test_what_is_composed_is_read_and_holds(name: str, data: st.DataObject) -> None:
    made = data.draw(compositions(name))
    narrative = read(made)
    headings = narrative.context.printed_figures.headings
    assert claimed(narrative, headings) == stated(made, headings)
    assert narrative.claims.unread == ()
    report = cnbudget.check(told(made))
    findings = [f for f in report.findings if not supplied(f) and not placeholder(f)]
    wrong = [f.words.text("zh") for f in findings if f.verdict is Verdict.VIOLATED]
    assert wrong == []
    amounts: dict[tuple[int | None, str], set[str]] = {}
    for claim in narrative.claims:
        amounts.setdefault((claim.place.line, claim.text), set()).add(claim.kind)
    untied = [
        (each.place.line, each.text)
        for each, _ in report.untied
        if each.row.within not in OTHERS
        and "amount" in (kinds := amounts.get((each.place.line, each.text), set()))
        and "change" not in kinds  # a change is tied by last year's file, or by its rate
    ]
    assert untied == []


# What each form says -----------------------------------------------------------------------------------


def made_up(year: int, more: str, carried: str = "0") -> Ledger:
    """A bureau of a form that tells what comes in from what is spent."""
    spent = [
        Entry("2011101", "30101", source=S.GENERAL_OWN, nature=N.PERSONNEL, amount="3200000"),
        Entry("2011101", "30201", source=S.GENERAL_OWN, nature=N.OPERATING, amount=more),
        Entry("2011101", "30231", source=S.GENERAL_OWN, nature=N.OPERATING, amount="36000"),
        Entry("2210201", "30113", source=S.GENERAL_OWN, nature=N.PERSONNEL, amount="410000"),
        Entry("2011104", "30227", source=S.GENERAL_OWN, nature=N.PROJECT, amount="800000", project="专项审计"),
    ]  # fmt: skip
    total = 3200000 + int(more) + 36000 + 410000 + 800000
    sums = [("2011101", total - 410000 - int(carried)), ("2210201", 410000)]
    came = [
        Entry(code, None, source=S.GENERAL_OWN, nature=None, amount=str(amount), flow=Flow.INCOME)
        for code, amount in sums
    ]
    if int(carried):
        came.append(
            Entry(
                "2011101",
                None,
                source=S.GENERAL_OWN,
                nature=None,
                amount=carried,
                flow=Flow.OPENING,
            )
        )
    return Ledger([*spent, *came], "某市某局", year=year)


def plain_entries(year: int, more: str) -> Ledger:
    """The same of a form that does not."""
    return Ledger(
        [e for e in made_up(year, more) if e.flow is Flow.EXPENDITURE], "某市某局", year=year
    )


Line = tuple[str, str, FundingSource, Nature, str]
FUND: Line = ("2296002", "30299", S.FUND_OWN, N.PROJECT, "120000")
CAPITAL = ("2230105", "31204", S.STATE_CAPITAL_OWN, N.PROJECT, "500000")
STAFF = ("2130301", "30101", S.GENERAL_OWN, N.PERSONNEL, "3200000")
OFFICE = ("2130301", "30201", S.GENERAL_OWN, N.OPERATING, "260000")
CARS = ("2130399", "30231", S.GENERAL_OWN, N.OPERATING, "36000")
#: This year's lines, last year's (None is not known), and how what is spent comes in.
EDGES: dict[str, tuple[list[Line], list[Line] | None, Flow]] = {
    "nothing": ([], [], Flow.INCOME),
    "nothing any more": ([], [STAFF, OFFICE, CARS, FUND, CAPITAL], Flow.INCOME),
    "all new": ([STAFF, OFFICE, CARS, FUND, CAPITAL], [], Flow.INCOME),
    "the same": ([STAFF, CARS, FUND], [STAFF, CARS, FUND], Flow.INCOME),
    "the same and carried over": ([STAFF, FUND], [STAFF, FUND], Flow.OPENING),
    "a new item": ([STAFF, OFFICE, CARS], [STAFF, OFFICE], Flow.INCOME),
    "a new fund": ([STAFF, FUND], [STAFF], Flow.INCOME),
    "no fund any more": ([STAFF], [STAFF, FUND, CAPITAL], Flow.INCOME),
    "funds alone": ([FUND, CAPITAL], None, Flow.INCOME),
    "carried over alone": ([STAFF, OFFICE], [STAFF], Flow.OPENING),
}


def edge(name: str, lines: list[Line], year: int, flow: Flow) -> Disclosure:
    entries = []
    for function, economic, source, nature, amount in lines:
        project = "某项目" if nature is N.PROJECT else None
        entries.append(
            Entry(function, economic, source=source, nature=nature, amount=amount, project=project)
        )
        if FORMS[name] == "central":
            entries.append(
                Entry(function, None, source=source, nature=None, amount=amount, flow=flow)
            )
    return publish(Ledger(entries, "某市某局", year=year), FORMS[name])  # fmt: skip


@pytest.mark.parametrize("case", EDGES)
@pytest.mark.parametrize("name", FORMS)
def test_the_edges(name: str, case: str) -> None:
    """Of nothing, of what is new, gone or the same, of funds and of what is carried over, without vehicles."""
    lines, before, flow = EDGES[case]
    now = edge(name, lines, 2026, flow)
    last = None if before is None else edge(name, before, 2025, Flow.INCOME)
    texts = {"assets/vehicles": "0", "assets/plan_vehicles": "0", "assets/vehicle_value": "0"}
    wanted = {b.key: b for b in blanks_of(now, last, template=name)}
    texts = {key: text for key, text in texts.items() if key in wanted}
    texts |= {key: "政策调整" for key, b in wanted.items() if b.kind == "reason" and b.needed}
    texts |= {key: "0" for key in wanted if key.startswith("procurement/")}
    made = composition(now, last, template=name, reasons=texts)
    narrative = read(made)
    headings = narrative.context.printed_figures.headings
    assert claimed(narrative, headings) == stated(made, headings)
    assert narrative.claims.unread == ()
    findings = [f for f in cnbudget.check(told(made)).findings if not placeholder(f)]
    assert [f.words.text("zh") for f in findings if f.verdict is Verdict.VIOLATED] == []
    assert not [
        text
        for text in ("元元", "，，", "。。", "，。", "；。", "：。", "年年", "（）")
        if text in made.text
    ]
    if name in ("jiangsu", "shanghai"):  # which tell the kinds of vehicles
        assert "离退休干部用车0辆" in made.text
    if name == "jiangsu":  # which works out no rate from nothing
        assert "增长100%" not in made.text


def example(name: str) -> Composition:
    form = FORMS[name]
    kept = form == "central"
    now = made_up(2026, "260000", "90000") if kept else plain_entries(2026, "260000")
    last = made_up(2025, "300000") if kept else plain_entries(2025, "300000")
    texts = {"duties": "依法履行职责。", "structure": "下设三个科室。"}
    wanted = {b.key: b for b in blanks_of(publish(now, form), publish(last, form), template=name)}
    for key, blank in wanted.items():
        if blank.kind == "reason" and blank.needed:
            texts[key] = "厉行节约"
    return composition(publish(now, form), publish(last, form), template=name, reasons=texts)


@pytest.mark.parametrize("name", FORMS)
def test_the_text_of_a_made_up_bureau(name: str) -> None:
    """Read these aloud: they are what the region publishes. A changed sentence of a template shows here."""
    assert example(name).text + "\n" == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")


def test_every_shipped_template_is_tried_and_has_a_form() -> None:
    assert set(template_names()) == set(FORMS)
    for name in template_names():
        assert set(load_template(name).layouts) <= {*names(), "jiangsu"}


def test_no_form_speaks_as_another_region() -> None:
    """No section, sentence or term of one region in the text of another."""
    texts = {name: example(name).text for name in FORMS}
    for words, own in (
        ("全口径", "xinjiang"),
        ("财政拨款支出主要内容如下", "shanghai"),
        ("与上年相比", "jiangsu"),
    ):
        assert [name for name, text in texts.items() if words in text] == [own]


@pytest.mark.parametrize("form", [*FORMS.values(), "xinjiang-2024"])
def test_a_form_gets_its_own(form: str) -> None:
    template, own = of_layout(form)
    assert own
    assert form in template.layouts
    budget = publish(plain_entries(2024, "1") if form != "central" else made_up(2026, "1"), form)
    assert composition(budget).template == template.name
    assert not [each for each in compose(budget).problems if each.kind == "narrative"]


def test_a_form_without_one_gets_the_central_and_says_so() -> None:
    budget = attrs.evolve(publish(made_up(2026, "1"), "central"), layout="某省")
    told = compose(budget)
    assert [each.zh for each in told.problems if each.kind == "narrative"] == [
        "表式“某省”没有自己的情况说明模板，按“中央部门预算情况说明”的写法撰写"
    ]
    asked = compose(budget, template="central")
    assert [each.text for each in asked.passages] == [each.text for each in told.passages]
    assert not [each for each in asked.problems if each.kind == "narrative"]


# Templates of the user's own ----------------------------------------------------------------------------


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = file_of("central").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    path = changed(tmp_path, "按照综合预算的原则，", "")
    budget = publish(made_up(2026, "1"), "central")
    for template in (path, str(path), load_template(path)):
        assert "综合预算" not in "".join(
            p.text for p in compose(budget, template=template).passages
        )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("收支总预算{amount}", "收支总预算{amuont}", "amuont"),
        ("{list:sources}", "{list:source}", "source"),
        ('of = "收支总预算"', 'of = "收支总预"', "收支总预"),
        ('when = "table income"', 'when = "tables income"', "tables income"),
        ('each = "items"', 'each = "itmes"', "itmes"),
        ("收支总预算{amount}", "收支总预算{amount", "{amount"),
        ('whole = "收入预算"', 'wohle = "收入预算"', "wohle"),
        ('is = "THREE_PUBLIC"', 'is = "THREE"', "THREE"),
        ('kind = "categories"', 'kind = "category"', "category"),
        ('key = "total"', 'kee = "total"', "kee"),
    ],
)
def test_a_slip_in_a_template_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(TemplateError) as error:
        load_template(changed(tmp_path, old, new))
    assert what in str(error.value.value)
    assert "own.toml" in error.value.where


def test_no_such_template(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="no such template"):
        load_template("hunan")
    with pytest.raises(TemplateError, match="cannot be opened"):
        load_template(tmp_path / "none.toml")
    bad = tmp_path / "bad.toml"
    bad.write_text("a = [", encoding="utf-8")
    with pytest.raises(TemplateError):
        load_template(bad)


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("name = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(TemplateError, match="TOML"):
        load_template(path)
