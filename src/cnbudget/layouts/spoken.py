"""What the words of a form say by themselves: a layout need not say it again.

A title, a heading or a label whose words the vocabulary knows has the scope that they say. A layout states what words
do not: that 一般公共预算 is of the own level alone beside a column of transfers, that 事业收入 has what goes through
the special account. An entry that states any piece is taken as it states it, and its words are not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from cnbudget.dimensions import BY_NAME, KINDS, STAGES, Flow, FundingSource, Procurement
from cnbudget.forms.meaning import ADJUSTED, CARRIED, OWN, Meaning, meaning_of, meant_together
from cnbudget.forms.vocabulary import Vocabulary
from cnbudget.layouts.printed import dated
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.values import Value, Visible

#: Flows that words name outright.
_NAMED = (Flow.CLOSING, Flow.SURPLUS_USED, Flow.OPENING, Flow.DISTRIBUTION)
_LAST = "{last_year}"


@attrs.frozen(eq=False, repr=False)
class SpokenEntry(Value):
    """What words say of a row or a column.

    Attributes:
        scope: What it adds to the scope of its cells.
        year: How far its year is from the document's.
        derived: Whether it is the difference of two others.
    """

    scope: Scope
    year: int = 0
    derived: bool = False


@attrs.frozen(eq=False, repr=False)
class WordedForm(Visible):
    """What holds for the whole of a form.

    Attributes:
        stage: The stage of its documents.
        whole: What it knows of money.
        words: The vocabulary.
    """

    stage: str
    whole: Scope
    words: Vocabulary

    @property
    def apart(self) -> bool:
        """Whether income and expenditure are apart; in a plain budget they share a scope."""
        return self.whole.flow is not Flow.EXPENDITURE

    def spoken(self, path: Sequence[str], place: str, within: Scope) -> SpokenEntry:
        """What the words of a row or a column say.

        Args:
            path: Its labels or headings from the top.
            place: "row" or "column".
            within: The scope of what it stands in.
        """
        said, year = self.said(path, place)
        anything = EVERYTHING if within.flow is EVERYTHING.flow else Scope(flow=within.flow)
        if said.difference:
            return SpokenEntry(anything, derived=True)
        if not said.understood or said.running or said.measure:
            return SpokenEntry(anything)
        own = None if said.stage == ADJUSTED else said.stage_in(self.stage)
        if own in STAGES[1:] and self.stage == STAGES[0]:
            year = -1  # a budget prints what was done in the year before
        sets = _sets(said)
        if said.government is not None and said.economic is None:
            sets["government_economic"] = said.government
        scope = Scope(
            source=_money(said, within, apart=self.apart),
            flow=_flow(said, within.flow) if self.apart else within.flow,
            stage=own if own != self.stage else None,
            **sets,
        )
        if place == "row":
            scope = _less(scope, within)
        return SpokenEntry(scope, -1 if said.year == "last" else year)

    def said(self, path: Sequence[str], place: str) -> tuple[Meaning, int]:
        """What words say from the top, and how far the year is that a layout leaves to the document."""
        year = -1 if any(_LAST in text for text in path) else 0
        bare = [dated(text, None) for text in path]
        return meant_together(meaning_of(text, place, self.words) for text in bare if text), year


def before_of(paths: Iterable[Sequence[str]], form: WordedForm) -> bool:
    """Whether one of a table's columns, told by their headings, is of what was there at the beginning of the year."""
    return form.apart and any(
        said.vintage == "CARRIED" or said.flow in (Flow.OPENING, Flow.SURPLUS_USED)
        for said, _ in (form.said(path, "column") for path in paths)
    )


def side_spoken(side: str | None, table: Scope, form: WordedForm) -> Scope:
    """What a side of a table totals: where flows are apart, what comes in or what goes out."""
    if not form.apart or side is None:
        return table
    flow = Flow.IN if side == "income" else Flow.OUT
    return table.meet(Scope(flow=flow)) or table


