"""Reading the tables of any form by their words alone, where no layout explains a document.

The words of a table's title, of its columns' headings and of its rows say what each cell totals
(`cnbudget.forms`); what they leave open is decided once for the document, by its laws.
"""

from __future__ import annotations

from cnbudget.reading.worded.tables import (
    Worded,
    find_worded,
    read_by_words,
    titles_by_words,
)

__all__ = ["Worded", "find_worded", "read_by_words", "titles_by_words"]
