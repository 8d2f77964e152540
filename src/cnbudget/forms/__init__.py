"""The language of budget forms: what their titles, headings and rows say of a scope, whatever region they are from.

Every region's form is another, and they change each year; but all speak one language. Its words stand in
``vocabulary.txt``; the modules here say how words are found in a text (`vocabulary`), what several of them say together
(`meaning`), and what a title is (`titles`). Nothing here knows of grids or files.
"""

from __future__ import annotations

import warnings
from typing import Any

from cnbudget.forms.meaning import Meaning, meant_together
from cnbudget.forms.titles import Title, of_government, title_of
from cnbudget.forms.vocabulary import Vocabulary, using, vocabulary

__all__ = [
    "Meaning",
    "Title",
    "Vocabulary",
    "meant_together",
    "of_government",
    "title_of",
    "using",
    "vocabulary",
]


def __getattr__(name: str) -> Any:
    if name == "compose":
        warnings.warn(
            "cnbudget.forms.compose is now meant_together", DeprecationWarning, stacklevel=2
        )
        return meant_together
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
