"""What the words of a title, a heading or a row say together: a meet of pieces, whatever their order and depth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import attrs

from cnbudget.classification import Kind, default
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
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
from cnbudget.words import numbered, plain

__all__ = ["CARRIED", "NOTHING", "OWN", "Meaning", "compose", "meaning_of"]

CARRIED: dict[FundingSource, FundingSource] = {
    FundingSource.GENERAL: FundingSource.CARRIED_GENERAL,
    FundingSource.FUND: FundingSource.CARRIED_FUND,
    FundingSource.STATE_CAPITAL: FundingSource.CARRIED_STATE_CAPITAL,
    FundingSource.SPECIAL_ACCOUNT: FundingSource.CARRIED_SPECIAL_ACCOUNT,
    FundingSource.UNIT: FundingSource.CARRIED_UNIT,
}
#: The stage of a word that names the document's own figures (预算数), whatever these are.
OWN = "own"
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
_DIGITS_OF_YEAR = re.compile(f"({YEAR_DIGITS})年?(?:度)?")
#: Brackets that say how a column is computed: (1=2+3), (3)=(2)-(1), (B/A).
_FORMULA = re.compile(r"(?:[=+\-*/×÷]?\([0-9A-Za-z=+\-*/×÷.%\s]{1,30}\))+")
_DIGITS = re.compile(r"[0-9]+")


@attrs.frozen
class Meaning:
    """What words say of a scope; None where they say nothing of a dimension.

    Attributes:
        source: The kinds of money, this year's and carried over alike.
        vintage: "CURRENT" or "CARRIED".
        nature: The natures of expenditure.
        flow: The flows.
        economic: Economic codes.
        procurement: The kinds of procurement.
        reservation: For whom procurement is reserved.
        running: Whether it is about 机关运行经费.
        year: "last", "this" or a year's four digits.
        stage: The stage, or `OWN`.
        difference: Whether it is a difference of two columns.
        measure: Whether it counts something that is no money.
        open: Words that are understood and say what no scope can say.
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
    procurement: Procurement | None = None
    reservation: Reservation | None = None
    running: bool = False
    year: str | None = None
    stage: str | None = None
    difference: bool = False
    measure: bool = False
    open: tuple[str, ...] = ()
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

    @property
    def says(self) -> bool:
        """Whether it says something of a scope."""
        return (
            self.source is not None
            or self.vintage is not None
            or self.nature is not None
            or self.flow is not None
            or self.economic is not None
            or self.procurement is not None
            or self.running
        )


NOTHING = Meaning()


def meaning_of(text: str, place: str, words: Vocabulary | None = None) -> Meaning:
    """What a text says.

    Args:
        text: The text as printed.
        place: "title", "column", "row" or "item".
        words: The vocabulary; that which ships if not given.

    >>> meaning_of("2025年一般公共预算执行数", "column").year
    '2025'
    """
    return _meaning(plain(text), place, words or vocabulary())


@lru_cache(maxsize=8192)
def _meaning(text: str, place: str, words: Vocabulary) -> Meaning:
    bare = _FORMULA.sub("", text)
    if place == "row":
        bare = numbered(bare)[1]
    years = _DIGITS_OF_YEAR.findall(bare)
    bare = _DIGITS_OF_YEAR.sub("", bare)
    reading = words.words_in(bare, place)
    said: dict[str, object] = {}
    opens: list[str] = []
    clash = ""
    for word, entries in reading.known:
        for entry in entries:
            if entry.dimension == "label" and place == "title":
                continue  # 部门 in a title is no column of agencies
            if entry.dimension == "open":
                opens.append(word)
            else:
                clash += _take(said, entry.dimension, entry.value, word, place)
    if len(set(years)) == 1:
        said["year"] = years[0]
    elif years and ("比" in bare or "增减" in bare):
        said["difference"] = True  # 2026年预算数比2025年执行数
    unknown = reading.unknown + clash
    if unknown and place != "title":
        code = _use_named(bare)
        if code is not None:
            return Meaning(economic=(code,))
    if not _DIGITS.sub("", unknown):
        unknown = "" if place == "column" else unknown
    return Meaning(open=tuple(opens), unknown=unknown, part="其中" in bare, **said)  # type: ignore[arg-type]


def _take(said: dict[str, object], dimension: str, value: str, word: str, place: str) -> str:
    """Take note of what a word says; give the word back if it contradicts the words before it."""
    if dimension in ("neutral", "role"):
        return ""
    kind = _FLAGS.get(dimension)
    if kind is not None:
        new: object = _flags(kind, value)
    elif dimension == "use":
        codes = _USES[value].economic
        old = said.get("economic")
        if old is not None and place != "row":
            codes = tuple(sorted({*codes, *old}))  # type: ignore[misc]
        said["economic"] = codes
        return ""
    elif dimension in ("running", "difference", "measure", "balance"):
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
    if dimension in ("label", "subject", "year"):
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


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    """The economic categories by all names they have in any year."""
    found: dict[str, set[str]] = {}
    for code, rows in default().table(Kind.ECONOMIC).rows.items():
        if len(code) == 3:
            for row in rows:
                found.setdefault(plain(row[2]), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _use_named(text: str) -> str | None:
    """The economic category of a heading."""
    return _categories().get(text) or _categories().get(text.replace("家庭补助", "家庭的补助"))


def compose(path: Iterable[Meaning]) -> Meaning:
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
        for dimension in ("vintage", "year", "stage", "axis", "subject", "label"):
            new = getattr(piece, dimension)
            if new and not (new == OWN and said.stage):
                changes[dimension] = new
        if piece.economic is not None:
            inside = said.economic is None or all(
                any(code.startswith(other) for other in said.economic) for code in piece.economic
            )
            if not inside:
                unknown += "economic!"
            changes["economic"] = piece.economic
        for dimension in ("running", "difference", "measure", "balance", "part"):
            if getattr(piece, dimension):
                changes[dimension] = True
        said = attrs.evolve(said, unknown=unknown, open=said.open + piece.open, **changes)  # type: ignore[arg-type]
    return said
