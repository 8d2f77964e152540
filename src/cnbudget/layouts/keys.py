"""The keys that the data of a layout may have, and of what kind each is.

A key that nobody asks for would be passed over, and with it the piece of scope that it was to add: a column whose
``source`` is misspelt totals all sources. So every key is held to this list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from cnbudget.dimensions import DIMENSIONS, Flags, Times
from cnbudget.errors import LayoutError
from cnbudget.messages import Message, Said, say

_Kind: TypeAlias = tuple[Callable[[Any], bool], str, str]


def _many(each: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list | tuple) and all(map(each, value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


_TEXT: _Kind = (_is_text, "文字", "text")
_TEXTS: _Kind = (_many(_is_text), "文字的列表", "a list of texts")
_WORDS: _Kind = (
    lambda value: _is_text(value) or _TEXTS[0](value),
    "文字或其列表",
    "text or a list of texts",
)
_WHOLE: _Kind = (_is_whole, "整数", "a whole number")
_WHOLES: _Kind = (_many(_is_whole), "整数的列表", "a list of whole numbers")
_YES: _Kind = (lambda value: isinstance(value, bool), "true 或 false", "true or false")
_TABLE: _Kind = (_is_table, "一组键", "a table")
_TABLES: _Kind = (_many(_is_table), "若干组键的列表", "a list of tables")

#: What adds a piece of scope, anywhere: the dimensions, by their keys.
PIECES: dict[str, _Kind] = {
    each.key: _TEXT if isinstance(each.sets, Flags | Times) else _WORDS
    for each in DIMENSIONS
    if each.key
}
_TOP: dict[str, _Kind] = {
    **{each.key: _TEXT for each in DIMENSIONS if isinstance(each.sets, Flags)},
    **dict.fromkeys(("name", "title", "level", "unit", "stage", "rounding", "extends"), _TEXT),
    "words": _YES,
    "years": _WHOLES,
    "places": _WHOLE,
    "drop": _TEXTS,
    "tables": _TABLES,
}
_OF_TABLE: dict[str, _Kind] = {
    **PIECES,
    **dict.fromkeys(("key", "title", "en", "unit", "rounding"), _TEXT),
    **dict.fromkeys(("number", "places"), _WHOLE),
    "titles": _TEXTS,
    "sides": _TABLES,
}
_OF_SIDE: dict[str, _Kind] = {
    **PIECES,
    **dict.fromkeys(("side", "rows"), _TEXT),
    **dict.fromkeys(("group", "labels", "total"), _TEXTS),
    **dict.fromkeys(("names", "panels", "complete"), _YES),
    "each": _TABLE,
    "columns": _TABLES,
    "label_columns": _TABLES,
    "list": _TABLES,
}
_OF_LABEL_COLUMN: dict[str, _Kind] = {
    "path": _TEXTS,
    **dict.fromkeys(("holds", "of", "coded"), _TEXT),
    "piece": _WHOLE,
    **dict.fromkeys(("behind", "alone", "numbered"), _YES),
}
_OF_EACH: dict[str, _Kind] = {**PIECES, "natures": _TABLE}
_OF_COLUMN: dict[str, _Kind] = {
    **PIECES,
    **dict.fromkeys(("key", "open"), _TEXT),
    **dict.fromkeys(("heading", "under", "path"), _TEXTS),
    **dict.fromkeys(("optional", "derived"), _YES),
    "year": _WHOLE,
}
_OF_ROW: dict[str, _Kind] = {
    **PIECES,
    **dict.fromkeys(("key", "open", "rows", "beside"), _TEXT),
    "label": _TEXTS,
    **dict.fromkeys(("level", "year"), _WHOLE),
    **dict.fromkeys(("optional", "total", "coded"), _YES),
    "digits": _TABLE,
}


def check_keys(data: Mapping[str, Any]) -> None:
    """Hold all keys of a layout's data to the list.

    Raises:
        LayoutError: Keys that there are not, or values of another kind; all of them are named with their places.

    >>> check_keys({"name": "x", "tables": [{"key": "uses", "numbr": 2}]})
    Traceback (most recent call last):
    ...
    cnbudget.errors.LayoutError: there is no key “numbr” (table “uses”); did you mean “number”?
    """
    faults = list(_faults(data))
    if not faults:
        return
    raise LayoutError(
        faults[0] if len(faults) == 1 else say("layouts.keys_wrong", faults=tuple(faults))
    )


def _faults(data: Mapping[str, Any]) -> Iterator[Message]:
    yield from _of(data, _TOP, Said("最上层", "the top"))
    for table in _tables(data, "tables"):
        name = str(table.get("key", "?"))
        place = Said(f"表“{name}”", f"table “{name}”")
        yield from _of(table, _OF_TABLE, place)
        for number, side in enumerate(_tables(table, "sides"), 1):
            here = Said(f"{place.zh}第{number}侧", f"{place.en}, side {number}")
            yield from _of(side, _OF_SIDE, here)
            each = side.get("each", {})
            if _is_table(each):
                yield from _of(each, _OF_EACH, Said(f"{here.zh} each", f"{here.en}, each"))
            for column in _tables(side, "columns"):
                name = str(column.get("key", "?"))
                there = Said(f"{here.zh}“{name}”列", f"{here.en}, column “{name}”")
                yield from _of(column, _OF_COLUMN, there)
            for at, column in enumerate(_tables(side, "label_columns"), 1):
                there = Said(f"{here.zh}第{at}栏目", f"{here.en}, label column {at}")
                yield from _of(column, _OF_LABEL_COLUMN, there)
            for row in _tables(side, "list"):
                name = str(next(iter(row.get("label") or (row.get("rows", "?"),))))
                there = Said(f"{here.zh}“{name}”行", f"{here.en}, row “{name}”")
                yield from _of(row, _OF_ROW, there)


def _tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables under a key, as far as they are such; what is not has been said."""
    found = data.get(key, ())
    return [each for each in found if _is_table(each)] if isinstance(found, list | tuple) else []


def _of(data: Mapping[str, Any], known: Mapping[str, _Kind], place: Said) -> Iterator[Message]:
    """What is wrong with the keys of one table."""
    for key, value in data.items():
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, known, 1)
            if close:
                yield say("layouts.key_meant", key=key, place=place, close=close[0])
            else:
                yield say("layouts.no_such_key", key=key, place=place)
        elif not known[key][0](value):
            _, zh, en = known[key]
            shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:37] + "..."
            yield say(
                "layouts.key_of_wrong_kind", key=key, shown=shown, kind=Said(zh, en), place=place
            )
