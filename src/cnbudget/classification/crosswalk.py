"""The crosswalk (对应关系) between the two economic classifications.

Budgets are kept by department economic codes (301…399) and reported by government economic codes
(501…599). Which goes to which depends on the kind of agency: an office expense (30201) is 50201 in
an administrative agency and 50502 in an institution.

Source: 《支出经济分类科目改革方案》（财预〔2017〕98号）and the yearly 政府收支分类科目.
"""

from __future__ import annotations

import enum
import os
from typing import TypeAlias

import attrs

from cnbudget.classification.catalogue import check_code
from cnbudget.classification.kinds import Confidence, Kind
from cnbudget.classification.rows import MARKS, text_of_list
from cnbudget.codes import Code
from cnbudget.errors import CatalogueError, UnknownCodeError
from cnbudget.messages import say


class AgencyKind(enum.Enum):
    """The kinds of agency between which the crosswalk differs.

    >>> AgencyKind("事业单位").name
    'INSTITUTION'
    """

    ADMINISTRATIVE = "行政和参公单位"
    """Administrative agencies, and institutions managed like the civil service (参公)."""
    INSTITUTION = "事业单位"
    """Other institutions."""


_ALL = "全部"


@attrs.frozen
class OneToOne:
    """A code that corresponds to exactly one code of the other list.

    Attributes:
        code: The code asked for.
        target: Its counterpart.
        agency: For which kind of agency.
        confidence: How well the correspondence is known.

    >>> from cnbudget.classification import for_year
    >>> found = for_year(2026).crosswalk.to_government("30108", agency=AgencyKind.ADMINISTRATIVE)
    >>> isinstance(found, OneToOne), found.target
    (True, '50102')
    """

    code: str
    target: str
    agency: AgencyKind = attrs.field(kw_only=True)
    confidence: Confidence = attrs.field(kw_only=True)

    @property
    def targets(self) -> tuple[str, ...]:
        """The counterpart, in a tuple, as `OneToMany` has it."""
        return (self.target,)


@attrs.frozen
class OneToMany:
    """A code that corresponds to several codes of the other list, by what is bought.

    Attributes:
        code: The code asked for.
        targets: Its counterparts, in order.
        agency: For which kind of agency.
        confidence: How well the least known of them is known.

    >>> from cnbudget.classification import for_year
    >>> found = for_year(2026).crosswalk.to_department("50102", agency=AgencyKind.ADMINISTRATIVE)
    >>> isinstance(found, OneToMany), found.targets[:2]
    (True, ('30108', '30109'))
    """

    code: str
    targets: tuple[str, ...]
    agency: AgencyKind = attrs.field(kw_only=True)
    confidence: Confidence = attrs.field(kw_only=True)


Correspondence: TypeAlias = OneToOne | OneToMany


