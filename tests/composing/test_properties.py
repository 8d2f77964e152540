"""Composed narratives read back to what was composed, hold, and every number in them that is changed is found."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import attrs
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Finding, Ledger
from cnbudget.composing import Composition, Statement, composition
from cnbudget.figures import Place
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim, Context, Narrative
from cnbudget.narrative.subjects import bare
from cnbudget.passages import Passage
from cnbudget.strategies import disclosures, ledgers

KINDS = ("amount", "none", "share", "change", "growth", "level", "list")


@st.composite
def compositions(draw: st.DrawFn, *, filled: bool | None = None) -> Composition:
    """Narratives of published ledgers, with and without last year, with and without the user's words."""
    now = draw(ledgers(2026))
    budget = draw(disclosures(st.just(now)))
    before = draw(st.none() | ledgers(2025))
    last: Ledger | Disclosure | None = before
    if before is not None and draw(st.booleans()):
        last = draw(disclosures(st.just(before)))  # in a form and rounding of its own
    known = now if draw(st.booleans()) else None
    base: Literal["percent", "words"] = "percent" if draw(st.booleans()) else "words"
    made = composition(budget, last, ledger=known, zero_base=base)
    if draw(st.booleans()) if filled is None else filled:
        texts = {b.key: "8" if b.kind == "number" else "政策调整" for b in made.blanks}
        texts = {key: text for key, text in texts.items() if not key.startswith("projects/")}
        texts.pop("performance"), texts.pop("running/text", None)
        made = composition(budget, last, ledger=known, zero_base=base, reasons=texts)
    return made


def placed(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(attrs.evolve(p, place=Place(line=n)) for n, p in enumerate(passages, 1))


def read(made: Composition) -> Narrative:
    budget = made.disclosure
    context = Context(
        budget.tables,
        agency=budget.agency,
        year=budget.year,
        stage=budget.stage,
        nature=budget.nature,
    )
    return Narrative(placed(made.passages), context)


def said(one: Claim | Statement, section: str, members: Sequence[str]) -> tuple[object, ...]:
    """A claim or a statement, as the two are compared."""
    return (
        one.kind,
        section,
        one.value,
        None if one.unit is None or one.kind == "none" else one.unit,
        tuple(map(bare, members)) if one.kind == "list" else one.scope,
    )


@given(compositions())
def test_what_is_composed_is_read(made: Composition) -> None:
    narrative = read(made)
    claims = [
        said(claim, claim.section.key, [name for name, _ in claim.members])
        for claim in narrative.claims
        if claim.kind in KINDS and claim.role == "stated"
    ]
    assert claims == [said(each, each.section, each.members) for each in made.statements]
    assert narrative.claims.unread == ()


def told(made: Composition) -> Disclosure:
    return attrs.evolve(made.disclosure, passages=placed(made.passages))


def placeholder(finding: Finding) -> bool:
    return finding.law == "slip" and "待填写" in finding.words.text("zh")


@given(compositions())
def test_what_is_composed_holds(made: Composition) -> None:
    report = cnbudget.check(told(made))
    wrong = [f for f in report.findings if f.verdict is Verdict.VIOLATED and not placeholder(f)]
    assert [finding.words.text("zh") for finding in wrong] == []
    for law in (
        "share",
        "growth",
    ):  # worked out from what is printed, so that they recompute exactly
        assert all(f.verdict is not Verdict.ROUNDING for f in report.findings if f.law == law)
    open_ones = [f for f in report.findings if f.verdict is Verdict.UNDECIDED]
    assert {finding.law for finding in open_ones} <= {"growth"}  # from nothing


@given(compositions())
def test_placeholders_are_found_where_they_stand(made: Composition) -> None:
    lines = [n for n, p in enumerate(made.passages, 1) if "【待填写：" in p.text]
    report = cnbudget.check(told(made))
    found = [f.place.line for f in report.findings if placeholder(f)]
    assert sorted(set(found), key=lambda n: n or 0) == lines


@given(st.data(), compositions())
def test_a_changed_number_is_found_at_its_line(data: st.DataObject, made: Composition) -> None:
    budget = told(made)
    before = cnbudget.check(budget)
    untied = {(figure.place.line, figure.text) for figure, _ in before.untied}
    claims = list(read(made).claims)
    tied = [
        claim
        for claim in claims
        if claim.kind in ("amount", "share", "change", "growth")
        and claim.role == "stated"
        and claim.scope is not None
        and claim.value
        and made.passages[(claim.place.line or 0) - 1].text.count(claim.text) == 1
    ]
    tied = [claim for claim in tied if (claim.place.line, claim.text) not in untied]
    if not tied:
        return
    claim = data.draw(st.sampled_from(tied))
    line = claim.place.line or 0
    more = data.draw(st.sampled_from([Decimal("0.9"), Decimal(10), Decimal(10000)]))
    wrong = abs(claim.value or Decimal(0)) + more
    if hidden(claim, wrong, claims):
        return
    passage = budget.passages[line - 1]
    changed = attrs.evolve(passage, text=passage.text.replace(claim.text, f"{wrong:.2f}"))
    passages = (*budget.passages[: line - 1], changed, *budget.passages[line:])
    report = cnbudget.check(attrs.evolve(budget, passages=passages))
    at = [
        finding
        for finding in report.findings
        if finding.verdict is Verdict.VIOLATED
        and finding.law != "slip"
        and any(figure.place.line == line for figure in finding.figures)
    ]
    assert at, (claim, wrong, passage.text)


def hidden(claim: Claim, wrong: Decimal, claims: Sequence[Claim]) -> bool:
    """Whether rounding hides that a number was changed, or no law could tell."""
    if claim.kind == "amount":
        return False
    if claim.kind == "share":
        part, whole = claim.of, claim.whole
        return part is None or whole is None or within(wrong, part.value, whole.value, "0.005")
    change = claim.whole if claim.kind == "growth" else claim
    rate = claim if claim.kind == "growth" else next((c for c in claims if c.whole is claim), None)
    if change is None or rate is None or change.of is None:
        return True
    more = (
        wrong.copy_sign(change.value or 0) if claim.kind == "change" else change.value or Decimal(0)
    )
    printed = (
        wrong.copy_sign(rate.value or 0) if claim.kind == "growth" else rate.value or Decimal(0)
    )
    return within(printed, more, (change.of.value or Decimal(0)) - more, "0.01")


def within(printed: Decimal, part: Decimal | None, whole: Decimal | None, half: str) -> bool:
    """Whether some true amounts have that ratio, in per cent; or the whole may be nothing."""
    assert part is not None
    assert whole is not None
    off, last = Decimal(half), Decimal("0.005")
    if whole <= off:
        return True
    ratios = [100 * (part + a) / (whole + b) for a in (-off, off) for b in (-off, off)]
    return min(ratios) - last <= printed <= max(ratios) + last