def title_spoken(title: str, form: WordedForm, *, before: bool) -> Scope:
    """What a title says that its whole table totals.

    Args:
        title: The title.
        form: What holds for the form.
        before: Whether some of its columns are of what comes from before.
    """
    whole = form.whole
    said = form.said([title], "title")[0]
    if not said.understood:
        return whole
    if said.running and said.economic:  # “三公”经费和机关运行经费: each column is of one of them
        said = attrs.evolve(said, economic=None)
    flow = whole.flow
    if form.apart and not said.balance:
        into = said.flow is not None and said.flow in Flow.IN
        flow &= (Flow.IN if before else Flow.INCOME) if into else Flow.EXPENDITURE
    sets = _sets(said)
    if said.subject == "PROCUREMENT":
        sets.setdefault("procurement", Procurement.PROCURED)
    source = _money(said, whole, apart=form.apart)
    return whole.meet(Scope(source=source, flow=flow or whole.flow, **sets)) or whole


def _sets(said: Meaning) -> dict[str, Any]:
    """What words say of a scope beside money, flow and stage."""
    names = ("nature", "procurement", "reservation", "economic")
    return {name: value for name in names if (value := getattr(said, name)) is not None}


def alike(said: Meaning) -> Meaning | None:
    """What is the same of all words for one thing; None if they say nothing that could tell it from others.

    >>> from cnbudget.forms import vocabulary
    >>> one, other = (meaning_of(text, "column", vocabulary()) for text in ("一般公共预算", "一般公共预算财政拨款收入"))
    >>> alike(one) == alike(other), alike(meaning_of("合计", "column", vocabulary()))
    (True, None)
    """
    if not said.understood or said.label or said.measure or not (said.says or said.difference):
        return None
    told = said.source is not None or said.vintage is not None
    flow = None if told and said.flow in (Flow.INCOME, Flow.IN) else said.flow
    return attrs.evolve(
        said,
        flow=flow,
        stage=None if said.stage == OWN else said.stage,
        balance=False,
        axis="",
        subject="",
        part=False,
    )


def _less(scope: Scope, within: Scope) -> Scope:
    """A scope without what it says of few kinds that what it stands in says anyway."""
    wider = (
        name
        for name in KINDS
        if name != "flow" and BY_NAME[name].sets.within(getattr(within, name), getattr(scope, name))
    )
    return scope.evolve(**{name: BY_NAME[name].sets.whole for name in wider})


def _money(said: Meaning, within: Scope, *, apart: bool) -> FundingSource:
    """The sources that words name: this year's, unless they or what they stand in are of money carried over.

    Where flows are apart, what is carried over is a flow, and the money the same.
    """
    if said.source is None and (said.vintage is None or apart):
        return FundingSource.ALL
    kind = FundingSource.ALL if said.source is None else said.source
    now, over = kind & FundingSource.CURRENT, FundingSource(0)
    for each, carried in CARRIED.items():
        if each & kind:
            over |= carried
    if apart or said.vintage == "CURRENT":
        return now
    if said.vintage == "CARRIED":
        return over
    if within.source in now | over:
        return within.source
    return now if now & within.source else over


def _flow(said: Meaning, within: Flow) -> Flow:
    """The flow of a row or a column that words name, or that of what it stands in."""
    if said.flow is not None and said.flow in _NAMED:
        return said.flow
    if said.vintage == "CARRIED" and said.flow is not Flow.EXPENDITURE:
        return Flow.OPENING
    into = said.vintage == "CURRENT" or (said.source is not None and within in Flow.IN)
    if into and Flow.INCOME in within and said.flow is not Flow.EXPENDITURE:
        return Flow.INCOME
    out = said.flow is Flow.EXPENDITURE and Flow.EXPENDITURE in within
    return Flow.EXPENDITURE if out else within
