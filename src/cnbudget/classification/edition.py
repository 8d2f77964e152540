"""The lists of all years, with what a user has laid over them, and the lists of one year."""

from __future__ import annotations

import copyreg
import os
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cnbudget.characters import normalised
from cnbudget.classification import judgement as _judgement
from cnbudget.classification import rows as _rows
from cnbudget.classification.catalogue import Catalogue, kind_of
from cnbudget.classification.history import Changes, Renaming, successor
from cnbudget.classification.judgement import Judgement
from cnbudget.classification.kinds import Kind, Level
from cnbudget.classification.rows import FIRST_YEAR
from cnbudget.classification.search import SIMILAR
from cnbudget.classification.subject import Subject
from cnbudget.codes import Code
from cnbudget.errors import CatalogueError, UnknownNameError
from cnbudget.messages import say

if TYPE_CHECKING:
    from cnbudget.classification.crosswalk import AgencyKind, Crosswalk


class Edition:
    """The lists as they stand in one year (某年度的政府收支分类科目).

    Attributes:
        year: The year.

    >>> from cnbudget.classification import for_year
    >>> edition = for_year(2026)
    >>> edition.functional["2080505"].name, edition.economic["30108"].name
    ('机关事业单位基本养老保险缴费支出', '机关事业单位基本养老保险缴费')
    """

    def __init__(self, lists: Classification, year: int) -> None:
        self._lists = lists
        self.year = year

    def __repr__(self) -> str:
        return f"<Edition {self.year}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Edition):
            return NotImplemented
        return self.year == other.year and self._lists == other._lists

    def __hash__(self) -> int:
        return hash((self.year, self._lists))

    @cached_property
    def functional(self) -> Catalogue:
        """支出功能分类: 201…234, to the 项."""
        return self.catalogue(Kind.FUNCTIONAL)

    @cached_property
    def economic(self) -> Catalogue:
        """部门预算支出经济分类: 301…399, to the 款."""
        return self.catalogue(Kind.ECONOMIC)

    @cached_property
    def government_economic(self) -> Catalogue:
        """政府预算支出经济分类: 501…599, to the 款."""
        return self.catalogue(Kind.GOVERNMENT_ECONOMIC)

    @cached_property
    def revenue(self) -> Catalogue:
        """收入分类: 101…110, to the 项."""
        return self.catalogue(Kind.REVENUE)

    @cached_property
    def funding(self) -> Catalogue:
        """资金性质: 1, 2, 3 and below."""
        return self.catalogue(Kind.FUNDING)

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The correspondences between the two economic classifications."""
        from cnbudget.classification.crosswalk import Crosswalk  # few ask for it

        return Crosswalk(
            self._lists.pairs,
            economic=frozenset(self.economic),
            government=frozenset(self.government_economic),
            year=self.year,
        )

    def catalogue(self, kind: Kind) -> Catalogue:
        """The list of one kind.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).catalogue(Kind.FUNDING)["11"].name
        '一般公共预算资金'
        """
        return self._lists.catalogue(kind, self.year)

    def search(self, text: str, *, limit: int = 20) -> tuple[Subject, ...]:
        """The subjects of all lists that a text may mean, best first.

        Args:
            text: A part of a code, name or path.
            limit: How many at most.

        >>> from cnbudget import classification
        >>> [str(s) for s in classification.for_year(2026).search("公务接待费", limit=2)]
        ['30217 公务接待费', '50206 公务接待费']
        """
        found = [
            (rank, place, code, kind)
            for place, kind in enumerate(Kind)
            for rank, code in self.catalogue(kind).ranked(text)
        ]
        if any(rank < SIMILAR for rank, *_ in found):
            found = [entry for entry in found if entry[0] < SIMILAR]
        found.sort(key=lambda entry: (entry[0], entry[1]))
        return tuple(self.catalogue(kind)[code] for _, _, code, kind in found[:limit])


_NAMES = (*(f"{kind.value}.dat" for kind in Kind), "crosswalk.dat")


def files_of(overlay: str | os.PathLike[str] | None) -> list[str]:
    """The files of a directory of lists that `cnbudget.classification.load` reads.

    >>> files_of(None)
    []
    """
    if overlay is None:
        return []
    paths = (os.path.join(overlay, name) for name in _NAMES)
    return [path for path in paths if os.path.exists(path)]


class Classification:
    """The lists of all years; see `cnbudget.classification.load`.

    >>> from cnbudget.classification import default
    >>> found = default()
    >>> found.years, found.catalogue(Kind.FUNCTIONAL, 2026)["208"].name, found.table(Kind.FUNCTIONAL) is not None
    (range(2018, 2027), '社会保障和就业支出', True)
    """

    def __init__(self, overlay: str | os.PathLike[str] | None = None) -> None:
        self._overlay = None if overlay is None else os.fspath(overlay)
        self._tables: dict[Kind, _rows.CodeList] = {}
        self._names: dict[Kind, dict[str, list[tuple[str, int]]]] = {}
        self._lengths: dict[Kind, list[int]] = {}  # of the names, the most first
        self._editions: dict[int, Edition] = {}
        self._catalogues: dict[tuple[Kind, int], Catalogue] = {}
        if self._overlay is not None:
            self._check_overlay(self._overlay)
            for kind in Kind:
                self.table(kind)
            _ = self.pairs

    def __reduce__(self) -> tuple[Any, ...]:
        """What ships is there on the other side; what is laid over it is packed once, and taken up once."""
        if type(self) is not Classification:  # it may hold more
            return copyreg.__newobj__, (type(self),), vars(self).copy()  # type: ignore[attr-defined]
        return (shipped, ()) if self._overlay is None else (_taken_up, (self._packed,))

    @cached_property
    def _packed(self) -> bytes:
        import pickle  # few programs send lists of their own

        return pickle.dumps((self._overlay, self._tables, self.pairs))

    def __repr__(self) -> str:
        over = "" if self._overlay is None else f" with {self._overlay}"
        return f"<Classification {self.years[0]}–{self.years[-1]}{over}>"

    def __eq__(self, other: object) -> bool:
        """Whether all lists and the pairs between them are the same, wherever they were read from."""
        if not isinstance(other, Classification):
            return NotImplemented
        if self._overlay is None and other._overlay is None:
            return True
        same = all(self.table(kind) == other.table(kind) for kind in Kind)
        return same and self.pairs == other.pairs

    def __hash__(self) -> int:
        return hash(self.years)

    @cached_property
    def years(self) -> range:
        """The years of the lists."""
        if self._overlay is None:
            return range(FIRST_YEAR, self.table(Kind.FUNDING).last + 1)
        return range(FIRST_YEAR, max(self.table(kind).last for kind in Kind) + 1)

    @property
    def edition(self) -> str:
        """Of which years the lists are, and what is laid over them.

        >>> Classification().edition
        '2018–2026'
        """
        over = "" if self._overlay is None else f" + {os.path.basename(self._overlay)}"
        return f"{self.years[0]}–{self.years[-1]}{over}"

    @cached_property
    def pairs(self) -> list[tuple[str, str, AgencyKind, str]]:
        """The correspondences of the economic codes, of all years."""
        from cnbudget.classification.crosswalk import parse_pairs, shipped_pairs

        pairs = shipped_pairs()
        if self._overlay is not None:
            path = os.path.join(self._overlay, "crosswalk.dat")
            if os.path.exists(path):
                over = parse_pairs(_rows.text_of_list(path), path=path)
                said = {(up, agency) for up, _, agency, _ in over}
                pairs = [pair for pair in pairs if (pair[0], pair[2]) not in said] + over
        return pairs

    def table(self, kind: Kind) -> _rows.CodeList:
        """The rows of a list, of all years."""
        table = self._tables.get(kind)
        if table is None:
            table = _rows.shipped(kind)
            if self._overlay is not None:
                path = os.path.join(self._overlay, f"{kind.value}.dat")
                if os.path.exists(path):
                    over = _rows.parse(_rows.text_of_list(path), kind, path=path)
                    table = _rows.lay_over(table, over)
            self._tables[kind] = table
        return table

    def catalogue(self, kind: Kind, year: int) -> Catalogue:
        """The list of one kind as it stands in a year; see `for_year` for which years there are.

        Args:
            kind: Which classification.
            year: The fiscal year.
        """
        found = self._catalogues.get((kind, year))
        if found is None or type(year) is not int:
            self.check_year(year)
            found = self._catalogues[kind, year] = Catalogue(self.table(kind), year)
        return found

    def named(self, name: str, *, kind: Kind) -> tuple[Subject, ...]:
        """Every subject that has a name in any year, brackets, widths, spaces and script aside; oldest rows first.

        Args:
            name: The name.
            kind: Which classification.

        >>> found = Classification().named("医疗卫生与计划生育支出", kind=Kind.FUNCTIONAL)
        >>> [(subject.code, subject.years) for subject in found]
        [('210', '2018–2018')]
        """
        last = self.years[-1]
        return tuple(
            self.catalogue(kind, min(until, last))[code]
            for code, until in self._names_of(kind).get(normalised(name), ())
        )

    def has_name(self, normal: str, *, kind: Kind) -> bool:
        """Whether a subject has a name in any year.

        Args:
            normal: The name as `cnbudget.characters.normalised` gives it.
            kind: The list.

        >>> Classification().has_name("医疗卫生与计划生育支出", kind=Kind.FUNCTIONAL)
        True
        """
        return normal in self._names_of(kind)

    def name_at_end(self, normal: str, *, kind: Kind) -> str:
        """The longest name that a subject has in any year and a text ends with; "" if it ends with none.

        Args:
            normal: The text as `cnbudget.characters.normalised` gives it.
            kind: The list.

        >>> Classification().name_at_end("其中医疗卫生与计划生育支出", kind=Kind.FUNCTIONAL)
        '医疗卫生与计划生育支出'
        """
        names = self._names_of(kind)
        for length in self._lengths[kind]:
            if normal[-length:] in names:
                return normal[-length:]
        return ""

    def _names_of(self, kind: Kind) -> dict[str, list[tuple[str, int]]]:
        names = self._names.get(kind)
        if names is None:
            names = {}
            for code, rows in self.table(kind).rows.items():
                for row in rows:
                    names.setdefault(normalised(row[2]), []).append((code, row[1]))
            self._lengths[kind] = sorted({len(name) for name in names} - {0}, reverse=True)
            self._names[kind] = names
        return names

    def codes(self, kind: Kind) -> tuple[str, ...]:
        """Every code that a list has in any year.

        >>> Classification().codes(Kind.FUNDING)[:3]
        ('1', '11', '111')
        """
        return tuple(self.table(kind).rows)

    def for_year(self, year: int) -> Edition:
        """The lists as they stand in a year.

        Raises:
            UnknownNameError: If there are no lists for the year; the hint says for which there are.

        >>> lists = Classification()
        >>> lists.for_year(2020)
        <Edition 2020>
        """
        edition = self._editions.get(year)
        if edition is None or type(year) is not int:
            self.check_year(year)
            edition = self._editions[year] = Edition(self, year)
        return edition

    def history(self, code: str | Code, *, kind: Kind | None = None) -> tuple[Subject, ...]:
        """The names of a code by period, oldest first.

        Each subject is as it stood in the last listed year of its period.

        Args:
            code: The code.
            kind: Which list; by default the one its first digit belongs to.

        Raises:
            CodeError: If the code is malformed.
            UnknownCodeError: If no year has the code.

        >>> [(s.name, s.years) for s in Classification().history("20805")]
        [('行政事业单位离退休', '2018–2019'), ('行政事业单位养老支出', '2020–')]
        """
        digits = str(code)
        kind = kind_of(digits) if kind is None else kind
        rows = self.table(kind).rows.get(digits)
        last = self.years[-1]
        if not rows:
            return (self.catalogue(kind, last)[digits],)
        return tuple(self.catalogue(kind, min(row[1], last))[digits] for row in rows)

    def changes(self, from_year: int, to_year: int, *, kind: Kind | None = None) -> Changes:
        """What differs between the lists of two years.

        Args:
            from_year: The first year.
            to_year: The second.
            kind: Which list; by default all of them.

        Raises:
            UnknownNameError: If there are no lists for one of the years.

        >>> print(Classification().changes(2019, 2020, kind=Kind.FUNCTIONAL).renamed[0])
        2013804 市场监督管理专项 → 2013804 市场主体管理
        """
        added, abolished, renamed, moved = [], [], [], []
        for each in tuple(Kind) if kind is None else (kind,):
            old, new = self.catalogue(each, from_year), self.catalogue(each, to_year)
            added += [new[code] for code in new if code not in old]
            abolished += [old[code] for code in old if code not in new]
            for code in old:
                if code in new and normalised(old[code].name) != normalised(new[code].name):
                    renamed.append(Renaming(old[code], new[code]))
                heir = successor(self.table(each), code, from_year, to_year)
                if heir and heir != code:
                    moved.append(Renaming(old[code], new[heir]))
        return Changes(
            from_year,
            to_year,
            added=tuple(added),
            abolished=tuple(abolished),
            renamed=tuple(renamed),
            moved=tuple(moved),
        )

    def translate(
        self, code: str | Code, from_year: int, to_year: int, *, kind: Kind | None = None
    ) -> tuple[Subject, ...]:
        """What a code of one year is in another, where the lists know it.

        A code stays itself while it is listed, even under a new name; when it goes, its name is
        followed to a new code. See `cnbudget.classification.history.successor`.

        Args:
            code: The code, as used in ``from_year``.
            from_year: The year of the code.
            to_year: The year to express it in, later or earlier.
            kind: Which list; by default the one its first digit belongs to.

        Returns:
            The subject in ``to_year``, or nothing where the lists do not say what became of it.

        Raises:
            CodeError: If the code is malformed.
            UnknownCodeError: If ``from_year`` does not have the code.
            UnknownNameError: If there are no lists for one of the years.

        >>> Classification().translate("2082804", 2019, 2018)
        (<Subject 2080204 拥军优属 2018–2018 probable>,)
        """
        digits = str(code)
        kind = kind_of(digits) if kind is None else kind
        old, new = self.catalogue(kind, from_year), self.catalogue(kind, to_year)
        heir = successor(self.table(kind), old[digits].code, from_year, to_year)
        return (new[heir],) if heir else ()

    def judge(
        self,
        code: str | Code,
        name: str | None,
        year: int,
        *,
        kind: Kind | None = None,
        level: Level | None = None,
    ) -> tuple[Judgement, ...]:
        """What there is to say about a document's code and name; see `judgement.judge`.

        Args:
            code: The code, as the document prints it.
            name: The name beside it, if there is one.
            year: The fiscal year.
            kind: Which classification; by the code's first digit if not given.
            level: The level that the code stands at (类, 款, 项), where that is known.

        >>> Classification().judge("2080505", "机关事业单位基本养老保险缴费支出", 2026)
        ()
        """
        return _judgement.judge(self, code, name, year, kind=kind, level=level)

    def check_year(self, year: int) -> None:
        """Refuse a year for which there are no lists.

        Raises:
            UnknownNameError: There are none; the hint says for which years there are.

        >>> Classification().check_year(2026)
        >>> Classification().check_year(1999)  # doctest: +IGNORE_EXCEPTION_DETAIL
        Traceback (most recent call last):
        UnknownNameError: there are no classifications for this year
        """
        if type(year) is not int or year not in self.years:
            first, last = self.years[0], self.years[-1]
            raise UnknownNameError(
                say("classification.no_such_year", first=first, last=last),
                value=year,
            )

    def _check_overlay(self, overlay: str) -> None:
        names = _NAMES
        listed = ", ".join(names)
        if not os.path.isdir(overlay):
            raise CatalogueError(
                say("classification.no_such_directory", listed=listed), where=overlay
            )
        present = sorted(name for name in os.listdir(overlay) if name.endswith(".dat"))
        strange = [name for name in present if name not in names]
        if strange or not present:
            wrong = (
                say("classification.not_a_list", name=strange[0], listed=listed)
                if strange
                else say("classification.no_list", listed=listed)
            )
            raise CatalogueError(wrong, where=overlay)


@cache
def shipped() -> Classification:
    """The lists that come with cnbudget."""
    return Classification()


@lru_cache(maxsize=4)
def _taken_up(packed: bytes) -> Classification:
    """Lists with what is laid over them, once for all that came with them."""
    import pickle

    lists = Classification()
    lists._overlay, lists._tables, lists.pairs = pickle.loads(packed)  # noqa: S301  (a part of what was being taken up)
    return lists