class Crosswalk:
    """The correspondences that hold in one year, in both directions.

    Args:
        pairs: Government code, department code, kind of agency and mark.
        economic: The department codes listed in the year.
        government: The government codes listed in the year.
        year: The year.

    >>> from cnbudget.classification import for_year
    >>> found = for_year(2026).crosswalk
    >>> found.to_government("30108", agency=AgencyKind.ADMINISTRATIVE).targets
    ('50102',)
    """

    __slots__ = ("_to_department", "_to_government", "year")

    def __init__(
        self,
        pairs: list[tuple[str, str, AgencyKind, str]],
        *,
        economic: frozenset[str],
        government: frozenset[str],
        year: int,
    ) -> None:
        self.year = year
        self._to_government: dict[tuple[str, AgencyKind], list[tuple[str, str]]] = {}
        self._to_department: dict[tuple[str, AgencyKind], list[tuple[str, str]]] = {}
        for up, down, agency, mark in pairs:
            if up in government and down in economic:
                self._to_government.setdefault((down, agency), []).append((up, mark))
                self._to_department.setdefault((up, agency), []).append((down, mark))

    def __repr__(self) -> str:
        return f"<Crosswalk {self.year}: {sum(map(len, self._to_government.values()))} pairs>"

    def to_government(self, code: str | Code, *, agency: AgencyKind) -> Correspondence:
        """The government economic code of a department economic code.

        Args:
            code: A 款 of the department list, such as ``"30201"``.
            agency: The kind of agency that spends.

        Raises:
            CodeError: If the code is malformed.
            UnknownCodeError: If the crosswalk of the year has no counterpart for it.

        >>> from cnbudget import classification
        >>> crosswalk = classification.for_year(2026).crosswalk
        >>> crosswalk.to_government("30201", agency=AgencyKind.ADMINISTRATIVE).target
        '50201'
        >>> crosswalk.to_government("30201", agency=AgencyKind.INSTITUTION).target
        '50502'
        """
        return self._look_up(self._to_government, str(code), agency, Kind.ECONOMIC)

    def to_department(self, code: str | Code, *, agency: AgencyKind) -> Correspondence:
        """The department economic codes of a government economic code.

        Args:
            code: A 款 of the government list, such as ``"50102"``.
            agency: The kind of agency that spends.

        Raises:
            CodeError: If the code is malformed.
            UnknownCodeError: If the crosswalk of the year has no counterpart for it.

        >>> from cnbudget import classification
        >>> crosswalk = classification.for_year(2026).crosswalk
        >>> crosswalk.to_department("50101", agency=AgencyKind.ADMINISTRATIVE).targets
        ('30101', '30102', '30103')
        """
        return self._look_up(self._to_department, str(code), agency, Kind.GOVERNMENT_ECONOMIC)

    def _look_up(
        self,
        side: dict[tuple[str, AgencyKind], list[tuple[str, str]]],
        code: str,
        agency: AgencyKind,
        kind: Kind,
    ) -> Correspondence:
        found = side.get((code, agency))
        if not found:
            check_code(code, kind)
            known = sorted(
                other for other, held in side if held is agency and other[:3] == code[:3]
            )
            shown = ", ".join(known) or "none"
            raise UnknownCodeError(
                say(
                    "classification.crosswalk_lacks_code",
                    year=self.year,
                    value=agency.value,
                    code=code[:3],
                    shown=shown,
                ),
                value=code,
            )
        confidence = Confidence(1 + min(MARKS.index(mark) for _, mark in found))
        if len(found) == 1:
            return OneToOne(code, found[0][0], agency=agency, confidence=confidence)
        targets = tuple(sorted(target for target, _ in found))
        return OneToMany(code, targets, agency=agency, confidence=confidence)


def parse_pairs(text: str, *, path: str = "") -> list[tuple[str, str, AgencyKind, str]]:
    r"""The pairs in the text of a crosswalk file.

    Args:
        text: Kinds of agency, each followed by indented lines of a government code and the
            department codes that map to it.
        path: The file it comes from, for messages.

    Raises:
        CatalogueError: If a line is not written as lines are; names the file, the line, the remedy.

    >>> parse_pairs("事业单位\n 50502 ~30201 30202\n")[0]
    ('50502', '30201', <AgencyKind.INSTITUTION: '事业单位'>, '~')
    """
    pairs = []
    agencies: tuple[AgencyKind, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) == 1 and (words[0] == _ALL or words[0] in [k.value for k in AgencyKind]):
            agencies = tuple(AgencyKind) if words[0] == _ALL else (AgencyKind(words[0]),)
            continue
        mark, codes = (words[1][0], [words[1][1:], *words[2:]]) if len(words) > 1 else ("", [])
        if (
            not agencies
            or mark not in tuple(MARKS)
            or not _five_digits(words[0], "5")
            or not all(_five_digits(code, "3") for code in codes)
        ):
            kinds = ", ".join([*(kind.value for kind in AgencyKind), _ALL])
            raise CatalogueError(
                say("classification.crosswalk_line", kinds=kinds),
                where=f"{path or 'crosswalk.dat'}, line {number}",
                value=line,
            )
        pairs += [(words[0], code, agency, mark) for agency in agencies for code in codes]
    return pairs


def _five_digits(code: str, first: str) -> bool:
    return len(code) == 5 and code.isascii() and code.isdigit() and code[0] == first


def shipped_pairs() -> list[tuple[str, str, AgencyKind, str]]:
    """The pairs that come with cnbudget."""
    return parse_pairs(
        text_of_list(os.path.join(os.path.dirname(__file__), "data", "crosswalk.dat"))
    )
