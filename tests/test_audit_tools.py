"""The audit tools of the examples: what they say is right, and the strategies as they are find a slip in any."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cnbudget import Amount, Entry, FundingSource, Ledger, Nature, Scope, consolidate
from cnbudget.classification import default
from cnbudget.strategies import ledgers

ROOT = Path(__file__).resolve().parents[1]
SEEDS = 10
ENOUGH = 9  # of the seeds
UNKNOWN = "2999999"  # a code of no list

Pair = tuple[Ledger, Ledger]
Tool = Mapping[str, Any]


# The laws of each tool ---------------------------------------------------------------------------


def audit_laws(tool: Tool, pair: Pair) -> Iterator[bool]:
    ledger, lists = pair[0], default()
    whole = ledger.total()
    first = tool["level_totals"](ledger, 0)
    for level, digits in enumerate((3, 5, 7)):
        totals = tool["level_totals"](ledger, level)
        yield set(totals) == {entry.function.digits[:digits] for entry in ledger if entry.function}
        yield sum(totals.values(), Amount(0)) == whole
        yield all(
            sum((each for code, each in totals.items() if code[:3] == head), Amount(0)) == amount
            for head, amount in first.items()
        )
    yield all(amount == ledger.total(Scope(function=code)) for code, amount in first.items())
    basic, project = tool["nature_totals"](ledger)
    yield basic == ledger.total(Scope(nature=Nature.BASIC))
    yield project == ledger.total(Scope(nature=Nature.PROJECT))
    yield tool["carried_over"](ledger) == ledger.total(Scope(source=FundingSource.CARRIED))
    yield from ranked(tool["largest"], first.items(), lambda each: each[1], first)
    tied = {code: Amount(1) for code in sorted(first, reverse=True)}
    yield [code for code, _ in tool["largest"](tied, len(tied))] == sorted(tied)
    yield list(tool["code_faults"](ledger, lists)) == []
    wrong = attrs.evolve(ledger.entries[0], function=UNKNOWN)
    broken = attrs.evolve(ledger, entries=(*ledger.entries[1:], wrong))
    yield [entry for entry, _ in tool["code_faults"](broken, lists)] == [wrong]
    for year in (None, 1990):  # of years without lists nothing is said
        yield list(tool["code_faults"](attrs.evolve(broken, year=year), lists)) == []


def ranked(
    largest: Callable[..., Any], items: Any, size: Callable[[Any], Any], given: Any
) -> Iterator[bool]:
    """What holds of the largest of some things, however many are asked for."""
    everything = list(items)
    for most in (0, 1, 2, len(everything)):
        found = largest(given, most)
        rest = [each for each in everything if each not in found]
        yield len(found) == min(most, len(everything))
        yield all(size(one) >= size(other) for one, other in pairwise(found))
        yield not found or not rest or size(found[-1]) >= max(map(size, rest))


def comparison_laws(tool: Tool, pair: Pair) -> Iterator[bool]:
    last, this = pair
    before, after = tool["by_function"](last), tool["by_function"](this)
    for ledger, found in ((last, before), (this, after)):
        yield set(found) == {entry.function.digits for entry in ledger if entry.function}
        yield sum(found.values(), Amount(0)) == ledger.total()
        uses = tool["by_use"](ledger)
        yield set(uses) == {entry.economic.digits[:3] for entry in ledger if entry.economic}
        yield all(amount == ledger.total(Scope(economic=code)) for code, amount in uses.items())
    changes = tool["moved"](before, after)
    nothing = Amount(0)
    yield [each.code for each in changes] == sorted(
        code for code in {*before, *after} if before.get(code, nothing) != after.get(code, nothing)
    )
    yield all(
        (each.before, each.after) == (before.get(each.code, nothing), after.get(each.code, nothing))
        for each in changes
    )
    net, (added, cut) = tool["net"](changes), tool["added_and_cut"](changes)
    yield net == this.total() - last.total() == added - cut
    yield added >= 0 and cut >= 0
    yield added == sum((each.change for each in changes if each.change > 0), nothing)
    yield all((each.rate is None) == (each.before == 0) for each in changes)
    yield from ranked(tool["largest"], changes, lambda each: abs(each.change), changes)
    new, gone = tool["new_and_gone"](changes)
    yield new == sorted(code for code in {*after} - {*before} if after[code] != 0)
    yield gone == sorted(code for code in {*before} - {*after} if before[code] != 0)
    yield tool["moved"](before, before) == []


def of_one_agency(ledger: Ledger, name: str) -> Ledger:
    """A ledger of one agency of that name; what several had is its own."""
    entries = tuple(attrs.evolve(each, agency="") for each in ledger)
    return attrs.evolve(ledger, agency=name, year=2026, entries=entries)


def consolidation_laws(tool: Tool, pair: Pair) -> Iterator[bool]:
    head, other = (of_one_agency(*each) for each in zip(pair, "甲乙", strict=True))
    paid, received = head.entries[0].amount, other.entries[0].amount
    subsidy = Entry(
        "2130199",
        "30999",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.SUBSIDY,
        amount=paid,
        counterparty="乙",
    )
    given = Entry(
        "2130106",
        "30201",
        source=FundingSource.SUPERIOR_SUBSIDY,
        nature=Nature.OPERATING,
        amount=received,
        counterparty="甲",
    )
    parts = [
        attrs.evolve(head, entries=(*head, subsidy)),
        attrs.evolve(other, entries=(*other, given)),
    ]
    whole = consolidate(parts)
    yield tool["sum_of"](parts) == parts[0].total() + parts[1].total()
    yield tool["eliminated"](whole.transfers) == min(paid, received)
    yield len(tool["open_transfers"](whole.transfers)) == (paid != received)
    yield tool["adds_up"](parts, whole)
    yield not tool["adds_up"](parts[:1], whole) or parts[1].total() == 0
    alone = tool["by_agency"](parts[0])
    yield alone == {"甲": parts[0].total()}
    found = tool["by_agency"](whole.ledger)
    yield sum(found.values(), Amount(0)) == whole.ledger.total()
    yield set(found) == {"甲", "乙"}
    yield tool["share_of"](head, Amount(0)) == ""
    yield head.total() == 0 or tool["share_of"](head, head.total()) == "100.00 %"


Laws = Callable[[Tool, Pair], Iterator[bool]]
#: The tools: their laws, and the functions that these are of.
TOOLS: dict[str, tuple[Laws, tuple[str, ...]]] = {
    "audit_ledger": (
        audit_laws,
        ("code_faults", "level_totals", "nature_totals", "carried_over", "largest"),
    ),
    "compare_years": (
        comparison_laws,
        (
            "Moved",
            "by_function",
            "by_use",
            "moved",
            "net",
            "added_and_cut",
            "largest",
            "new_and_gone",
        ),
    ),
    "consolidate_agencies": (
        consolidation_laws,
        ("sum_of", "eliminated", "open_transfers", "by_agency", "adds_up", "share_of"),
    ),
}
#: Changes that change nothing: what neither went up nor down adds nothing on either side.
SAME = {("compare_years", "each.after > each.before  =>  each.after >= each.before")}


# Running them ------------------------------------------------------------------------------------


def module_from(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SURVIVORS: Any = module_from(ROOT / "tools" / "find_survivors.py", "find_survivors_for_tools")
PATHS = {name: ROOT / "examples" / f"{name}.py" for name in TOOLS}


def run(tree: ast.Module, path: Path) -> Tool:
    """What a tool's module defines, as the tree has it."""
    name = f"tool_{path.stem}"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    exec(compile(ast.fix_missing_locations(tree), str(path), "exec"), vars(module))  # noqa: S102
    return vars(module)


