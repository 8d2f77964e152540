"""Persons: what in a document names one, and how it is left out.

The one place that decides. Every reader gives what it read to `without_persons` before anything is made of it, so
names, telephones, identity cards, bank accounts and addresses of e-mail reach no figure, label, message or file.
"""

from __future__ import annotations

from cnbudget.persons.folded import folded
from cnbudget.persons.leaving import Left, left_out, without_persons
from cnbudget.persons.text import label_of

__all__ = ["Left", "is_label", "left_out", "without_persons"]


def is_label(text: str) -> bool:
    """Whether a text is the label of a person or of a number of one, and nothing else.

    >>> is_label("联 系 电 话："), is_label("项目名称")
    (True, False)
    """
    return bool(label_of(folded(text)))
