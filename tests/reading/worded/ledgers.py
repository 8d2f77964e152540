"""Invented ledgers for forms: of the sources, natures and balances that a form says it has."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import attrs

from cnbudget import Entry, Flow, FundingSource, Ledger, Nature, Procurement
from cnbudget.forms.meaning import CARRIED

__all__ = ["FLOWS", "NATURES", "SOURCES", "ledger_for", "opened_ledger"]

S, N, F = FundingSource, Nature, Flow
SOURCES = {
    "GO": S.GENERAL_OWN, "GT": S.GENERAL_TRANSFER, "FO": S.FUND_OWN, "CO": S.STATE_CAPITAL_OWN, "A": S.SPECIAL_ACCOUNT,
    "B": S.BUSINESS, "SS": S.SUPERIOR_SUBSIDY, "AR": S.AFFILIATE_REMITTANCE, "OP": S.OPERATIONS, "O": S.OTHER,
    "KG": S.CARRIED_GENERAL, "KF": S.CARRIED_FUND, "KC": S.CARRIED_STATE_CAPITAL, "KA": S.CARRIED_SPECIAL_ACCOUNT,
    "KU": S.CARRIED_UNIT,
    "G": S.GENERAL, "F": S.FUND, "C": S.STATE_CAPITAL, "P": S.APPROPRIATION, "U": S.UNIT, "NOW": S.CURRENT,
    "KP": S.CARRIED_APPROPRIATION, "KO": S.CARRIED_OTHER, "K": S.CARRIED,
    "GK": S.GENERAL | S.CARRIED_GENERAL, "FK": S.FUND | S.CARRIED_FUND, "CK": S.STATE_CAPITAL | S.CARRIED_STATE_CAPITAL,
    "PK": S.APPROPRIATION | S.CARRIED_APPROPRIATION, "AK": S.SPECIAL_ACCOUNT | S.CARRIED_SPECIAL_ACCOUNT,
    "UK": S.UNIT | S.CARRIED_UNIT,
}  # fmt: skip
NATURES = {
    "B": N.BASIC, "P": N.PERSONNEL, "O": N.OPERATING, "J": N.PROJECT, "OP": N.BUSINESS, "RE": N.REMITTANCE,
    "SU": N.SUBSIDY, "PL": N.PLAIN,
}  # fmt: skip
FLOWS = {
    "OPEN": F.OPENING, "INC": F.INCOME, "USED": F.SURPLUS_USED, "EXP": F.EXPENDITURE, "DIST": F.DISTRIBUTION,
    "CLOSE": F.CLOSING, "IN": F.IN, "OUT": F.OUT,
}  # fmt: skip
#: The government's code of a use, as in an administrative agency.
GOVERNMENT = {
    "30101": "50101", "30102": "50101", "30103": "50101", "30108": "50102", "30109": "50102", "30110": "50102",
    "30113": "50103", "30107": "50501", "30201": "50201", "30211": "50201", "30228": "50201", "30239": "50201",
    "30215": "50202", "30216": "50203", "30217": "50206", "30212": "50207", "30231": "50208", "30226": "50205",
    "30227": "50205", "30213": "50209", "30301": "50905", "30302": "50905", "30305": "50901", "31002": "50306",
    "31013": "50303", "30218": "50204",
}  # fmt: skip
PERSONNEL = ("30101", "30102", "30103", "30108", "30109", "30110", "30113", "30302", "30305")
OPERATING = (
    "30201",
    "30211",
    "30215",
    "30216",
    "30217",
    "30228",
    "30231",
    "30239",
    "31002",
    "30212",
)
PROJECT = ("30201", "30213", "30217", "30227", "30231", "30216", "31002", "31013")
#: The functions of each nature, and those of the funds.
AT = {
    N.PERSONNEL: ("2010801", "2080505", "2080506", "2101101", "2210201"),
    N.OPERATING: ("2010801", "2010803"),
    N.PROJECT: ("2010804", "2010805", "2050803", "2010899"),
}
OF_FUND, OF_CAPITAL = ("2120801", "2120899"), ("2230199",)
PROJECTS = ("审计业务经费", "信息系统运行维护", "干部培训经费", "办公设备更新")


def ledger_for(chance: Random, said: dict[str, str]) -> Ledger:
    """An invented ledger, in 百元."""
    entries: list[Entry] = []
    agencies = said.get("agencies", "").split()
    procures = "procures" in said
    kinds = [SOURCES[each] for each in said.get("sources", "GO").split()]

    def spend(source: FundingSource, nature: Nature, function: str, use: str) -> None:
        amount = 100 * chance.randrange(300, 90_000)
        project = chance.choice(PROJECTS) if nature is N.PROJECT else ""
        kind = None
        if procures and use in ("30227", "30213", "31002", "31013", "30201"):
            kind = {"30227": Procurement.SERVICES, "30213": Procurement.WORKS}.get(
                use, Procurement.GOODS
            )
        entries.append(
            Entry(
                function,
                use,
                source=source,
                nature=nature,
                amount=amount,
                project=project,
                agency=chance.choice(agencies) if agencies else "",
                government_economic=GOVERNMENT[use],
                procurement=kind,
            )
        )

    for source in kinds:
        if source in S.FUND | S.CARRIED_FUND:
            for function in OF_FUND:
                for use in chance.sample(PROJECT, 2):
                    spend(source, N.PROJECT, function, use)
        elif source in S.STATE_CAPITAL | S.CARRIED_STATE_CAPITAL:
            spend(source, N.PROJECT, OF_CAPITAL[0], chance.choice(PROJECT))
        elif source in S.GENERAL:
            for function in AT[N.PERSONNEL]:
                uses = {
                    "2080505": ("30108",), "2080506": ("30109",), "2101101": ("30110",), "2210201": ("30113",),
                }.get(function, ("30101", "30102", "30103", "30305", "30302"))  # fmt: skip
                for use in uses:
                    for _ in range(2):
                        spend(source, N.PERSONNEL, function, use)
            for use in OPERATING:
                spend(source, N.OPERATING, "2010801", use)
            for use in chance.sample(OPERATING, 3):
                spend(source, N.OPERATING, "2010803", use)
            for function in AT[N.PROJECT]:
                for use in chance.sample(PROJECT, 3):
                    spend(source, N.PROJECT, function, use)
            spend(source, N.PROJECT, "2010804", "31013")
        elif source in S.CARRIED_GENERAL:
            for function in AT[N.PROJECT][:2]:
                for use in chance.sample(PROJECT, 2):
                    spend(source, N.PROJECT, function, use)
        else:
            spend(source, N.PERSONNEL, "2010801", "30107")
            spend(source, N.OPERATING, "2010803", chance.choice(OPERATING))
            spend(source, N.PROJECT, "2010804", chance.choice(PROJECT))
    natures = {"OP": N.BUSINESS, "RE": N.REMITTANCE, "SU": N.SUBSIDY}
    for each in said.get("natures", "").split():
        spend(S.OPERATIONS if each == "OP" else S.OTHER, natures[each], "2010899", "30239")
    return Ledger([*entries, *_moved(chance, entries, said)])


def _moved(chance: Random, spent: list[Entry], said: dict[str, str]) -> list[Entry]:
    """The income and the balances that expenditure is paid of."""
    found = []
    for entry in spent:
        flow = F.OPENING if entry.source in S.CARRIED else F.INCOME
        found.append(
            Entry(
                entry.function,
                None,
                source=entry.source,
                nature=entry.nature,
                amount=entry.amount,
                flow=flow,
                agency=entry.agency,
            )
        )
    for each in said.get("closing", "").split():
        source = SOURCES[each]
        flow = F.OPENING if source in S.CARRIED else F.INCOME
        amount = 100 * chance.randrange(300, 9_000)
        function = "2120801" if source in S.FUND | S.CARRIED_FUND else "2010804"
        for move in (flow, F.CLOSING):
            found.append(
                Entry(function, None, source=source, nature=None, amount=amount, flow=move)
            )
    for each in said.get("used", "").split():  # non-appropriated balances used
        amount = 100 * chance.randrange(300, 9_000)
        for move in (F.SURPLUS_USED, F.EXPENDITURE):
            use, nature = (None, None) if move is F.SURPLUS_USED else ("30227", N.PROJECT)
            found.append(
                Entry(
                    "2010804",
                    use,
                    source=SOURCES[each],
                    nature=nature,
                    amount=amount,
                    flow=move,
                    project=PROJECTS[0],
                    government_economic=GOVERNMENT["30227"] if use else None,
                )
            )
    for key, first, then in (
        ("distributed", F.INCOME, F.DISTRIBUTION),
        ("opening", F.OPENING, F.CLOSING),
    ):
        for each in said.get(key, "").split():
            amount = 100 * chance.randrange(300, 9_000)
            function = "2120801" if SOURCES[each] in S.FUND else "2010804"
            nature = N.PROJECT if key == "opening" else None
            for move in (first, then):
                found.append(
                    Entry(
                        function,
                        None,
                        source=SOURCES[each],
                        nature=nature,
                        amount=amount,
                        flow=move,
                    )
                )
    return found


@lru_cache(maxsize=64)
def opened_ledger(ledger: Ledger, opened: bool | None) -> Ledger:
    """A ledger in which only flows say that money was carried over, or (None) opening balances are such money."""
    own = {carried: S(kind.value & -kind.value) for kind, carried in CARRIED.items()}
    over = {leaf: carried for kind, carried in CARRIED.items() for leaf in kind}
    made = []
    for each in ledger:
        source = own.get(each.source, each.source)
        if opened is None and each.flow is F.OPENING:
            source = over.get(each.source, each.source)
        made.append(
            attrs.evolve(each, source=source if opened or each.flow is F.OPENING else each.source)
        )
    return Ledger(made)
