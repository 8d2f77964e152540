"""Values as JSON has them: one way for each type, whatever is written.

What other programs read is named in contracts and not by the fields of classes: of the keys that are written not half
say a field under its own name. Those are taken by `fields`, and all others are said where they are written.

==============================  ======================================================
value                           in JSON
==============================  ======================================================
text, whole number, truth, None itself
`Decimal`                       text, without an exponent
unit of money                   its Chinese name
other enumerations              their values; sets of flags as layouts write them
tuple, list                     a list
`Figure`                        an object: see `figure_dict`
==============================  ======================================================
"""

from __future__ import annotations

import enum
from decimal import Decimal
from pathlib import Path
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.dimensions import Flags
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Place
from cnbudget.files import SourceFile
from cnbudget.messages import Words

Object = dict[str, Any]
_PLACE = "line page sheet cell file"


def plain(value: object) -> Any:
    """A value as JSON has it.

    Raises:
        TypeError: It is of a type that is written nowhere.

    >>> plain((Decimal("1E+2"), Unit.WAN, None, True))
    ['100', '万元', None, True]
    """
    if isinstance(value, Unit):
        return value.zh
    if isinstance(value, enum.Flag):
        return Flags(type(value)).plain(value)
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Figure):
        return figure_dict(value)
    raise TypeError(f"{type(value).__name__} is not written as JSON")


def fields(value: object, names: str) -> Object:
    """Fields of a value, each under its name.

    Args:
        value: The value.
        names: The names, with spaces between.

    >>> fields(Place(12, 3), "line page cell")
    {'line': 12, 'page': 3, 'cell': None}
    """
    return {name: plain(getattr(value, name)) for name in names.split()}


def in_words(said: Words | tuple[str, str]) -> Object:
    """Words in both languages.

    >>> in_words(("甲", "A"))
    {'zh': '甲', 'en': 'A'}
    """
    if isinstance(said, tuple):
        return {"zh": said[0], "en": said[1]}
    return {"zh": said.text("zh"), "en": said.text("en")}


def place_dict(place: Place) -> Object:
    """What is known of a place.

    >>> place_dict(Place(12))
    {'line': 12}
    """
    return {name: known for name, known in fields(place, _PLACE).items() if known is not None}


def figure_dict(figure: Figure) -> Object:
    """A figure with its address, as findings show it.

    >>> figure = figure_dict(Figure.of("67.36", "万元"))
    >>> figure["value"], figure["unit"], figure["state"], figure["row_path"]
    ('67.36', '万元', 'value', [])
    """
    row, column = figure.row, figure.column
    return {
        "in": row.within,
        **fields(row, "table key"),
        "section": row.section or None,
        "row": row.row,
        "row_path": list(row.path),
        "row_index": row.index,
        **fields(row, "side project"),
        "column": column.column,
        "column_path": "/".join(column.path),
        "value": figure.text or None,
        "unit": figure.unit_text,
        **fields(figure, "places state basis candidates"),
        "scope": None if figure.scope is None else figure.scope.words("zh"),
        **fields(figure.place, f"{_PLACE} agency"),
        "document_year": figure.place.year,
    }


def files_dict(budget: Disclosure) -> Object:
    """The file that a disclosure was read from, the first of several, and all of them.

    >>> import cnbudget
    >>> list(files_dict(cnbudget.example("artux")))
    ['file', 'files']
    """
    files = budget.files or (SourceFile(budget.source, budget.content),)
    every = [{"name": each.name, "sha256": each.sha256 if budget.source else ""} for each in files]
    return {"file": every[0], "files": every}


def schema_in(folder: str, name: str) -> Object:
    """A JSON Schema that ships beside a module.

    Args:
        folder: The module's ``__file__``.
        name: The name of the file.
    """
    import json

    found: Object = json.loads(Path(folder).with_name(name).read_text(encoding="utf-8"))
    return found
