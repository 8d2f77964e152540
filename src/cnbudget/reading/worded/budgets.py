"""The name of a category that is that of a budget, too: 国有资本经营预算支出, alone or beside the other budgets."""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.forms import Vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.worded.row import WordedRow

_AXIS = "FUNCTION"


def told_by_budgets(lines: Sequence[WordedRow], words: Vocabulary) -> None:
    """Take the name of one category for that of a budget where other budgets are listed, and no other category.

    Cities list 一般公共预算支出, 政府性基金预算支出 and 国有资本经营预算支出 in the balance of appropriations.

    Args:
        lines: The rows of one side.
        words: The vocabulary.
    """
    coded = [line for line in lines if _AXIS in line.codes]
    if len({line.codes[_AXIS] for line in coded}) != 1:
        return
    said = meaning_of(coded[0].label, "row", words)
    others = {line.said.source for line in lines if line.kind == "listed"} - {None}
    printed = any(each.isdecimal() for line in coded for text in line.labels for each in text)
    if printed or not said.understood or said.source is None or said.source in others:
        return
    if len({each for each in others if each is not None and not each & said.source}) > 1:
        for line in coded:
            line.kind, line.codes, line.said = "listed", {}, said
