"""Tables of the running of an agency: public expenses, meetings, running costs, cars and procurement in rows.

The Ministry's 机构运行信息表 and its like have no base: each row says what it is of, or stands under one that does.
Between the amounts stand numbers of journeys, cars and guests, which are no money.
"""

from __future__ import annotations

import attrs

from cnbudget.expressions import expression
from cnbudget.forms import Meaning
from cnbudget.words import plain

#: Final accounts of some provinces print money and counts in one table of the running of an agency.
#: What a row counts, in brackets at its end: 公务用车保有量（辆）, 单价100万元（含）以上设备（台，套）.
_COUNTED = expression(
    r"\((?:个|人|辆|台|套|次|人次|批次|批|家|座|宗|台[、,/]?套|台\(套\)|平方米)\)$"
)


def of_running(title: Meaning) -> bool:
    """Whether each row of a table says of what it is: its title is of the running of an agency, or of two things."""
    return title.subject == "RUNNING" or bool(title.running and title.economic)


def counts(text: str) -> bool:
    """Whether a row counts something that is no money.

    >>> counts("4．公务用车保有量（辆）"), counts("3．公务接待费")
    (True, False)
    """
    return _COUNTED.search(plain(text)) is not None


def inherited(said: Meaning, over: Meaning) -> Meaning:
    """What a row says under another: （一）支出合计 under 一、“三公”经费支出 is of these."""
    if said.economic is None and over.economic is not None and not said.running:
        said = attrs.evolve(said, economic=over.economic)
    if said.procurement is None and over.procurement is not None:
        said = attrs.evolve(said, procurement=over.procurement)
    if over.running and not said.says:
        said = attrs.evolve(said, running=True)
    return said
