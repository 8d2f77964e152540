"""What the words of a title, a heading or a row say together: a meet of pieces, whatever their order and depth."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import attrs

from cnbudget.classification import Kind, default
from cnbudget.dimensions import STAGES, Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.expressions import expression
from cnbudget.forms.vocabulary import Vocabulary, vocabulary
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.scopes import (
    ABROAD,
    COMMISSIONED,
    MEETINGS,
    RECEPTION,
    THREE_PUBLIC,
    TRAINING,
    VEHICLE_PURCHASE,
    VEHICLE_RUNNING,
    VEHICLES,
)
from cnbudget.values import Value
from cnbudget.words import numbered, plain

__all__ = [
    "ADJUSTED",
    "CARRIED",
    "NOTHING",
    "OWN",
    "PARTIAL",
    "Meaning",
    "meaning_of",
    "meant_together",
]

CARRIED: dict[FundingSource, FundingSource] = {
    FundingSource.GENERAL: FundingSource.CARRIED_GENERAL,
    FundingSource.FUND: FundingSource.CARRIED_FUND,
    FundingSource.STATE_CAPITAL: FundingSource.CARRIED_STATE_CAPITAL,
    FundingSource.SPECIAL_ACCOUNT: FundingSource.CARRIED_SPECIAL_ACCOUNT,
    FundingSource.UNIT: FundingSource.CARRIED_UNIT,
}
#: The stage of a word that names the document's own figures (预算数), whatever these are.
OWN = "own"
#: The stage of a word that names the budget as it was adjusted in the year (全年预算数).
ADJUSTED = "adjusted"
#: What a column of codes holds whose heading says of what.
_CODES_OF = {"agency": "agency_code", "project": "project_code"}
#: The subject of a table of some money that no scope tells (上级转移支付补助项目), whatever else its title says.
PARTIAL = "PARTIAL"
_USES = {
    "THREE_PUBLIC": THREE_PUBLIC,
    "ABROAD": ABROAD,
    "RECEPTION": RECEPTION,
    "VEHICLES": VEHICLES,
    "VEHICLE_PURCHASE": VEHICLE_PURCHASE,
    "VEHICLE_RUNNING": VEHICLE_RUNNING,
    "MEETINGS": MEETINGS,
    "TRAINING": TRAINING,
    "COMMISSIONED": COMMISSIONED,
}
_FLAGS = {
    "source": FundingSource,
    "nature": Nature,
    "flow": Flow,
    "procurement": Procurement,
    "reservation": Reservation,
}
#: What a title says beside 项目 that is not about the projects of the expenditure.
_NO_PROJECTS = frozenset(("nature", "procurement", "running", "economic"))
_DIGITS_OF_YEAR = expression(f"({YEAR_DIGITS})年?(?:度)?")
#: Brackets that say how a column is computed: (1=2+3), (3)=(2)-(1), (B/A).
_FORMULA = expression(r"(?:[=+\-*/×÷]?\([0-9A-Za-z=+\-*/×÷.%\s]{1,30}\))+")
_DIGITS = expression(r"[0-9]+")
_CATEGORY = 3  # the digits of a category
#: What is no short name of a category (其他支出), though 支出 behind it makes one.
_NO_NAMES = frozenset(("其他", "其它"))


@attrs.frozen(eq=False, repr=False)
class Meaning(Value):
    """What words say of a scope; None where they say nothing of a dimension.

    Attributes:
        source: The kinds of money, this year's and carried over alike.
        vintage: "CURRENT" or "CARRIED".
        nature: The natures of expenditure.
        flow: The flows.
        economic: Economic codes.
        government: Codes of the governments' economic classification; beside economic codes, where a name is in both
            lists, the other way to take it.
        within: Economic codes that a short name means under one that contains them: 购置费 under 公务用车.
        procurement: The kinds of procurement.
        reservation: For whom procurement is reserved.
        running: Whether it is about 机关运行经费.
        year: "last", "this" or a year's four digits.
        stage: The stage, `OWN`, or `ADJUSTED`.
        difference: "amount" or "rate" if it is a difference of two columns, or "".
        measure: Whether it counts something that is no money.
        open: Words that are understood and say what no scope can say.
        some: Whether all of these name a part of what they stand under (扣除基建后…, 其中：教育收费).
        unknown: What is not understood.
        label: What a column without amounts holds, or "".
        balance: Whether it is about income and expenditure both.
        axis: The classification that its rows are of, or "".
        subject: What its rows are of, or "".
        part: Whether it is a part (其中).
    """

    source: FundingSource | None = None
    vintage: str | None = None
    nature: Nature | None = None
    flow: Flow | None = None
    economic: tuple[str, ...] | None = None
    government: tuple[str, ...] | None = None
    within: tuple[str, ...] | None = None
    procurement: Procurement | None = None
    reservation: Reservation | None = None
    running: bool = False
    year: str | None = None
    stage: str | None = None
    difference: str = ""
    measure: bool = False
    open: tuple[str, ...] = ()
    some: bool = False
    unknown: str = ""
    label: str = ""
    balance: bool = False
    axis: str = ""
    subject: str = ""
    part: bool = False

    @property
    def understood(self) -> bool:
        """Whether nothing of it is unknown or beyond what scopes say."""
        return not (self.unknown or self.open)

    def stage_in(self, stage: str) -> str | None:
        """The stage that it names in a document of one: 预算数 is its own, in final accounts the budget's."""
        budget, final = STAGES[:2]
        if self.stage == OWN:
            return budget if stage == final else stage
        return budget if self.stage == ADJUSTED else self.stage

    @property
    def says(self) -> bool:
        """Whether it says something of a scope."""
        return (
            self.source is not None
            or self.vintage is not None
            or self.nature is not None
            or self.flow is not None
            or self.economic is not None
            or self.government is not None
            or self.procurement is not None
            or self.running
        )


