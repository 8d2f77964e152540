"""A disclosure (预算公开): a whole published document as a plain value."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, overload

import attrs

from cnbudget.amounts import Unit
from cnbudget.corrections import Correction
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure.deviation import Deviation
from cnbudget.disclosure.lookup import figures_called, has_part, part_of, table_of
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Figure, State
from cnbudget.files import SourceFile
from cnbudget.messages import say
from cnbudget.passages import Passage
from cnbudget.problems import Problem
from cnbudget.scope import Scope
from cnbudget.tables import (
    AppropriationRow,
    BasicRow,
    CarryOverRow,
    ExpenditureRow,
    IncomeRow,
    NaturesRow,
    Printing,
    ProjectRow,
    Row,
    Scoped,
    SourcesRow,
    SummaryRow,
    Table,
    printing_of,
    replaced,
    told_apart,
)
from cnbudget.values import Value

if TYPE_CHECKING:
    from cnbudget.classification import Classification
    from cnbudget.invariants import Choice, Derived, Explanation
    from cnbudget.narrative import Claims, Narrative, Overview, PreviousYear, Section, Term
    from cnbudget.performance import (
        Assets,
        DescribedProject,
        Performance,
        ProcurementPlan,
        RunningCosts,
        Sides,
        Staff,
    )

__all__ = [
    "WORDS",
    "Correction",
    "Deviation",
    "Disclosure",
    "Passage",
    "Problem",
]

#: What stands for a layout's name where tables were read by their words alone.
WORDS = "words"


@attrs.frozen(eq=False, repr=False)
class Disclosure(Value):
    """A published budget.

    Attributes:
        agency: The agency that publishes (部门 or 单位).
        year: The fiscal year.
        stage: "预算" or "决算".
        level: "部门", "单位" or None if the document does not say.
        unit: The unit of money of most tables.
        layout: The name of the layout that the tables follow; `WORDS` if they were read by their words alone.
        nature: The natures of expenditure that the layout knows; together they are everything.
        sources: The funding sources that the layout knows; together they are everything.
        tables: The form's tables in the form's order, those that the document lacks among them (status
            "missing"), then tables that the form does not have.
        order: The keys of the form's tables in the document's order.
        passages: Everything else in the document, in its order.
        problems: What could not be read.
        source: Name of the file, where there is one.
        content: The file's bytes, for its digest.
        set: Which of the sets of tables of its file it is, from 1; 0 where it is the only one.
        files: The files that it was read from, where these are several.
        derived: The laws between the figures, if reading had to derive them.
        choices: What was chosen where the words of tables leave a scope open; see `explain`.
        corrections: The corrections made since it was read; see `corrected`.
        deviation: How far the printed figures are from the ledger that they were published from.
        left_out: How many names of persons, telephone and other numbers of theirs reading left out.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> budget.expenditure["2101501"].basic.text
    '79.17'
    >>> budget[3, "2101501", "基本支出"] is budget.expenditure["2101501"].basic
    True
    """

    agency: str
    year: int | None
    stage: str = attrs.field(default="预算", kw_only=True)
    level: str | None = attrs.field(default=None, kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    layout: str = attrs.field(kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    sources: FundingSource = attrs.field(default=FundingSource.ALL, kw_only=True)
    tables: tuple[Table[Any], ...] = attrs.field(kw_only=True, converter=told_apart)
    order: tuple[str, ...] = attrs.field(default=(), kw_only=True, eq=False)
    passages: tuple[Passage, ...] = attrs.field(default=(), kw_only=True, eq=False)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True, eq=False)
    source: str = attrs.field(default="", kw_only=True, eq=False)
    content: bytes = attrs.field(default=b"", kw_only=True, eq=False)
    set: int = attrs.field(default=0, kw_only=True, eq=False)
    files: tuple[SourceFile, ...] = attrs.field(default=(), kw_only=True, eq=False)
    derived: Derived | None = attrs.field(default=None, kw_only=True, eq=False)
    choices: tuple[Choice, ...] = attrs.field(default=(), kw_only=True, eq=False)
    corrections: tuple[Correction, ...] = attrs.field(default=(), kw_only=True, eq=False)
    deviation: Deviation | None = attrs.field(default=None, kw_only=True, eq=False)
    left_out: int = attrs.field(default=0, kw_only=True, eq=False)

    _known: dict[Hashable, Any] = attrs.field(factory=dict, init=False, eq=False)

    @property
    def by_words(self) -> bool:
        """Whether the tables follow no layout, and were read by their words alone."""
        return self.layout == WORDS

    # The standard tables -----------------------------------------------------------------------

    @property
    def summary(self) -> Table[SummaryRow]:
        """部门收支总体情况表 (two sides: ``.income`` and ``.expenditure``)."""
        return self.table("summary")

    @property
    def income(self) -> Table[IncomeRow]:
        """部门收入总体情况表."""
        return self.table("income")

    @property
    def expenditure(self) -> Table[ExpenditureRow]:
        """部门支出总体情况表."""
        return self.table("expenditure")

    @property
    def appropriation(self) -> Table[AppropriationRow]:
        """财政拨款收支预算总体情况表 (two sides)."""
        return self.table("appropriation")

    @property
    def general(self) -> Table[ExpenditureRow]:
        """一般公共预算支出情况表."""
        return self.table("general")

    @property
    def basic(self) -> Table[BasicRow]:
        """一般公共预算基本支出情况表."""
        return self.table("basic")

    @property
    def projects(self) -> Table[ProjectRow]:
        """一般公共预算项目支出情况表."""
        return self.table("projects")

    @property
    def fund(self) -> Table[NaturesRow]:
        """政府性基金预算支出情况表."""
        return self.table("fund")

    @property
    def state_capital(self) -> Table[NaturesRow]:
        """国有资本经营预算支出情况表."""
        return self.table("state_capital")

    @property
    def three_public(self) -> Table[SourcesRow]:
        """财政拨款“三公”经费支出情况表."""
        return self.table("three_public")

    @property
    def commissioned(self) -> Table[SourcesRow]:
        """财政拨款委托业务费支出情况表."""
        return self.table("commissioned")

    @property
    def carry_over(self) -> Table[CarryOverRow]:
        """上年结转结余情况表."""
        return self.table("carry_over")

    # Beside the tables --------------------------------------------------------------------------

    @property
    def sides(self) -> Sides:
        """The performance goals and the other side matters together; read when first asked for."""
        found: Sides | None = self._known.get("sides")
        if found is None:
            from cnbudget.performance import read_sides

            how = self.printing
            found = self._known["sides"] = read_sides(
                self.passages,
                sections=self.narrative.sections,
                unit=how.unit,
                places=how.places,
                rounding=how.rounding,
            )
        return found

    @property
    def printing(self) -> Printing:
        """How its tables print amounts of money: in which unit, with how many places, and rounded how."""
        found: Printing | None = self._known.get("printing")
        if found is None:
            found = self._known["printing"] = printing_of(self.tables, self.unit)
        return found

    @property
    def performance(self) -> Performance:
        r"""The performance goals (绩效目标): the whole agency's, each project's, and what the text counts of them.

        >>> import cnbudget
        >>> from cnbudget.examples import example_path
        >>> text = example_path("artux").read_text(encoding="utf-8") + (
        ...     "\n\n项目支出绩效目标表\n\n"
        ...     "项目名称\t\t实有资金\t\n项目资金（万元）\t年度预算总额\t50.00\t\n"
        ...     "一级指标\t三级指标\t指标值\t权重\n"
        ...     "产出指标\t维护次数\t>= 12 次\t40\n成本指标\t维护成本\t<=50万元\t50\n"
        ... )
        >>> goals = cnbudget.read_text(text).performance.projects[0]
        >>> goals.name, goals.total.text, [each.target for each in goals.indicators]
        ('实有资金', '50.00', [Target('≥12次'), Target('≤50万元')])
        """
        return self.sides.performance

    @property
    def procurement(self) -> ProcurementPlan | None:
        """Government procurement (政府采购) as the text states it; None if it does not."""
        return self.sides.procurement

    @property
    def assets(self) -> Assets | None:
        """State assets (国有资产) as the text states them; None if it does not."""
        return self.sides.assets

    @property
    def running_costs(self) -> RunningCosts | None:
        """Agency running costs (机关运行经费) as the text states them; None if it does not."""
        return self.sides.running_costs

    @property
    def described_projects(self) -> tuple[DescribedProject, ...]:
        """The projects that the text describes (项目支出情况说明)."""
        return self.sides.described

    @property
    def staff(self) -> tuple[Staff, ...]:
        """The staff that the first part counts (编制和实有人数)."""
        return self.sides.staff

    @property
    def sha256(self) -> str:
        """The digest of the file, of several the first; "" if the budget was not read from one."""
        files = self.files or (SourceFile(self.source, self.content),)
        return files[0].sha256 if self.source else ""

    # The narrative -----------------------------------------------------------------------------

    @property
    def narrative(self) -> Narrative:
        """The prose, read when it is first asked for."""
        return self.narrative_with()

    def narrative_with(self, lists: Classification | None = None) -> Narrative:
        """The prose, its items looked up in lists of one's own.

        >>> import cnbudget
        >>> from cnbudget import classification
        >>> len(cnbudget.example("artux").narrative_with(classification.default()).sections)
        2
        """
        key = "narrative", lists
        found: Narrative | None = self._known.get(key)
        if found is None:
            from cnbudget.narrative import Context, Narrative  # the tables alone do not need it

            context = Context(
                self.tables,
                agency=self.agency,
                year=self.year,
                stage=self.stage,
                level=self.level,
                nature=self.nature,
                lists=lists,
                printing=self.printing,
            )
            found = self._known[key] = Narrative(self.passages, context)
        return found

    @property
    def sections(self) -> tuple[Section, ...]:
        """The document section by section, without the tables of the form.

        >>> import cnbudget
        >>> cnbudget.example("artux").sections[0]
        <Section ? : 1 passages>
        """
        return self.narrative.sections

    @property
    def claims(self) -> Claims:
        """What the prose asserts: amounts, shares, changes, lists, each with its scope."""
        return self.narrative.claims

    @property
    def overview(self) -> Overview:
        """What Part One says: duties, structure, staff."""
        overview = self.narrative.overview
        if not self.staff:
            return overview
        first = self.staff[0]
        counts = {
            kind: int(figure.value) for kind, figure in first.counts if figure.value is not None
        }
        return attrs.evolve(overview, staff=counts, staff_changes=dict(first.changes))

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of 名词解释 and their definitions."""
        return self.narrative.glossary

    @property
    def previous_year(self) -> PreviousYear:
        """Last year's budget, reconstructed from this year's amounts and their changes."""
        return self.narrative.previous_year

    # Reaching tables and figures ---------------------------------------------------------------

    def table(self, key: str | int) -> Table[Any]:
        """A table by its key, or by its number in the document (or, without one, in the form).

        Raises:
            NotInBudgetError: No such table, or the document lacks it.

        >>> import cnbudget
        >>> cnbudget.example("artux").table("expenditure").title
        '部门支出总体情况表'
        """
        return table_of(self.tables, key, where=self.source)

    @overload
    def __getitem__(self, key: int | str | tuple[int | str]) -> Table[Any]: ...
    @overload
    def __getitem__(self, key: tuple[int | str, object]) -> Row: ...
    @overload
    def __getitem__(self, key: tuple[int | str, object, str]) -> Figure: ...
    @overload
    def __getitem__(self, key: tuple[Any, ...]) -> Any: ...
    def __getitem__(self, key: Any) -> Any:
        """A table (``budget[3]``), a row (``budget[3, "208"]``) or a figure (``budget[3, "208", "合计"]``).

        Raises:
            NotInBudgetError: No such table, row or column.
        """
        return part_of(self.tables, key, where=self.source)

    def __contains__(self, key: object) -> bool:
        """Whether ``budget[key]`` is there: a table, (table, row), or (table, row, column); or that very table.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> "expenditure" in budget, (3, "2101501") in budget, 99 in budget
        (True, True, False)
        """
        return has_part(self.tables, key)

    def get(self, key: Any, default: Any = None) -> Any:
        """``budget[key]``, or ``default`` if the document lacks that table, row or column.

        Args:
            key: What `budget[key]` takes: a table, or a table, row and column.
            default: What is given in its place.

        Raises:
            NotInBudgetError: There are several rows of that name.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> budget.get("expenditure").number, budget.get("no such table")
        (3, None)
        """
        return self[key] if key in self else default  # noqa: SIM401  (this is that method)

    def keys(self) -> tuple[str, ...]:
        """The keys of the tables that the document has, in the form's order.

        >>> import cnbudget
        >>> cnbudget.example("artux").keys()[:3]
        ('summary', 'income', 'expenditure')
        """
        return tuple(table.key for table in self.tables if table.status != "missing")

    def __iter__(self) -> Iterator[Table[Any]]:
        return iter(self.tables)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all tables."""
        return tuple(figure for table in self.tables for figure in table.figures)

    def find(self, scope: Scope | str) -> tuple[Figure, ...]:
        """All figures of a scope, or of rows that are called by some words, in the document's order.

        Args:
            scope: A scope; or a row's name, its code or its project, as `Table.find` takes it. Where no row is called
                so, the headings of columns are looked through.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> {figure.row.key: figure.text for figure in budget.find("住房公积金") if figure.value}
        {'income': '32.43', 'expenditure': '32.43', 'general': '32.43', 'basic': '32.43'}
        """
        if isinstance(scope, str):
            return figures_called(self.tables, scope)
        wanted = scope.meet(Scope(source=self.sources, nature=self.nature, flow=scope.flow))
        scoped: Scoped | None = self._known.get("scoped")
        if scoped is None:
            scoped = self._known["scoped"] = Scoped(self.tables)
        return tuple(scoped.every.get(wanted, ())) if wanted is not None else ()

    def figure(self, scope: Scope) -> Figure:
        """A figure of that scope: a printed one if there is one, the first of several.

        A scope that leaves the nature open means all natures that the form knows.

        Raises:
            NotInBudgetError: The document publishes no figure of that scope.

        >>> import cnbudget
        >>> from cnbudget import FundingSource, Nature, Scope
        >>> budget = cnbudget.example("artux")
        >>> budget.figure(Scope("210", source=FundingSource.GENERAL)).text
        '348.93'
        """
        found = self.find(scope)
        if not found:
            raise NotInBudgetError(say("documents.no_such_scope", scope=scope), where=self.source)
        return next((figure for figure in found if figure.state is State.VALUE), found[0])

    def corrected(self, correction: Correction) -> Disclosure:
        """The budget with a correction made, and recorded in `corrections`; this one stays as it is.

        Figures that were inferred rest on what has changed, and are missing again. A number of the text is replaced in
        its passage, and the text read again: every other number must come out as before.

        Args:
            correction: One of those that `cnbudget.reconcile` lists, or one of your own.

        Raises:
            NotInBudgetError: A figure of the correction is not one of this budget, or a number of the text that cannot
                be replaced by itself, as where a word would have to change with it.

        >>> import cnbudget
        >>> from decimal import Decimal
        >>> budget = cnbudget.example("artux")
        >>> old = budget[3, "2101501", "基本支出"]
        >>> given = Correction("given", ((old, old.evolve(value=Decimal("79.71"))),), zh="数字颠倒", en="transposed")
        >>> budget.corrected(given)[3, "2101501", "基本支出"].text
        '79.71'
        """
        inside = [pair for pair in correction.changes if pair[0].row.within == "table"]
        changed = {old.address for old, _ in inside}
        undone = [
            (old, old.evolve(value=None, state=State.MISSING, basis=None, candidates=None))
            for old in self.figures
            if old.state is State.INFERRED and old.address not in changed
        ]
        made = self.with_figures([*inside, *undone])
        tables = []
        for old_table, table in zip(self.tables, made.tables, strict=True):
            units = {figure.unit for figure in table.figures}
            same = table is old_table or len(units) != 1
            tables.append(table if same else attrs.evolve(table, unit=units.pop()))
        record = (*self.corrections, correction)
        made = attrs.evolve(made, tables=tuple(tables), corrections=record)
        outside = [pair for pair in correction.changes if pair[0].row.within != "table"]
        if outside:
            from cnbudget.restatement import restated

            def again(passages: tuple[Passage, ...]) -> Disclosure:
                return attrs.evolve(self, passages=passages)

            made = attrs.evolve(made, passages=restated(self, outside, again))
        return made

    def with_figures(self, changes: Iterable[tuple[Figure, Figure]]) -> Disclosure:
        """The same disclosure with some of its figures replaced.

        Args:
            changes: Pairs of a figure of this disclosure, the very object, and what is to stand in its place.

        Raises:
            NotInBudgetError: A figure is not of this disclosure.

        >>> from decimal import Decimal
        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> figure = budget.expenditure["2101501"].basic
        >>> other = budget.with_figures([(figure, figure.evolve(value=Decimal("97.17")))])
        >>> other.expenditure["2101501"].basic.text, figure.text
        ('97.17', '79.17')
        """
        tables = replaced(self.tables, changes)
        derived = self.derived
        if derived is not None:
            derived = derived.like(tables) if derived.tables is self.tables else None
        return attrs.evolve(self, tables=tables, derived=derived, deviation=None)

    def explain(self, figure: Figure) -> Explanation:
        """What a figure is: its scope, from which words and which laws it comes, its place, and the laws that tie it.

        Where words leave a scope open, the laws of the document choose among a few alternatives; `Explanation.choices`
        has what was chosen, what else it could have been, and the laws that decided.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> print(budget.explain(budget[10, "总计", "合计"]).scope_words)
        经济 30212、30217、30231、30913、31013，财政拨款
        >>> budget.explain(budget[3, "2101501", "基本支出"]).words
        ('部门支出总体情况表', '支出预算', '基本支出', '卫生健康支出', '医疗保障管理事务', '行政运行', '2101501')
        """
        from cnbudget.invariants import explain

        return explain(self.tables, figure, self.choices)

    def __repr__(self) -> str:
        present = sum(table.status in ("present", "empty") for table in self.tables)
        return (
            f"<Disclosure {self.agency} {self.year}年{self.stage}: "
            f"{present} tables, {self.layout}, {self.unit.zh}>"
        )

    def _repr_html_(self) -> str:
        from cnbudget.disclosure.shown import as_table

        return as_table(
            self.tables, agency=self.agency, year=self.year, stage=self.stage, unit=self.unit
        )
