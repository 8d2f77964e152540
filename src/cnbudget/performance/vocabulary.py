"""The words by which a text tells procurement, assets and running costs: those of the vocabulary, by what they say."""

from __future__ import annotations

from cnbudget.forms.vocabulary import shipped_words


def _said(dimension: str) -> dict[str, str]:
    return shipped_words().labels("matter", dimension)


#: Words of a change, each with its way: "up", "down", "level".
CHANGED = _said("changed")
#: Firms that procurement is reserved for or awarded to: "small" and "middle".
FIRMS = _said("firms")
#: What is bought: goods, works, services.
BOUGHT = _said("bought")
AWARDED = tuple(_said("awarded"))
#: What says that all of a matter is told: "procurement", "running".
WHOLES = _said("whole")
#: What ends the name of the money for something.
COSTS = tuple(_said("cost"))
#: What ends the name of what something is worth, the longest first.
WORTH = tuple(sorted(_said("worth"), key=len, reverse=True))
#: What says that something is to be bought.
PLANNED = tuple(_said("planned"))
NONE_PLANNED = tuple(_said("unplanned"))
#: What stands before the name of what there is.
HAVING = tuple(_said("having"))
#: What all vehicles are called.
VEHICLES = tuple(_said("vehicles"))
VEHICLE_UNITS = tuple(_said("vehicle"))
DEVICES = tuple(_said("device"))
#: What stands between what is bought and the money for it, behind a mark.
BESIDE_MONEY = ("", *_said("beside"))
AREAS = tuple(_said("area"))
#: What says that a price is the least one.
FROM = tuple(_said("from"))
