"""Layouts (表式): which tables a region's form has in a year, and which scope each cell has there.

A layout is data: a TOML file that lists tables, their columns in order, and what each column and
row adds to the scope of a cell. A new region is a new file; see `load`.

    >>> layout = load("xinjiang-2026")
    >>> [table.key for table in layout.tables][:4]
    ['summary', 'income', 'expenditure', 'appropriation']
    >>> layout["expenditure"].sides[0].columns[1].scope
    Scope(nature=BASIC)
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnbudget.errors import LayoutError, UnknownNameError
from cnbudget.files import bytes_of, refusal
from cnbudget.forms.vocabulary import shipped_words
from cnbudget.layouts.building import build, extended
from cnbudget.layouts.forms import ColumnForm, Layout, RowForm, SideForm, TableForm
from cnbudget.layouts.printed import LabelForm
from cnbudget.messages import say

if TYPE_CHECKING:
    from cnbudget.layouts.written import save, toml_of

__all__ = [
    "ColumnForm",
    "LabelForm",
    "Layout",
    "RowForm",
    "SideForm",
    "TableForm",
    "build",
    "data_of",
    "file_of",
    "load",
    "names",
    "save",
    "toml_of",
]

_FOLDER = Path(__file__).parent
#: What `tools/keep_layouts.py` makes of the files.
_KEPT = _FOLDER / "shipped.json"
_LARGEST = 1 << 24  # bytes of a layout file


def names() -> tuple[str, ...]:
    """The layouts that ship with the package.

    >>> "xinjiang-2024" in names()
    True
    """
    return _names()


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load(name: str | Path) -> Layout:
    """A layout by its name, or from a file of the user's.

    Args:
        name: The name of a layout that ships ("xinjiang-2026"), or the path of a TOML file.

    Raises:
        UnknownNameError: No layout of that name.
        LayoutError: The file cannot be read, or its data is wrong; the message names the place.

    >>> form = load("central")
    >>> form.name, len(form.tables), form["income"].title
    ('central', 9, '部门收入总表')
    """
    if isinstance(name, str) and not name.endswith(".toml"):
        return _shipped(name)
    path = file_of(name)
    return build(_data(path), str(path), base=_base)


def file_of(name: str | Path) -> Path:
    """The file that `load` reads.

    >>> file_of("xinjiang-2026").name, file_of("本省.toml").name
    ('xinjiang-2026.toml', '本省.toml')
    """
    shipped = isinstance(name, str) and not name.endswith(".toml")
    return _FOLDER / f"{name}.toml" if shipped else Path(name)


@lru_cache(maxsize=64)
def _shipped(name: str) -> Layout:
    path = file_of(name)
    if not name.replace("-", "").isalnum() or not path.is_file():
        known = ", ".join(names())
        raise UnknownNameError(say("layouts.no_such_layout", known=known), value=name)
    return build(_base(name), path.name, _base, shipped_words())


def data_of(name: str) -> dict[str, Any]:
    """The data of a layout that ships, with those of the layouts that it extends: quicker to have than the layout.

    >>> data_of("xinjiang-2024")["tables"][0]["key"]
    'summary'
    """
    return extended(_base(name), _base)


def _base(name: str) -> dict[str, Any]:
    kept = _kept().get(name)
    return _data(file_of(name)) if kept is None else kept


@cache
def _kept() -> dict[str, dict[str, Any]]:
    """The data of all layouts that ship, in a form that is read in a twentieth of the time."""
    import json

    found: dict[str, dict[str, Any]] = json.loads(_KEPT.read_bytes())
    return found


def _data(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(bytes_of(path, _LARGEST).decode("utf-8"))
    except OSError as error:
        why = refusal(error)
        raise LayoutError(say("layouts.unreadable", why=why), where=str(path)) from error
    except (ValueError, RecursionError) as error:  # no name, no TOML, brackets without end
        raise LayoutError(say("layouts.not_toml", error=error), where=str(path)) from error


def __getattr__(name: str) -> Any:  # most layouts are read and never written
    if name not in ("save", "toml_of"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cnbudget.layouts import written

    return getattr(written, name)
