"""The staff of an agency (人员情况) as the first part of a disclosure states it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.forms import vocabulary
from cnbudget.passages import Passage
from cnbudget.performance.matters import Matter, Spoken, last_of
from cnbudget.performance.quantities import folded_passage
from cnbudget.tables import Printing
from cnbudget.values import Value

_TOLD = expression(r"实有|编制数|编制人数|人员编制|核定编制|在职人员[0-9]|编制[0-9]")
_MOST = 1200  # characters of a paragraph about staff
_PEOPLE = ("人", "名", "位", "个")


@attrs.frozen(eq=False, repr=False)
class Staff(Value):
    """How many people an agency may have and has.

    Attributes:
        counts: The numbers of people by kind, in the text's order: "establishment" (编制数) with "administrative",
            "civil" (参公), "institutional", "workers"; "actual" (实有人数) with "serving" (在职), "retired" (退休),
            "retired_cadres" (离休), "both" (离退休).
        changes: How many more than before (fewer are negative), of the kinds that say so.
        place: Where they stand.

    >>> from cnbudget.passages import Passage
    >>> from cnbudget.performance import read_sides
    >>> passages = [Passage("部门概况"), Passage("某局编制数20人，实有人数25人，其中：在职18人，退休7人。")]
    >>> (found,) = read_sides(passages).staff
    >>> found.establishment.text, found.actual.text, found.figure("retired").text
    ('20', '25', '7')
    """

    counts: tuple[tuple[str, Figure], ...]
    changes: tuple[tuple[str, int], ...] = attrs.field(default=(), kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    def figure(self, kind: str) -> Figure | None:
        """The number of a kind, or None if it is not said."""
        if kind == "resting":
            warnings.warn("resting is now retired_cadres", DeprecationWarning, stacklevel=2)
            kind = "retired_cadres"
        return next((figure for name, figure in self.counts if name == kind), None)

    @property
    def establishment(self) -> Figure | None:
        """The posts (编制数)."""
        return self.figure("establishment")

    @property
    def actual(self) -> Figure | None:
        """The people there are (实有人数)."""
        return self.figure("actual")

    @property
    def serving(self) -> Figure | None:
        """Those in service (在职)."""
        return self.figure("serving")

    @property
    def retired(self) -> Figure | None:
        """The retired (退休)."""
        return self.figure("retired")

    @property
    def retired_cadres(self) -> Figure | None:
        """The retired veterans (离休)."""
        return self.figure("retired_cadres")

    @property
    def resting(self) -> Figure | None:
        """The former name of `retired_cadres`."""
        warnings.warn("Staff.resting is now retired_cadres", DeprecationWarning, stacklevel=2)
        return self.retired_cadres


def read_staff(passages: Iterable[Passage]) -> tuple[tuple[Staff, ...], list[Spoken]]:
    """The staff of each agency that a paragraph of the first part counts, and what was not understood."""
    found: list[Staff] = []
    unread: list[Spoken] = []
    for passage in passages:
        text = passage.text
        if passage.grid or len(text) > _MOST or ("编制" not in text and "实有" not in text):
            if not passage.grid and "预算情况说明" in text and found:
                break
            continue
        bare = folded_passage(passage)
        if not _TOLD.search(bare) or "预算数" in bare or "主要原因" in bare:
            continue
        staff, rest = _read(passage)
        if staff is not None:
            found.append(staff)
            unread += rest
    return tuple(found), unread


def _read(passage: Passage) -> tuple[Staff | None, list[Spoken]]:
    matter = Matter("staff", "人员情况", (passage,), place=passage.place)
    counts: list[tuple[str, Figure]] = []
    changes: list[tuple[str, int]] = []
    unread = list(matter.unread())
    (kinds, names), ways = vocabulary().kinds("staff"), vocabulary().labels("staff", "change")
    for said in _spoken(matter):
        word = last_of(said.lead, (*kinds, *ways))
        kind = kinds.get(word, "")
        if word in ways:
            people = said.quantity.unit in ("", *_PEOPLE)
            if counts and people and said.quantity.value is not None:
                more = int(said.quantity.value)
                changes.append((counts[-1][0], more if ways[word] == "up" else -more))
            continue
        if not kind or said.quantity.unit not in ("", *_PEOPLE):
            if said.quantity.unit and said.quantity.unit not in ("个", "家"):
                unread.append(said)
            continue
        figure = matter.figure(
            said, "staff", names[kind], "人数", Printing(Unit.WAN, 0), measure="人"
        )
        counts.append((kind, figure))
    if not {kind for kind, _ in counts} & {"actual", "serving", "establishment"}:
        return None, []
    return Staff(tuple(counts), changes=tuple(changes), place=passage.place), unread


def _spoken(matter: Matter) -> list[Spoken]:
    """The numbers with the words before them; 编制数22 has no unit."""
    text, _, places = matter.text
    made, before = [], 0
    for each in matter.quantities:
        if each.value is not None and each.kind in ("count", "bare", "money", "percent"):
            lead = text[before : each.start]
            made.append(Spoken(each, lead, tail=text[each.end :][:24], sentence=0, place=places[0]))
            before = each.end
    return made