def holds(laws: Laws, tool: Tool, pair: Pair) -> bool:
    """Whether all laws hold of what a tool says; one that fails says nothing right."""
    try:
        return all(laws(tool, pair))
    except Exception:  # noqa: BLE001  (a slip can end in anything)
        return False


def is_found(laws: Laws, tool: Tool, number: int) -> bool:
    """Whether a hundred examples drawn with a seed show that something is wrong."""

    @seed(number)
    @settings(
        max_examples=100,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(st.tuples(ledgers(), ledgers()))
    def right(pair: Pair) -> None:
        assert holds(laws, tool, pair)

    try:
        right()
    except AssertionError:
        return True
    return False


def mutants(name: str) -> Sequence[tuple[str, int]]:
    """The small changes of a tool's functions that have laws, each with its place among all."""
    tree = ast.parse(PATHS[name].read_text(encoding="utf-8"))
    lines = {
        line
        for node in tree.body
        if getattr(node, "name", None) in TOOLS[name][1]
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    changes = list(SURVIVORS.changes_of(tree))
    return [
        (f"{each.line}: {each.words}", number)
        for number, each in enumerate(changes)
        if each.line in lines and (name, each.words) not in SAME
    ]


MUTANTS = [(name, words, number) for name in TOOLS for words, number in mutants(name)]


@pytest.mark.parametrize("name", TOOLS)
@settings(max_examples=30, suppress_health_check=[*HealthCheck])
@given(pair=st.tuples(ledgers(), ledgers()))
def test_what_a_tool_says_is_right(name: str, pair: Pair) -> None:
    laws = TOOLS[name][0]
    tool = run(ast.parse(PATHS[name].read_text(encoding="utf-8")), PATHS[name])
    assert all(laws(tool, pair))


def test_there_are_slips_to_look_for() -> None:
    assert len(MUTANTS) > 40
    assert {name for name, *_ in MUTANTS} == set(TOOLS)


@pytest.mark.parametrize(("name", "words", "number"), MUTANTS)
def test_a_slip_in_a_tool_is_found_by_nearly_every_seed(name: str, words: str, number: int) -> None:
    tree = ast.parse(PATHS[name].read_text(encoding="utf-8"))
    change = list(SURVIVORS.changes_of(tree))[number]
    change.make()
    tool = run(tree, PATHS[name])
    missed = []
    for each in range(SEEDS):
        if not is_found(TOOLS[name][0], tool, each):
            missed.append(each)
        if len(missed) > SEEDS - ENOUGH:
            break
    assert len(missed) <= SEEDS - ENOUGH, (words, missed)


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_a_page_or_three_and_runs(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(PATHS[name].read_text(encoding="utf-8").splitlines()) <= 160
    monkeypatch.setattr(sys, "argv", [str(PATHS[name])])
    tool = module_from(PATHS[name], f"running_{name}")
    assert tool.main() == 0
    assert len(capsys.readouterr().out.splitlines()) > 5