NOTHING = Meaning()
_LABEL = 160  # characters of a text whose meaning is remembered


def meaning_of(text: str, place: str, words: Vocabulary | None = None) -> Meaning:
    """What a text says.

    Args:
        text: The text as printed.
        place: "title", "column", "row" or "item".
        words: The vocabulary; that which ships if not given.

    >>> meaning_of("2025年一般公共预算执行数", "column").year
    '2025'
    """
    folded = plain(text)
    if len(folded) > _LABEL:
        return _meaning.__wrapped__(folded, place, words or vocabulary())
    return _meaning(folded, place, words or vocabulary())


@lru_cache(maxsize=8192)
def _meaning(text: str, place: str, words: Vocabulary) -> Meaning:
    bare = _FORMULA.sub("", text)
    if place in ("row", "item"):
        bare = numbered(bare)[1]
    years = _DIGITS_OF_YEAR.findall(bare)
    bare = _DIGITS_OF_YEAR.sub("", bare)
    reading = words.words_in(bare, place)
    outside = bare.partition("(")[0]
    said: dict[str, object] = {}
    opens: list[str] = []
    clash = ""
    for word, entries in reading.known:
        for entry in entries:
            if entry.dimension == "label" and (
                place == "title" or ("label" in said and word not in outside)
            ):
                continue  # 部门 in a title is no column of agencies; 支出项目类别(资金使用单位) is of the former
            if entry.dimension == "open":
                opens.append(word)
                said["some"] = said.get("some", True) and entry.value == "some"
            else:
                clash += _take(said, entry.dimension, entry.value, word, place)
    if len(set(years)) == 1:
        said["year"] = years[0]
    elif years and ("比" in bare or "增减" in bare):
        said.setdefault("difference", "amount")  # 2026年预算数比2025年执行数
    unknown = reading.unknown + clash
    if unknown and place != "title":
        named = _use_named(bare, sections=place == "column")
        if named is not None:
            return named
    if not _DIGITS.sub("", unknown):
        unknown = "" if place == "column" else unknown
    if place == "title" and said.get("subject") == "PROJECT" and not said.keys() & _NO_PROJECTS:
        said["nature"] = Nature.PROJECT  # 项目|支出决算明细表 has no 项目支出 in it
    return Meaning(open=tuple(opens), unknown=unknown, part="其中" in bare, **said)  # type: ignore[arg-type]


def _take(said: dict[str, object], dimension: str, value: str, word: str, place: str) -> str:
    """Take note of what a word says; give the word back if it contradicts the words before it."""
    if dimension in ("neutral", "role"):
        return ""
    kind = _FLAGS.get(dimension)
    if kind is not None:
        new: object = _flags(kind, value)
    elif dimension == "use":
        codes = _USES[value].economic if value in _USES else (value,)
        old = said.get("economic")
        if old is not None and place != "row":
            codes = tuple(sorted({*codes, *old}))  # type: ignore[misc]
        said["economic"] = codes
        return ""
    elif dimension == "within":
        new = _USES[value].economic
    elif dimension in ("running", "measure", "balance"):
        said[dimension] = True
        return ""
    else:
        new = value
    old = said.get(dimension)
    if dimension == "stage" and OWN in (
        old,
        new,
    ):  # 预算执行数: 预算 alone is only the document's own
        said[dimension] = new if old in (None, OWN) else old
        return ""
    if old is None or old == new:
        said[dimension] = new
        return ""
    if dimension == "label" and value != "level":
        # 部门 and 支出经济分类科目: the last word says what it is; 部门 and 代码: the code of an agency
        said[dimension] = (
            _CODES_OF.get(f"{said.get(dimension)}", value) if value == "code" else value
        )
        return ""
    if dimension in ("label", "subject", "year"):
        said[dimension] = new if new == PARTIAL else old
        return ""
    if dimension == "difference":
        said[dimension] = "rate"
        return ""
    if kind is not None:
        met = old & new  # type: ignore[operator]
        if met:
            said[dimension] = met
            return ""
        if dimension == "flow":
            return ""
    return word


