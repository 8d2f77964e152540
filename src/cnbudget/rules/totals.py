"""The figures of a document that total everything of a source and a nature."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.rules.amounts import money, value
from cnbudget.scope import Scope
from cnbudget.tables import Row
from cnbudget.words import plain

if TYPE_CHECKING:
    import re

#: By what the totals of a source and a nature may be told from everything.
_OF_WHOLES = frozenset(("source", "nature", "flow"))


class Wholes:
    """The figures of a document that total everything of a source and a nature.

    Attributes:
        disclosure: The budget.
        tables: Its tables.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self._by_kind: dict[tuple[FundingSource, Nature], Figure] = {}
        self._covers: dict[tuple[FundingSource, Nature], list[Figure] | None] = {}
        self.tables = disclosure.tables
        for table in disclosure.tables:
            for row in table.rows:
                scope = row.address.scope
                if scope is not None and scope.is_told_by(_OF_WHOLES):
                    self._take(row)

    def _take(self, row: Row) -> None:
        for figure in row.figures:
            scope = figure.scope
            if scope is None or not scope.is_told_by(_OF_WHOLES):
                continue
            if not scope.flow & Flow.EXPENDITURE:
                continue
            kind = (scope.source, scope.nature)
            known = self._by_kind.get(kind)
            if known is None or (known.state is not State.VALUE and figure.state is State.VALUE):
                self._by_kind[kind] = figure

    def spent_on(self, economic: tuple[str, ...]) -> list[Figure]:
        """The figures of all money spent on some economic codes, as a row or a column of a table has them."""
        found = []
        for table in self.tables:
            for side in table.sides:
                columns = [
                    column.scope is not None and column.scope.economic == economic
                    for column in side.columns
                ]
                for row in side.rows:
                    scope = row.address.scope
                    if scope is None or scope.function != ("",):
                        continue
                    here = scope.economic == economic
                    for figure, there in zip(row.figures, columns, strict=True):
                        mine = figure.scope
                        if (here or there) and mine is not None and _of_now(mine):
                            found.append(figure)
        return found

    def headed(self, words: re.Pattern[str]) -> list[Figure]:
        """The printed figures of rows (of no project) or columns whose label has some words, those of totals first."""
        found = []
        for headings, rows in self._labels:
            columns = [bool(words.search(heading)) for heading in headings]
            some = any(columns)
            for label, row in rows:
                here = label is not None and words.search(label)
                if here or some:
                    found += [
                        (row.kind != "total", figure)
                        for figure, there in zip(row.figures, columns, strict=True)
                        if (here or there) and figure.state is State.VALUE
                    ]
        return [figure for _, figure in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def _labels(self) -> list[tuple[list[str], list[tuple[str | None, Row]]]]:
        """The labels of each side's columns and rows; None of a row that is a project."""
        return [
            (
                [plain(column.column) for column in side.columns],
                [(None if row.project_name else plain(row.address.row), row) for row in side.rows],
            )
            for table in self.tables
            for side in table.sides
        ]

    def find(self, source: FundingSource, nature: Nature | None = None) -> Figure | None:
        """The figure of a source and a nature (all natures if not given)."""
        return self._by_kind.get((source, nature or self.disclosure.nature))

    def whole(self, nature: Nature | None = None) -> Figure | None:
        """The figure of all sources that the form knows: it may have no money carried over."""
        found = self.find(FundingSource.ALL, nature)
        return found if found is not None else self.find(FundingSource.CURRENT, nature)

    def cover(self, source: FundingSource, nature: Nature | None = None) -> list[Figure] | None:
        """Figures that together total a source, as far as the form knows it; None if there are none.

        The largest are taken first.
        """
        natures = nature or self.disclosure.nature
        asked = (source, natures)
        if asked not in self._covers:
            self._covers[asked] = self._cover(source, natures)
        return self._covers[asked]

    def all_or_fiscal(self, figure: Figure) -> list[Figure]:
        """The figures of all money; or of the appropriations, if these have the amount of a figure.

        Some provinces' texts give the 财政性资金 of the whole department, and many forms set goals for nothing else.
        """
        whole = self.whole()
        for source in _FISCAL if value(figure) != value(whole) else ():
            cover = self.cover(source)
            if cover and money(cover) == value(figure):
                return cover
        return [] if whole is None else [whole]

    def of_projects(self) -> list[Figure]:
        """The figures of project expenditure out of this year's appropriations."""
        whole = self.find(_S.APPROPRIATION, Nature.PROJECT)
        if whole is not None:
            return [whole]
        general, *others = (
            self.find(source, Nature.PROJECT) for source in (_S.GENERAL, _S.FUND, _S.STATE_CAPITAL)
        )
        if general is None:
            return []
        return [general, *(part for part in others if part is not None and part.value)]

    def _cover(self, source: FundingSource, natures: Nature) -> list[Figure] | None:
        known = self._largest_first.get(natures, ())
        left = source._value_ & reduce(or_, (bits for bits, _ in known), 0)
        found = []
        for bits, figure in known:
            if not bits & ~left:
                found.append(figure)
                left &= ~bits
        return found if found and not left else None

    @cached_property
    def _largest_first(self) -> dict[Nature, list[tuple[int, Figure]]]:
        """The figures of each nature with their sources as bits, those of most sources first."""
        found: dict[Nature, list[tuple[int, Figure]]] = {}
        for (source, nature), figure in self._by_kind.items():
            found.setdefault(nature, []).append((source._value_, figure))
        for each in found.values():
            each.sort(key=lambda one: -one[0].bit_count())
        return found


_S = FundingSource
_FISCAL = (
    _S.APPROPRIATION | _S.CARRIED_APPROPRIATION,
    _S.APPROPRIATION,
    _S.GENERAL | _S.CARRIED_GENERAL,
    _S.GENERAL,
)


def _of_now(scope: Scope) -> bool:
    """Whether a scope is of the document's own year and stage."""
    return scope.year is None and scope.stage is None
