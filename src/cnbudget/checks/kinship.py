"""Which budgets are those of a department's units: only what the department itself says is believed.

That a file holds two sets of tables says nothing of how their agencies stand to each other: a county's volume (汇编)
has its departments side by side. A unit is the department's own level (本级), by its name, or one that the department's
text lists in what its budget is made up of (部门预算单位构成).
"""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.words import plain

#: What the own level of a department is called behind its name.
_OWN = frozenset(("本级", "机关", "本部", "本级机关", "机关本级", "局机关", "局本级"))
_CLAUSES = expression("[。；;\n]")
#: What is said of a body that the department's text names and does not take in; a district's text had 与…合署办公.
_OUTSIDE = expression("合署|划转|划出|不纳入|未纳入|不含|不包括|不包含|除外|另行|单独公开|单独编")


def units_among(disclosures: Sequence[Disclosure]) -> dict[int, tuple[int, ...]]:
    """The departments among budgets, and the budgets of their units, all by their places.

    A budget that two departments claim, or that claims its department in turn, is nobody's unit.

    >>> import cnbudget
    >>> units_among([cnbudget.example("artux"), cnbudget.example("akto")])
    {}
    """
    names = [plain(each.agency) for each in disclosures]
    claims: dict[int, list[int]] = {}
    for number, budget in enumerate(disclosures):
        if budget.level != "部门" or not names[number]:
            continue
        same = [
            other
            for other, each in enumerate(disclosures)
            if other != number and (each.year, each.stage) == (budget.year, budget.stage)
        ]
        own = [
            other
            for other in same
            if _is_own(names[other], names[number], disclosures[other].level)
        ]
        others = [other for other in same if other not in own and names[other] != names[number]]
        text = _made_up_of(budget) if others else ""
        told = [other for other in others if text and _lists(text, names[other], names)]
        if own or told:
            claims[number] = sorted(own + told)
    claimed = [unit for units in claims.values() for unit in units]
    sure = {
        number: tuple(u for u in units if claimed.count(u) == 1 and number not in claims.get(u, ()))
        for number, units in claims.items()
    }
    return {number: units for number, units in sure.items() if units}


def _is_own(name: str, department: str, level: str | None) -> bool:
    """Whether a name is that of a department's own level: 青山市水务局（本级）, or the name itself over 单位预算."""
    if name == department:
        return level == "单位"
    return name.startswith(department) and name[len(department) :].strip("()") in _OWN


def _made_up_of(budget: Disclosure) -> str:
    """What a document says of the units that its budget is made up of, with tables of them."""
    sections = (each for each in budget.narrative.sections if "structure" in each.path)
    return "\n".join(plain(p.text) for section in sections for p in section.passages)


def _lists(text: str, name: str, names: Sequence[str]) -> bool:
    """Whether a text lists an agency, and says of it nothing that takes it out again."""
    if not name:
        return False
    for longer in names:  # 青山市水文中心 is not named by 青山市水文中心站
        if longer != name and name in longer:
            text = text.replace(longer, "")
    clauses = [clause for clause in _CLAUSES.split(text) if name in clause]
    return bool(clauses) and not any(_OUTSIDE.search(clause) for clause in clauses)