def _flags(kind: type, text: str) -> object:
    value = kind(0)
    for name in text.split("|"):
        value |= getattr(kind, name.strip())
    return value


_Uses = dict[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def _uses(kind: Kind) -> tuple[_Uses, _Uses]:
    """The categories and the sections of an economic classification, by all their names."""
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for code, rows in default().table(kind).rows.items():
        for row in rows:
            found[len(code) > _CATEGORY].setdefault(plain(row[2]), set()).add(code)
    categories, sections = (
        {name: tuple(sorted(codes)) for name, codes in each.items()} for each in found
    )
    return categories, sections


def _use_named(text: str, *, sections: bool) -> Meaning | None:
    """What a heading or a row says that is the name of a use, in either classification; None if it is none.

    Args:
        text: The name.
        sections: Whether names of sections, and the governments' names, are meant too.
    """
    name = text.replace("家庭补助", "家庭的补助")
    codes: list[tuple[str, ...] | None] = []
    several: tuple[str, ...] = ()
    for kind in (Kind.ECONOMIC, Kind.GOVERNMENT_ECONOMIC):
        categories, lower = _uses(kind)
        found = categories.get(name, ())
        # 工资福利 is short for a category; 其他 is else than what stands beside it, whatever that is
        if not found and name not in _NO_NAMES:
            found = categories.get(f"{name}支出", ())
        if len(found) != 1 and sections:
            found = lower.get(name, ())
        if len(found) > 1 and kind is Kind.ECONOMIC and sections:
            several = found
        codes.append(found if len(found) == 1 else None)
    if not sections:
        codes[1] = None
    if codes[0] is None and several:  # 办公设备购置 is 30902 and 31002
        return Meaning(government=codes[1], within=several)
    return None if codes == [None, None] else Meaning(economic=codes[0], government=codes[1])


def _inside(codes: tuple[str, ...], outer: tuple[str, ...]) -> tuple[str, ...] | None:
    """Those of some codes that others contain, or None: 公务用车购置 under 资本性支出 is 31013, and not 30913."""
    found = tuple(code for code in codes if any(code.startswith(other) for other in outer))
    return found or None


def meant_together(path: Iterable[Meaning]) -> Meaning:
    """The meet of pieces: the most specific word of each dimension, wherever it stands.

    Pieces that have nothing in common are not understood together.
    """
    said = Meaning()
    for piece in path:
        changes: dict[str, object] = {}
        unknown = said.unknown + piece.unknown
        for dimension in _FLAGS:
            old, new = getattr(said, dimension), getattr(piece, dimension)
            if new is None:
                continue
            met = new if old is None else old & new
            if not met and dimension != "flow":
                unknown += f"{dimension}!"
            changes[dimension] = met or new
        for dimension in ("vintage", "year", "stage", "axis", "subject", "label", "difference"):
            new = getattr(piece, dimension)
            if new and not (new == OWN and said.stage):
                changes[dimension] = new
        economic = piece.economic
        if economic is None and piece.within is not None:
            economic = _inside(piece.within, said.economic or ())
            unknown += "" if economic else "within!"
        if economic is not None:
            inside = economic if said.economic is None else _inside(economic, said.economic)
            unknown += "" if inside else "economic!"
            changes["economic"] = inside or economic
        if piece.government is not None:
            changes["government"] = piece.government
        for dimension in ("running", "measure", "balance", "part"):
            if getattr(piece, dimension):
                changes[dimension] = True
        if piece.open:
            changes["some"] = piece.some and (said.some or not said.open)
        said = attrs.evolve(said, unknown=unknown, open=said.open + piece.open, **changes)  # type: ignore[arg-type]
    return said


def __getattr__(name: str) -> Any:
    if name == "compose":
        warnings.warn(
            "cnbudget.forms.compose is now meant_together", DeprecationWarning, stacklevel=2
        )
        return meant_together
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
