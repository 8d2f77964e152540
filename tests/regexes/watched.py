"""What `re` is asked for while the package is imported and does some of its work: printed, for a process of its own.

In a process that has imported it already nothing would be seen: patterns are made once.
"""

from __future__ import annotations

import importlib
from io import BytesIO

from tests.regexes.finding import modules, watching


def work() -> None:
    """What makes the patterns that are built as they are needed."""
    import openpyxl

    from cnbudget.annotating.excel import with_comments
    from cnbudget.annotating.notes import Note
    from cnbudget.figures import Figure, Place
    from cnbudget.narrative.replacement import replacements
    from cnbudget.passages import Passage
    from cnbudget.persons.folded import is_odd
    from cnbudget.persons.text import marked
    from cnbudget.persons.words import LABELS

    content = BytesIO()
    openpyxl.Workbook().save(content)
    note = Note(Place(sheet="Sheet", cell="A1"), ["甲"], "error")
    with_comments(with_comments(content.getvalue(), [note])[0], [note])
    passage = Passage("本年1234.50万元")
    number = Figure.of("1234.50", "万元").evolve(place=passage.place)
    list(replacements([passage], number, Figure.of("1243.50", "万元")))
    is_odd("聯系人")
    marked("、".join(word for word, _ in LABELS))  # the expression is made of what a text has


if __name__ == "__main__":
    with watching() as seen:
        for name in modules():
            importlib.import_module(name)
        work()
    print({place: sorted(asked, key=repr) for place, asked in seen.items()})
