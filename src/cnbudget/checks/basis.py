"""What a finding rests on, in a line: who else says so, what else does not come out, what a sum is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from cnbudget.arithmetic import exact
from cnbudget.checks.findings import Finding, Results, Suspect
from cnbudget.checks.messages import LawWords, amount, likeliest, meant, money
from cnbudget.figures import Figure, State
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN, Verdict
from cnbudget.messages import By, Words, say, tell

_FEW = 3
_OF_RATES = ("share", "change", "growth")


def basis(report: Results, finding: Finding) -> tuple[Words, ...]:
    """What a finding that something is wrong rests on; empty where its own words say all.

    Args:
        report: The report.
        finding: One of its findings that is no consequence of another.

    Returns:
        The clauses of a line.
    """
    if finding.verdict is not Verdict.VIOLATED:
        return ()
    wrong = meant(finding.suspects) if finding.law != CONTAIN else None
    if finding.law in _OF_RATES:
        return tuple(_worked_out(finding))
    if wrong is not None:
        return tuple(_borne_out(wrong, [finding, *_wrong_below(report, finding)]))
    if not isinstance(finding.words, LawWords):
        return ()
    told: list[Words] = []
    if finding.law in (ADD_UP, BALANCE, CONTAIN):
        told += _parts(finding)
    elif finding.law == AGREE:
        told.append(say("report.figures_in_it", figures=_few(finding.figures)))
    level = len(likeliest(finding.suspects))
    if level > 1:
        told.append(say("report.any_of_them", count=level))
    return tuple(told)


def follows(report: Results, finding: Finding) -> Words | None:
    """How many others are wrong because of a finding."""
    count = len(_wrong_below(report, finding)) if finding.verdict is Verdict.VIOLATED else 0
    if count == 1:
        return say("report.so_another")
    return say("report.so_others", count=count) if count else None


def _wrong_below(report: Results, finding: Finding) -> list[Finding]:
    return [each for each in report.consequences(finding) if each.verdict is Verdict.VIOLATED]


def _worked_out(finding: Finding) -> Iterator[Words]:
    """The amounts that a rate or a change is worked out from."""
    others = [each for each in finding.figures[1:] if each.state is not State.MISSING]
    if others:
        here = finding.figures[0].place
        yield say(
            "report.worked_out_from",
            figures=tuple(
                By(_labelled if each.place is here else _whole, each) for each in others[:_FEW]
            ),
        )


def _borne_out(wrong: Suspect, findings: Sequence[Finding]) -> Iterator[Words]:
    """Which figures print what a figure should be, which sums do not come out, and what is wrong as it is."""
    figure = wrong.figure
    right = figure.evolve(value=wrong.suggestion, state=State.VALUE)
    same: dict[str, Figure] = {}
    alike: dict[str, Figure] = {}
    sums: list[Words] = []
    for number, each in enumerate(findings):
        too = meant(each.suspects)
        if number and too is not None and _wrong_alike(too, wrong):
            alike.setdefault(too.figure.spot(), too.figure)
        if each.law == AGREE:
            for other in each.figures:
                if other.address != figure.address and _equal(other, right):
                    same.setdefault(other.spot(), other)
        elif each.law == ADD_UP and not sums and each.figures:
            whole = each.figures[0]
            if whole.address == figure.address:
                sums.append(say("report.parts_come_to", expected=right.grouped))
            elif number and any(part.address == figure.address for part in each.figures):
                sums.append(say("report.sum_is_off", whole=whole.label))
    others = list(same.values())
    if len({money(each) for each in others}) == 1:
        spots, value = tuple(By(Figure.spot, each) for each in others), By(money, others[0])
        if len(spots) == 1:
            yield say("report.other_says", other=spots[0], value=value)
        else:
            yield say("report.others_say", others=_named(spots), value=value)
    elif others:
        yield say("report.figures_in_it", figures=_few(others))
    yield from sums
    if alike:
        yield say(
            "report.also", others=_named(tuple(By(Figure.spot, each) for each in alike.values()))
        )


def _wrong_alike(one: Suspect, other: Suspect) -> bool:
    """Whether one row prints the same wrong number in another column."""
    a, b = one.figure, other.figure
    return (
        a.row is b.row
        and a.address != b.address
        and (a.value, one.suggestion) == (b.value, other.suggestion)
    )


def _equal(one: Figure, other: Figure) -> bool:
    return one.state is State.VALUE and not one.column.measure and one.amount == other.amount


def _parts(finding: Finding) -> Iterator[Words]:
    """What the printed sum is made of, the largest parts first."""
    parts = [each for each in finding.figures[1:] if each.value]
    parts.sort(key=lambda each: exact.abs(each.value or Decimal(0)), reverse=True)
    if parts:
        told = _label
        if any(each.place.agency is not None for each in parts):
            told = _spot  # those of units
        elif any(each.unit is not finding.figures[0].unit for each in parts):
            told = _labelled  # 元 beside 万元: a number alone could be either
        yield say("report.parts_are", parts=_few(parts, told))


def _few(
    figures: Iterable[Figure], told: Callable[[Figure, str], str] | None = None
) -> tuple[Words, ...]:
    return _named(tuple(By(told or _spot, each) for each in figures))


def _named(each: tuple[Words, ...]) -> tuple[Words, ...]:
    """The first few, and how many there are besides."""
    if len(each) <= _FEW:
        return each
    return (*each[:_FEW], say("report.and_others", count=len(each) - _FEW))


def _label(figure: Figure, lang: str) -> str:
    return tell(lang, "report.labelled", label=figure.label, value=By(amount, figure))


def _labelled(figure: Figure, lang: str) -> str:
    return tell(lang, "report.labelled", label=figure.label, value=By(money, figure))


def _spot(figure: Figure, lang: str) -> str:
    return f"{figure.spot(lang)} {money(figure, lang)}"


def _whole(figure: Figure, lang: str) -> str:
    return f"{figure.where(lang)} {money(figure, lang)}"
