"""The examples that ship with the package: real published budgets, retyped as clean documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnknownNameError
from cnbudget.messages import say
from cnbudget.reading import read

if TYPE_CHECKING:
    from cnbudget.ledger import Ledger

__all__ = ["example", "example_ledger", "example_path", "names"]

# in a wheel they stand beside this module, in a checkout in the folder of the project
_FOLDERS = (Path(__file__).parent / "example_files", Path(__file__).parents[2] / "examples")


def _files() -> dict[str, Path]:
    for folder in _FOLDERS:
        files = sorted(folder.glob("*-20[0-9][0-9].md"))
        if files:
            return {path.stem.rsplit("-", 1)[0]: path for path in files}
    return {}


def names() -> tuple[str, ...]:
    """The names of the examples.

    >>> names()
    ('akto', 'artux')
    """
    return tuple(_files())


def example_path(name: str) -> Path:
    """The file of an example.

    Raises:
        UnknownNameError: No example of that name.

    >>> example_path("artux").name
    'artux-2026.md'
    """
    files = _files()
    if name not in files:
        known = ", ".join(files)
        raise UnknownNameError(say("documents.no_such_example", known=known), value=name)
    return files[name]


def example(name: str) -> Disclosure:
    """A budget that ships with the package.

    Args:
        name: Its name; `names` lists them.

    Raises:
        UnknownNameError: No example of that name.

    >>> example("artux")
    <Disclosure 阿图什市医疗保障局 2026年预算: 12 tables, xinjiang-2026, 万元>
    """
    return read(example_path(name))


def example_ledger(name: str) -> Ledger:
    """A ledger that publishes as an example's tables, figure for figure.

    It is made up: what the agency's own ledger is, the published figures do not tell. See `cnbudget.reconcile`.

    Args:
        name: The example's name.

    Raises:
        UnknownNameError: No example of that name.

    >>> example_ledger("akto")
    <Ledger 阿克陶县医疗保障局 2024 预算: 29 entries, 6695900 元>
    """
    from cnbudget.ledger import read_ledger

    path = example_path(name)
    return read_ledger(path.with_name(f"{path.stem}-ledger.csv"))
