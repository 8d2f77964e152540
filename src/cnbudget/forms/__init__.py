"""The language of budget forms: what their titles, headings and rows say of a scope, whatever region they are from.

Every region's form is another, and they change each year; but all speak one language. Its words stand in
``vocabulary.txt``; the modules here say how words are found in a text (`vocabulary`), what several of them say together
(`meaning`), and what a title is (`titles`). Nothing here knows of grids or files.
"""

from __future__ import annotations

from cnbudget.forms.meaning import Meaning, compose
from cnbudget.forms.titles import Title, of_government, title_of
from cnbudget.forms.vocabulary import Vocabulary, using, vocabulary

__all__ = [
    "Meaning",
    "Title",
    "Vocabulary",
    "compose",
    "of_government",
    "title_of",
    "using",
    "vocabulary",
]
