"""What the prose says of figures in violated laws: a sentence bears out the right one, and denies the wrong one.

A sum that fails says only that one of its figures is wrong. Where the text says the same of all of them but one, it is
that one: so it is with the funds for receptions, which a table and two sentences print, and whose total stands in both.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from cnbudget.figures import Address, Figure, numbers_of
from cnbudget.invariants import AGREE, Compiled, Derived, Verdict
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.laws import STATED


def with_claims(
    system: Compiled, violated: Sequence[int], ties: ClaimTies, astray: Container[Address]
) -> tuple[Compiled, list[int]]:
    """Laws, and after them those by which amounts of the prose are figures of the violated ones.

    Args:
        system: The laws.
        violated: The numbers of those that are violated.
        ties: What the prose states.
        astray: The figures of tables in a wrong unit, or in the row of others: their numbers are not what is meant.

    Returns:
        All laws, and the numbers of those that are violated.
    """
    figures = system.figures
    asked = {figures[i].address for number in violated for i in system.laws[number][1]}
    said: dict[tuple[object, ...], tuple[Verdict, tuple[Figure, ...]]] = {}
    for each in ties.agreements:
        claim, verdict = each.claim, each.ruling.verdict
        if claim.unit is None or claim.unit.exponent - claim.places <= system.exponent:
            continue  # nothing that is printed in a table is as fine
        of = each.figures
        if each.ruling.why or any(figure.address in astray for figure in of):
            continue  # cut off, not rounded; or a number that is not what stands there
        if any(figure.address in asked for figure in of):
            # what is said twice is one witness
            said.setdefault((claim.scope, claim.value, claim.unit), (verdict, (claim.figure, *of)))
    if not said:
        return system, list(violated)
    index = numbers_of(figures)
    every, laws = list(figures), list(system.laws)
    for _, (claimed, *others) in said.values():
        laws.append((AGREE, (len(every), *(index[figure.address] for figure in others)), STATED))
        every.append(claimed)
    more = Compiled(Derived(every, laws, ()), system.used)
    more.values[: len(figures)] = system.values  # some may stand in rows of their own by now
    more.halves[: len(figures)] = system.halves
    first = len(system.laws)
    denied = [
        number
        for number, (verdict, _) in enumerate(said.values(), first)
        if verdict is Verdict.VIOLATED
    ]
    return more, [*violated, *denied]
