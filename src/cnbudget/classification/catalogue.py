"""A catalogue: one list of subjects as it stands in one year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, TypeVar, overload

from cnbudget.characters import normalised
from cnbudget.classification.kinds import Budget, Confidence, Kind, Level
from cnbudget.classification.rows import FOREVER, CodeList, ListedRow, parent_of
from cnbudget.classification.search import Index
from cnbudget.classification.subject import Subject
from cnbudget.codes import Code
from cnbudget.errors import CodeError, UnknownCodeError, UnknownNameError
from cnbudget.messages import Said, say

_CONFIDENCE = {
    "?": Confidence.DOUBTFUL,
    "~": Confidence.PROBABLE,
    "=": Confidence.CONFIRMED,
}
_MOST_SUBJECTS = 3  # subjects that a name may mean
T = TypeVar("T")


def check_code(code: str, kind: Kind) -> None:
    """Raise if a code is malformed for its list; whether it is listed does not matter.

    Args:
        code: The digits.
        kind: The list it should belong to.

    Raises:
        CodeError: If it has other than digits, too many or few, or another list's first digit.

    >>> try:
    ...     check_code("2080", Kind.FUNCTIONAL)
    ... except CodeError as error:
    ...     print(error.message)
    codes of the functional list have 3, 5 or 7 digits, this has 4
    """
    if not (code.isascii() and code.isdigit()):
        raise CodeError(say("classification.code_of_digits", kind=kind), value=code)
    lengths = kind.lengths
    if len(code) not in lengths:
        listed = ", ".join(map(str, lengths[:-1])) + f" or {lengths[-1]}"
        listed_zh = "、".join(map(str, lengths))
        examples = _EXAMPLES[kind]
        raise CodeError(
            say(
                "classification.code_length",
                kind=kind,
                listed=Said(listed_zh, listed),
                code=len(code),
                examples=Said("、".join(examples), f"{', '.join(examples[:-1])} or {examples[-1]}"),
            ),
            value=code,
        )
    if code[0] not in kind.first:
        first = " or ".join(kind.first)
        raise CodeError(
            say(
                "classification.code_beginning",
                kind=kind,
                first=Said("、".join(kind.first), first),
            ),
            value=code,
        )


_EXAMPLES = {
    Kind.FUNCTIONAL: ("208", "20805", "2080505"),
    Kind.ECONOMIC: ("301", "30108", "3010201"),
    Kind.GOVERNMENT_ECONOMIC: ("501", "50102"),
    Kind.REVENUE: ("101", "10101", "1010101"),
    Kind.FUNDING: ("1", "11", "111"),
}


_KIND_BY_DIGIT = {
    "1": Kind.REVENUE,
    "2": Kind.FUNCTIONAL,
    "3": Kind.ECONOMIC,
    "5": Kind.GOVERNMENT_ECONOMIC,
}


def kind_of(code: str | Code) -> Kind:
    """The list that a code belongs to, by its first digit.

    Codes of funding sources (资金性质) look like the beginnings of others and are never meant.

    Args:
        code: The digits, or anything whose ``str()`` is the digits.

    Raises:
        CodeError: If the code is malformed for the list of its first digit, or there is none.

    >>> kind_of("30108")
    <Kind.ECONOMIC: 'economic'>
    """
    digits = str(code)
    kind = _KIND_BY_DIGIT.get(digits[:1])
    if kind is None:
        raise CodeError(say("classification.no_such_list"), value=digits)
    check_code(digits, kind)
    return kind


class Catalogue(Mapping[str, Subject]):
    """One list as it stands in one year: a mapping from code to subject, in the order of the codes.

    A code is given as text, or as anything whose ``str()`` is its digits. Subjects are made when
    they are first asked for, and kept.

    Attributes:
        kind: Which list.
        year: Which year.

    >>> from cnbudget.classification import for_year
    >>> found = for_year(2026).functional
    >>> found["208"].name, found.children_of("20801")[:2], found.confidence_of("208").value, found.ranked("养老")[0][1]
    ('社会保障和就业支出', ('2080101', '2080102'), 3, '2081006')
    >>> found.name_of("208")
    '社会保障和就业支出'
    """

    __slots__ = ("_below", "_index", "_made", "_named", "_table", "_valid", "kind", "year")

    def __init__(self, table: CodeList, year: int) -> None:
        self.kind = table.kind
        self.year = year
        self._table = table
        self._made: dict[str, Subject] = {}
        self._valid: dict[str, ListedRow] | None = None
        self._named: dict[str, str] | None = None
        self._below: dict[str, list[str]] | None = None
        self._index: Index | None = None

    def __eq__(self, other: object) -> bool:
        """Whether two lists of a year are the same; as a mapping, one equals any other of the same subjects."""
        if isinstance(other, Catalogue) and self.year == other.year and self._table == other._table:
            return True
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash(len(self))

    def __getitem__(self, code: str | Code) -> Subject:
        try:
            return self._made[code]  # type: ignore[index]  # a code is no key, and made one below
        except KeyError:
            pass
        return self._make(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows())

    def __len__(self) -> int:
        return len(self._rows())

    def __contains__(self, code: object) -> bool:
        return str(code) in self._rows()

    @overload
    def get(self, code: str | Code, /) -> Subject | None: ...

    @overload
    def get(self, code: str | Code, /, default: Subject | T) -> Subject | T: ...

    def get(self, code: str | Code, /, default: Any = None) -> Any:
        """The subject of a code, or the default where the code is not listed in this year.

        Args:
            code: The digits of the code.
            default: What is given in its place.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).functional.get("2080", "no such code")
        'no such code'
        """
        if code in self:
            return self[code]
        return default

    def __repr__(self) -> str:
        return f"<Catalogue {self.kind.value} {self.year}: {len(self)} subjects>"

    def named(self, name: str) -> tuple[Subject, ...]:
        """Every subject of this name, brackets, widths, spaces and script aside.

        Args:
            name: A name alone, or a path of names joined by "/", from any level down.

        >>> from cnbudget import classification
        >>> catalogue = classification.for_year(2026).functional
        >>> catalogue.named("行政事业单位养老支出/行政单位离退休")
        (<Subject 2080501 行政单位离退休 2020– confirmed>,)
        """
        wanted = normalised(name)
        codes = self._names().named(wanted.rpartition("/")[2])
        found = tuple(self[code] for code in codes)
        if "/" not in wanted:
            return found
        ending = "/" + wanted.strip("/")
        return tuple(s for s in found if ("/" + normalised(s.path)).endswith(ending))

    def find(self, text: str) -> Subject:
        """The one subject that a text means: a code, a name, or a path of names.

        Args:
            text: ``"20805"``, ``"行政事业单位养老支出"`` or
                ``"社会保障和就业支出/行政事业单位养老支出"``.

        Raises:
            CodeError: If the text is digits that are no code of this list.
            UnknownCodeError: If the code is not listed in this year.
            UnknownNameError: If no subject has the name, or several; the hint lists the nearest.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).functional.find("社会保障和就业支出/行政事业单位养老支出")
        <Subject 20805 行政事业单位养老支出 2020– confirmed>
        """
        plain = normalised(str(text))
        if plain.isdigit():
            return self[plain]
        if not plain:
            raise UnknownNameError(say("classification.name_empty"), value=text)
        found = self.named(text)
        if len(found) == 1:
            return found[0]
        if found:
            tops = [subject for subject in found if normalised(subject.path) == plain]
            if len(tops) == 1:
                return tops[0]
            shown = "; ".join(f"{s.code} {s.path}" for s in found[:_MOST_SUBJECTS])
            raise UnknownNameError(
                say(
                    "classification.name_of_several",
                    year=self.year,
                    found=len(found),
                    shown=shown,
                ),
                value=text,
            )
        near = self.search(text, limit=_MOST_SUBJECTS)
        shown = "; ".join(map(str, near))
        raise UnknownNameError(
            say("classification.name_near", year=self.year, kind=self.kind, shown=shown)
            if near
            else say("classification.name_unknown", year=self.year, kind=self.kind),
            value=text,
        )

    def search(self, text: str, *, limit: int = 20) -> tuple[Subject, ...]:
        """The subjects that a text may mean, best first.

        Subjects of exactly this code, name or path come first, then those that begin with the text,
        then those that have it anywhere in their name or path, then similar names.

        Args:
            text: A part of a code or name.
            limit: How many at most.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).functional.search("职业年金", limit=2)[0]
        <Subject 2080506 机关事业单位职业年金缴费支出 confirmed>
        """
        return tuple(self[code] for _, code in self.ranked(text)[:limit])

    def ranked(self, text: str) -> list[tuple[float, str]]:
        """The codes that a text may mean, best first, each with its rank (smaller is better)."""
        return self._names().ranked(normalised(str(text)))

    def children_of(self, code: str | Code) -> tuple[str, ...]:
        """The codes listed directly under a code in this year, or the 类 for an empty text."""
        if self._below is None:
            below: dict[str, list[str]] = {}
            for other in self._rows():
                below.setdefault(parent_of(other, self.kind), []).append(other)
            self._below = below
        return tuple(self._below.get(str(code), ()))

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each listed code.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).functional.names["208"]
        '社会保障和就业支出'
        """
        if self._named is None:
            self._named = {code: row[2] for code, row in self._rows().items()}
        return self._named

    def name_of(self, code: str | Code) -> str:
        """The name of a listed code, without making its subject."""
        return self._rows()[str(code)][2]

    def level_of(self, code: str | Code) -> Level:
        """The level of a code, without making its subject.

        >>> from cnbudget.classification import for_year
        >>> for_year(2026).functional.level_of("20801").value
        2
        """
        return Level(self.kind.lengths.index(len(str(code))) + 1)

    def confidence_of(self, code: str | Code) -> Confidence:
        """How well the row of a listed code is known, without making its subject."""
        return _CONFIDENCE[self._rows()[str(code)][3]]

    def _rows(self) -> dict[str, ListedRow]:
        if self._valid is None:
            year = self.year
            self._valid = {
                code: row
                for code, rows in self._table.rows.items()
                for row in rows
                if row[0] <= year <= row[1]
            }
        return self._valid

    def _names(self) -> Index:
        if self._index is None:
            self._index = Index(
                {code: normalised(row[2]) for code, row in self._rows().items()},
                partial(parent_of, kind=self.kind),
            )
        return self._index

    def _make(self, code: object) -> Subject:
        digits = str(code)
        made = self._made.get(digits)
        if made is not None:
            return made
        row = self._rows().get(digits)
        if row is None:
            raise self._unknown(digits)
        since, until, name, mark, years, budgets = row
        parent = parent_of(digits, self.kind)
        subject = Subject(
            digits,
            name,
            kind=self.kind,
            level=self.level_of(digits),
            parent=parent,
            children=self.children_of(digits),
            budgets=tuple(map(Budget, budgets.split(","))) if budgets else (),
            since=since,
            until=None if until == FOREVER else until,
            confidence=_CONFIDENCE[mark],
            years_confidence=_CONFIDENCE[years],
            path=f"{self[parent].path}/{name}" if parent else name,
        )
        self._made[digits] = subject
        return subject

    def _unknown(self, code: str) -> CodeError | UnknownCodeError:
        try:
            check_code(code, self.kind)
        except CodeError as error:
            return error
        others = self._table.rows.get(code)
        section = parent_of(code, self.kind)
        if not others and self.kind is Kind.ECONOMIC and len(code) == 7 and section in self:
            name = self[section].name
            return UnknownCodeError(
                say(
                    "classification.code_local",
                    kind=self.kind,
                    section=section,
                    name=name,
                ),
                value=code,
            )
        if others:
            when = "; ".join(
                f"{row[2]} {row[0]}–{'' if row[1] == FOREVER else row[1]}" for row in others
            )
            return UnknownCodeError(
                say(
                    "classification.code_of_other_years",
                    year=self.year,
                    kind=self.kind,
                    when=when,
                ),
                value=code,
            )
        above = code
        while above and above not in self:
            above = parent_of(above, self.kind)
        below = self.children_of(above)
        shown = ", ".join(below[:8]) + (" …" if len(below) > 8 else "")
        under = f"under {above} {self[above].name}" if above else "on top"
        under_zh = f"{above} {self[above].name} 之下" if above else "最上一级"
        return UnknownCodeError(
            say(
                "classification.code_unknown",
                year=self.year,
                kind=self.kind,
                under=Said(under_zh, under),
                shown=Said(shown or "无", shown or "none"),
            ),
            value=code,
        )
