"""What a check finds: findings, and what holds them. Plain values; `Report` puts them into words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Literal

import attrs

from cnbudget.amounts import Unit, exact
from cnbudget.disclosure import Disclosure
from cnbudget.figures import NOWHERE, Figure, Place, standing, stands_as
from cnbudget.invariants import Verdict
from cnbudget.language import language
from cnbudget.messages import Said, Words, say, tell
from cnbudget.ties.untied import Untied
from cnbudget.values import Value

#: The names that a finding's law can have, with their Chinese names.
LAWS: dict[str, str] = {
    "agree": "表间一致",
    "add-up": "加总",
    "contain": "包含",
    "balance": "收支平衡",
    "share": "占比",
    "change": "增减额",
    "growth": "增长率",
    "count": "计数",
    "weight": "权重",
    "negative": "负数",
    "code": "科目编码",
    "name": "科目名称",
    "form": "表式",
    "slip": "文字",
}


#: What the law of a rule of one's own begins with.
OWN = "own:"


def law_words(law: str) -> Words:
    """What a law is called; a rule of one's own is called what its author calls it.

    >>> law_words("share").text("zh"), law_words("own:接待费").text("en")
    ('占比', 'own:接待费')
    """
    return Said(LAWS.get(law, law.removeprefix(OWN)), law)


#: The kinds of findings, the gravest first.
KINDS = ("error", "minor", "note", "open", "rounding")
_NAMED_KINDS = {
    "error": say("page.kind_error"),
    "minor": say("page.kind_minor"),
    "note": say("page.kind_note"),
    "open": say("page.kind_open"),
    "rounding": say("page.kind_rounding"),
}
_SHOWN = 24  # figures of a finding in a notebook


@attrs.frozen(eq=False, repr=False)
class Suspect(Value):
    """A figure that may be the wrong one, and what would settle the matter.

    Attributes:
        figure: The figure.
        suggestion: The value, in the figure's unit, with which the laws would come out; None if no one value does.
        settles: How many violated laws that would settle.
        breaks: How many satisfied laws that would break.
        score: How suspects are ranked: laws settled less laws broken, then laws that would come out
            exactly, then fewer broken, then numbers that are printed before those that were left out or are zero.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> cell = budget.expenditure["2101501"].total
    >>> wrong = budget.with_figures([(cell, cell.evolve(value=Decimal("97.17")))])
    >>> suspect = cnbudget.check(wrong).wrong[0].suspects[0]
    >>> suspect.figure.text, suspect.suggestion, suspect.why("en")
    ('97.17', Decimal('79.17'), 'changing it alone would settle 3 violated laws')
    """

    figure: Figure = attrs.field(eq=stands_as)
    suggestion: Decimal | None
    settles: int = attrs.field(kw_only=True)
    breaks: int = attrs.field(kw_only=True)
    score: tuple[int, ...] = attrs.field(default=(), kw_only=True)

    def why(self, lang: str = "zh") -> str:
        """Why it is suspected, in words."""
        breaks = tell(lang, "laws.would_break", breaks=self.breaks) if self.breaks else ""
        return tell(lang, "laws.would_settle", settles=self.settles, breaks=breaks)


@attrs.frozen(eq=False, repr=False)
class Finding(Value):
    """Something that did not come out exactly.

    Findings compare by value. Where in the file their figures stand is not compared, as with figures and tables.

    Attributes:
        id: Its name in the report.
        law: Which law: one of `LAWS`, or ``own:NAME`` of a rule of one's own.
        verdict: "rounding", "violated" or "undecided".
        severity: "error", "minor" (尾差) or "note".
        words: What it is, in words; see `zh`, `en` and `message`.
        unit: The unit of the numbers.
        measure: What they count, where they are no money ("辆", "分"); "" for money.
        expected: What the parts or the other side come to; None where there is no sum.
        found: What is printed.
        allowance: The largest difference that rounding could explain.
        figures: All figures in it.
        suspects: The figures that may be wrong, the most likely first.
        caused_by: The finding that this is a consequence of, or None.
        place: Where to look first.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> cell = budget.expenditure["2101501"].total
    >>> wrong = budget.with_figures([(cell, cell.evolve(value=Decimal("97.17")))])
    >>> found = cnbudget.check(wrong).wrong[0]
    >>> found.law, found.verdict.value, found.message("en")[:20], found.suspects[0].suggestion
    ('agree', 'violated', 'table 3 (expenditure', Decimal('79.17'))
    """

    id: str
    law: str
    verdict: Verdict = attrs.field(kw_only=True)
    severity: str = attrs.field(kw_only=True)
    words: Words = attrs.field(kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    measure: str = attrs.field(default="", kw_only=True)
    expected: Decimal | None = attrs.field(default=None, kw_only=True)
    found: Decimal | None = attrs.field(default=None, kw_only=True)
    allowance: Decimal | None = attrs.field(default=None, kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True, eq=standing)
    suspects: tuple[Suspect, ...] = attrs.field(default=(), kw_only=True)
    caused_by: str | None = attrs.field(default=None, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    @classmethod
    def of(
        cls,
        zh: str,
        en: str = "",
        *,
        figures: Iterable[Figure] = (),
        severity: Literal["error", "note"] = "error",
        expected: Decimal | None = None,
        found: Decimal | None = None,
    ) -> Finding:
        """What a rule of one's own finds; the check gives it its name and its law.

        Args:
            zh: What it is, in Chinese.
            en: The same in English; as in Chinese if not given.
            figures: The figures in it, the one to look at first.
            severity: "error", or "note" where nothing need be wrong.
            expected: What should be there, in the unit of the figures.
            found: What is there.

        >>> Finding.of("没有安排培训费", "no training is planned", severity="note")
        <Finding   violated note: no training is planned>
        """
        several = tuple(figures)
        return cls(
            "",
            "",
            verdict=Verdict.VIOLATED,
            severity=severity,
            words=Said(zh, en or zh),
            unit=several[0].unit if several else Unit.WAN,
            measure=several[0].column.measure if several else "",
            expected=expected,
            found=found,
            figures=several,
            place=several[0].place if several else NOWHERE,
        )

    @property
    def kind(self) -> str:
        """What it is to its reader: one of `KINDS`.

        An open finding could not be decided; one of rounding needs no action.
        """
        if self.verdict is Verdict.ROUNDING:
            return "rounding"
        return "open" if self.verdict is Verdict.UNDECIDED else self.severity

    @property
    def difference(self) -> Decimal | None:
        """What is printed, less what is expected."""
        if self.expected is None or self.found is None:
            return None
        return exact.subtract(self.found, self.expected)

    def named(self, name: str, caused_by: str | None) -> Finding:
        """The same finding under another name, and under its cause's.

        Args:
            name: The name.
            caused_by: The name of the finding that it is a consequence of, or None.

        >>> Finding.of("没有安排培训费", "no training is planned").named("F7", None).id
        'F7'
        """
        if name == self.id and caused_by == self.caused_by:
            return self
        made = object.__new__(Finding)  # attrs.evolve would take several times as long
        for put, value in zip(_PUT, _held(self), strict=True):
            put(made, value)
        _put_id(made, name)
        _put_cause(made, caused_by)
        return made

    def __repr__(self) -> str:
        words = self.en if len(self.en) < 120 else self.en[:117] + "..."
        return f"<Finding {self.id} {self.law} {self.verdict.value} {self.severity}: {words}>"

    def _repr_html_(self) -> str:
        from cnbudget.notebooks import as_html

        lang = language()
        shown = self.figures[:_SHOWN]
        rows = [[each.where(lang), each.grouped, each.unit_text] for each in shown]
        likely = self.suspects[0].figure.address if self.suspects else None
        rest = len(self.figures) - len(shown)
        return as_html(
            f"{_NAMED_KINDS[self.kind].text(lang)} {self.id}\n{self.message(lang)}",
            (
                say("page.concerned", count=len(self.figures)).text(lang),
                say("list.found").text(lang),
                say("page.unit").text(lang),
            ),
            rows,
            after=[say("page.more_figures", count=rest).text(lang)] * bool(rest),
            totals=[i for i, each in enumerate(shown) if each.address == likely],
        )

    @property
    def key(self) -> str:
        """The key of its message in the catalogue; "" if it is put together otherwise."""
        return getattr(self.words, "key", "")

    def message(self, lang: str = "zh") -> str:
        """The finding in words, Chinese (``"zh"``) or English (``"en"``)."""
        return self.words.text(lang)

    @property
    def zh(self) -> str:
        """The finding in Chinese."""
        return self.words.text("zh")

    @property
    def en(self) -> str:
        """The finding in English."""
        return self.words.text("en")


_NAMES = tuple(each.name for each in attrs.fields(Finding))
_held = attrgetter(*_NAMES)
_PUT = tuple(getattr(Finding, name).__set__ for name in _NAMES)
_put_id, _put_cause = (getattr(Finding, name).__set__ for name in ("id", "caused_by"))


def renamed(finding: Finding, name: str, caused_by: str | None) -> Finding:
    """A finding that nobody else has yet under another name, with its cause's; it is the finding itself.

    Args:
        finding: The finding.
        name: The name.
        caused_by: The name of the finding that it is a consequence of, or None.

    >>> found = Finding.of("没有安排培训费", "no training is planned")
    >>> renamed(found, "F7", None) is found, found.id
    (True, 'F7')
    """
    _put_id(finding, name)
    _put_cause(finding, caused_by)
    return finding


@attrs.frozen(eq=False, repr=False)
class NotChecked(Value):
    """Something in the document that was not checked, and why.

    Attributes:
        about: What it is.
        place: Where it stands.
        reason: Why it was not checked.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> [each.key for each in cnbudget.check(budget, prose=False).not_checked]
    ['unchecked.not_asked']
    """

    about: Words
    place: Place = attrs.field(default=NOWHERE, eq=False)
    reason: Words = attrs.field(kw_only=True)

    @property
    def key(self) -> str:
        """The key of the reason in the catalogue; "" if it is put together otherwise."""
        return getattr(self.reason, "key", "")

    @property
    def what(self) -> str:
        """What it is, in Chinese."""
        return self.about.text("zh")

    @property
    def where(self) -> str:
        """Where it stands, in Chinese."""
        return self.place.words("zh")

    @property
    def why(self) -> str:
        """Why it was not checked, in Chinese."""
        return self.reason.text("zh")

    @property
    def en(self) -> tuple[str, str]:
        """What it is and why it was not checked, in English."""
        return self.about.text("en"), self.reason.text("en")


@attrs.frozen(eq=False, repr=False)
class Tally(Value):
    """How many laws came out how.

    Attributes:
        exact: How many came out exactly.
        rounding: How many are off by no more than rounding explains.
        violated: How many are violated.
        undecided: How many could not be decided.

    >>> Tally(exact=12, rounding=1).total
    13
    """

    exact: int = 0
    rounding: int = 0
    violated: int = attrs.field(default=0, kw_only=True)
    undecided: int = attrs.field(default=0, kw_only=True)

    @property
    def total(self) -> int:
        """All of them."""
        return self.exact + self.rounding + self.violated + self.undecided

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.exact + other.exact,
            self.rounding + other.rounding,
            violated=self.violated + other.violated,
            undecided=self.undecided + other.undecided,
        )


@attrs.frozen(eq=False, repr=False)
class Explained(Value):
    """How far the question came which figures are wrong.

    Attributes:
        complete: Whether it was finished for all laws that are violated. It is asked within a number of steps, the
            same on every machine; where they were used up first, some findings have no suspects, or suspects by the
            laws one by one.
        least: Whether it is proven that no lighter figures than the likeliest ones would, changed, make all laws hold
            at once; None where one figure explains all, or nothing is violated.
    """

    complete: bool = True
    least: bool | None = None


@attrs.frozen(eq=False, repr=False)
class Since(Value):
    """A report beside an earlier one of the same budget.

    Attributes:
        gone: What was found then and is no longer, in the words of then.
        new: The names of the findings that are new.
        still: The names of those that are still there.
        accepted: Why findings are accepted as they are, by their names.
    """

    gone: tuple[Words, ...] = ()
    new: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    accepted: dict[str, str] = attrs.field(factory=dict, hash=False)


@attrs.frozen(eq=False, repr=False)
class Results(Value):
    """All that a check found, and all that it did not look at; `Report` puts it into words.

    Attributes:
        disclosure: The budget that was checked.
        tallies: For each law that was checked, how often it came out how.
        findings: All that is not exact, the causes before their consequences.
        untied: Printed figures that no law ties, each with the reason.
        not_checked: What was not checked.
        explained: Whether it was finished which figures are most likely wrong.
        nothing: Whether there was nothing to check: no law on anything printed could be decided. So it is with a form
            that was not filled in, or a page that lost its figures; that its tables are there says nothing of a budget.
        lists: Of which years the lists of codes are, and what was laid over them.
        since: What became of the findings of an earlier check; None if it stands beside none.
        previous: Last year's document that it was held to, if one was given.
        rules: The names of the rules of one's own that it was held to.
        plugins: The names of the plug-ins that were in use.
    """

    disclosure: Disclosure
    tallies: dict[str, Tally] = attrs.field(hash=False)
    findings: tuple[Finding, ...] = attrs.field(kw_only=True)
    untied: tuple[Untied, ...] = attrs.field(kw_only=True)
    not_checked: tuple[NotChecked, ...] = attrs.field(kw_only=True)
    explained: Explained = attrs.field(default=Explained(), kw_only=True)
    nothing: bool = attrs.field(default=False, kw_only=True)
    lists: str = attrs.field(default="", kw_only=True)
    since: Since | None = attrs.field(default=None, kw_only=True)
    previous: Disclosure | None = attrs.field(default=None, kw_only=True)
    rules: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    plugins: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @property
    def checked(self) -> Tally:
        """How all laws together came out."""
        total = Tally()
        for tally in self.tallies.values():
            total += tally
        return total

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error or minor is violated, and something was checked."""
        return not self.wrong and not self.nothing

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The violated findings of severity error or minor."""
        return tuple(
            each
            for each in self.findings
            if each.verdict is Verdict.VIOLATED and each.severity != "note"
        )

    @property
    def causes(self) -> tuple[Finding, ...]:
        """The findings that are not consequences of others."""
        return tuple(each for each in self.findings if each.caused_by is None)

    def consequences(self, finding: Finding) -> tuple[Finding, ...]:
        """The findings that a finding causes."""
        return tuple(each for each in self.findings if each.caused_by == finding.id)
