"""How many goals and projects the text counts, and how much money it gives them: 预算绩效情况 and 其他需说明的事项."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.performance.matters import Matter, Spoken, last_of
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

__all__ = ["SUBJECTS", "Counted", "PerformanceSummary", "read_summary"]

#: Of what projects and goals are counted, by the words for them; the first that comes last in a lead decides.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "overall": ("整体预算绩效目标", "整体绩效目标", "整体支出绩效目标", "部门整体绩效目标"),
    "other": ("非财政拨款项目", "非财政拨款安排项目", "单位资金项目", "其他资金项目"),
    "appropriation": ("财政拨款项目", "财政拨款安排项目", "财政拨款预算项目"),
    "secret": ("涉密项目", "涉密"),
    "carried": ("结转结余资金", "结转结余项目", "结转项目", "结转资金", "上年结转"),
    "tracked": ("绩效跟踪评价", "绩效跟踪", "绩效监控", "运行监控"),
    "evaluated": ("绩效自评", "绩效评价"),
    "all": (
        "编报绩效目标", "预算安排项目", "项目共", "填报绩效目标", "设置绩效目标", "绩效目标的项目", "编制绩效目标",
        "实行绩效目标管理", "绩效目标管理", "项目绩效目标", "项目支出绩效目标",
    ),
}  # fmt: skip
_WORDS = {word: subject for subject, words in SUBJECTS.items() for word in words}
_NAMES = {
    "overall": "整体绩效目标",
    "other": "非财政拨款项目",
    "appropriation": "财政拨款项目",
    "secret": "涉密项目",
    "carried": "上年结转结余项目",
    "tracked": "绩效跟踪项目",
    "evaluated": "绩效自评项目",
    "all": "绩效目标项目",
    "grade": "绩效评级项目",
}


@attrs.frozen(eq=False, repr=False)
class Counted(Value):
    """Some of the projects or goals: how many, and with how much money.

    Attributes:
        subject: Which: one of `SUBJECTS`, or "grade" for those that an evaluation gave one grade.
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
    for said in matter.spoken():
        kind, unit = said.quantity.kind, said.quantity.unit
        word = last_of(said.lead, _WORDS)
        told = _WORDS.get(word, "")
        lead = said.lead
        if told == "all" and "整体支出" in lead:
            told = "overall"  # 本部门整体支出纳入绩效目标管理，涉及财政性资金…万元
        if "全覆盖" in lead:  # of the whole budget, by its sources: what projects have is not said
            subject = ""
            unread.append(said)
            continue
        if kind == "count" and "评级" in lead and unit in ("个", "项"):
            subject = "grade"
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
        name = _NAMES[subject]
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
