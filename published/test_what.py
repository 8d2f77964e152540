"""The prose numbers of the facts, read by hand, with what each is of: our scope says the same.

What a number is of stands in the facts in words (`what`); here it is a scope.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from cnbudget import scopes
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.narrative import Claim
from cnbudget.scope import Scope
from published.documents import FOLDER, budget

_S, _N, _P = FundingSource, Nature, Procurement
_ALL, _GENERAL, _APPROPRIATION = Scope(), Scope(source=_S.GENERAL), Scope(source=_S.APPROPRIATION)
_BASIC, _PROJECT = Scope(nature=_N.BASIC), Scope(nature=_N.PROJECT)
_AUDITING = Scope(project="审计管理业务", nature=_N.PROJECT)
_BOUGHT, _SERVICES = Scope(procurement=_P.PROCURED), Scope(procurement=_P.SERVICES)
_RUNNING, _COMMISSIONED = scopes.AGENCY_RUNNING, scopes.COMMISSIONED
_PUBLIC, _VEHICLES, _RECEPTION = scopes.THREE_PUBLIC, scopes.VEHICLE_RUNNING, scopes.RECEPTION


def _function(code: str, source: FundingSource = _S.ALL) -> Scope:
    return Scope(code, source=source)


#: By document, in the order of its facts: what each number is of; None for a number of a project or of goals, whose
#: sum the tables do not name, and which is read without a scope.
WHAT: dict[str, list[Scope | None]] = {
    "chongqing-slj-2026": [
        Scope(source=_S.OTHER), _function("215"), _GENERAL & _BASIC, _PUBLIC & _APPROPRIATION,
        _VEHICLES & _APPROPRIATION, _RUNNING & _GENERAL, _BOUGHT & _GENERAL,
    ],
    "chongqing-zfb-2026": [
        Scope(source=_S.BUSINESS), _ALL, _function("215"), _GENERAL & _PROJECT, _PUBLIC & _APPROPRIATION,
        _RUNNING & _GENERAL, _BOUGHT, _COMMISSIONED & _APPROPRIATION,
    ],
    "fuzhou-ybj-2026": [
        _ALL, _ALL, _function("2101301", _S.GENERAL), _GENERAL & Scope(nature=_N.OPERATING), _SERVICES,
        _COMMISSIONED & _APPROPRIATION, _RUNNING & _GENERAL,
    ],
    "guangzhou-qxj-2026": [
        _ALL, _PUBLIC & _APPROPRIATION, _VEHICLES & _APPROPRIATION, _RUNNING, _BOUGHT, _SERVICES,
        _COMMISSIONED & _GENERAL,
    ],
    "shenzhen-sjj-2026": [
        _ALL, _PROJECT, Scope(economic="303"), _AUDITING, _SERVICES, scopes.ABROAD & _APPROPRIATION, _RUNNING,
    ],
    "suzhou-yjj-2026": [
        _ALL, _function("221"), _BASIC, _function("2210202", _S.APPROPRIATION), _RECEPTION & _GENERAL,
        _RUNNING & _GENERAL, _BOUGHT,
    ],
    # 使用非财政拨款结余 is a line of 收入支出决算总表 between 本年收入合计 and
    # 年初结转和结余, and 总计 is the sum of the three: it is a movement of its own; as money carried over it would be
    # a part of the third
    "swu-2021": [
        Scope(flow=Flow.SURPLUS_USED), _ALL, _GENERAL, Scope(flow=Flow.SURPLUS_USED), _APPROPRIATION,
        _function("221"), _function("213"), _function("206", _S.APPROPRIATION), _function("22102", _S.APPROPRIATION),
    ],
    "xian-gzw-2022": [
        _function("2150701", _S.GENERAL), _function("2210106", _S.GENERAL), Scope(economic="302") & _GENERAL,
        Scope(government_economic="501") & _GENERAL, scopes.MEETINGS & _GENERAL, _RUNNING, _APPROPRIATION,
    ],
    "xian-sjj-2026": [
        _ALL, _function("2010804", _S.GENERAL), _function("2080501", _S.GENERAL), Scope(economic="302") & _GENERAL,
        Scope(government_economic="501") & _GENERAL, _PUBLIC & _GENERAL, _BOUGHT, _RUNNING,
    ],
    "yantai-mzj-2026": [
        Scope(source=_S.BUSINESS), _GENERAL, _RECEPTION & _APPROPRIATION, _RUNNING, _COMMISSIONED & _APPROPRIATION,
        Scope(procurement=_P.WORKS), None,
    ],
    "yantai-sjj-2026": [
        _ALL, Scope(source=_S.OTHER), _BASIC, _PUBLIC & _GENERAL, _RUNNING, _COMMISSIONED & _APPROPRIATION, _BOUGHT,
        None,
    ],
}  # fmt: skip


def _claims(name: str, page: int, printed: str) -> list[Claim]:
    """The claims of a number, on its page or one beside it."""
    value = Decimal(printed.replace(",", ""))
    return [
        claim
        for claim in budget(name).claims
        if claim.value is not None
        and claim.value.copy_abs() == value
        and abs((claim.place.page or 0) - page) <= 1
    ]


def _same(scope: Scope | None, wanted: Scope | None) -> bool:
    if scope is None or wanted is None:
        return scope is wanted
    return (
        scope.function == wanted.function
        and scope.economic == wanted.economic
        and scope.government_economic == wanted.government_economic
        and (scope.flow == wanted.flow or Flow.SURPLUS_USED not in (scope.flow, wanted.flow))
        and scope.procurement == wanted.procurement
        and scope.project == wanted.project
        and scope.nature & _N.PLAIN == wanted.nature & _N.PLAIN
        and (scope.source == wanted.source or scope.source & _S.CURRENT == wanted.source & _S.CURRENT != _S(0))
    )  # fmt: skip


@pytest.mark.parametrize("name", WHAT)
def test_every_number_of_the_facts_is_read_with_its_scope(name: str) -> None:
    facts = json.loads((FOLDER / name / "facts.json").read_text(encoding="utf-8"))["prose"]
    missed = [
        (fact["page"], fact["text"], [str(claim.scope) for claim in found])
        for fact, wanted in zip(facts, WHAT[name], strict=True)
        for found in [_claims(name, fact["page"], fact["printed"])]
        if not any(_same(claim.scope, wanted) for claim in found)
    ]
    assert missed == []


def test_all_facts_are_held() -> None:
    with_facts = {path.parent.name for path in FOLDER.glob("*/facts.json")}
    assert with_facts == set(WHAT)
