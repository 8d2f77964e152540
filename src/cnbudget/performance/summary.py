"""How many goals and projects the text counts, and how much money it gives them: 预算绩效情况 and 其他需说明的事项."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.forms import vocabulary
from cnbudget.performance.matters import Matter, Spoken, last_of
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

#: Final accounts of Shanghai count projects by their grades: 绩效评级为“优”的项目….
_GRADE = "grade"


@attrs.frozen(eq=False, repr=False)
class Counted(Value):
    """Some of the projects or goals: how many, and with how much money.

    Attributes:
        subject: Which: a kind that the vocabulary counts (``counted.kind``), or "grade" for those of one grade.
        number: How many; None if not said.
        money: How much; None if not said.
        place: Where it is said.

    >>> from cnbudget.figures import Figure
    >>> Counted("项目", money=Figure.of("100.00", "万元")).money.text
    '100.00'
    """

    subject: str
    number: Figure | None = None
    money: Figure | None = attrs.field(default=None, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


@attrs.frozen(eq=False, repr=False)
class PerformanceSummary(Value):
    """What the text counts of goals and projects.

    Attributes:
        counted: All that is counted, in the text's order.

    >>> from cnbudget.figures import Figure
    >>> found = PerformanceSummary((Counted("项目", money=Figure.of("100.00", "万元")),))
    >>> found.of("项目").money.text, found.of("no such subject")
    ('100.00', None)
    """

    counted: tuple[Counted, ...]

    def of(self, subject: str) -> Counted | None:
        """What is said of a subject: the first number and the first money of it; None if nothing is."""
        found = [each for each in self.counted if each.subject == subject]
        if not found:
            return None
        return Counted(
            subject,
            next((each.number for each in found if each.number is not None), None),
            money=next((each.money for each in found if each.money is not None), None),
            place=found[0].place,
        )


def read_summary(
    matter: Matter, least: Printing = USUAL_PRINTING
) -> tuple[PerformanceSummary, list[Spoken]]:
    """What a matter counts of goals and projects, and the numbers that were not understood."""
    made: list[Counted] = []
    unread: list[Spoken] = []
    subject = ""
    kinds, names = vocabulary().kinds("counted")
    for said in matter.spoken():
        kind, unit = said.quantity.kind, said.quantity.unit
        told = kinds.get(last_of(said.lead, kinds), "")
        lead = said.lead
        if told == "all" and "整体支出" in lead:
            told = "overall"  # Jiangsu: 本部门整体支出纳入绩效目标管理，涉及财政性资金…万元
        if "全覆盖" in lead:  # of the whole budget, by its sources: what projects have is not said
            subject = ""
            unread.append(said)
            continue
        if kind == "count" and "评级" in lead and unit in ("个", "项"):
            subject = _GRADE
        elif kind == "count" and unit == "分" and "得分" in lead:
            continue
        elif kind == "count" and ("发现问题" in lead or "预算单位" in said.tail[:6]):
            continue  # problems that were found, units that took part: nothing to hold them against
        elif told:
            subject = told
        elif kind == "count" and said.tail.startswith("涉密项目"):
            subject = "secret"
        elif not (subject and "涉及" in lead and kind == "money") and not (
            subject and kind == "count" and "项目" in lead and "其中" not in lead and not made
        ):
            unread.append(said)
            continue
        name = names.get(subject, "绩效评级项目")
        if kind == "count" and unit in ("个", "项"):
            number = matter.figure(said, "performance", name, "个数", least)
            made.append(Counted(subject, number, place=said.place))
        elif kind == "money":
            money = matter.figure(said, "performance", name, "资金", least)
            if made and made[-1].subject == subject and made[-1].money is None:
                made[-1] = attrs.evolve(made[-1], money=money)
            else:
                made.append(Counted(subject, money=money, place=said.place))
        else:
            unread.append(said)
    return PerformanceSummary(tuple(made)), unread
