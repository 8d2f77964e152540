"""What is told of one thing changed at a time in the prose that a law ties: ``python -m published.planted [NAME…]``.

Numbers get another first digit, years become earlier ones, words of direction their opposites, and the agency's name in
a sentence that of another. A changed thing is found if something new is violated at its line.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator

import attrs

from cnbudget import Disclosure, Finding, UnreadableError, Verdict, check, read
from cnbudget.checks.prose import ProseCheck
from cnbudget.figures import Place
from cnbudget.passages import Passage
from cnbudget.ties.claims import ClaimTies
from published.said import files, names

TIMES = 20  # of each kind in each document
KINDS = ("number", "way", "year", "name")
_CLAIMS = ("amount", "share", "change", "growth", "completion")
_WAYS = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
#: Reasons and uses tell of other years and of projects by their names: no law ties their years.
_FREE = re.compile("原因|主要是|主要系|由于|因为|用于|[一二三四]是|等项目|增加项目")
_YEAR = re.compile(r"20[0-9]{2}(?= ?年)")


@attrs.frozen
class Planted:
    """A change: its kind, the passage, and what stands there instead."""

    kind: str
    passage: Passage
    at: int
    old: str
    new: str

    def made(self, budget: Disclosure) -> Disclosure:
        """The budget with the change."""
        text = (
            self.passage.text[: self.at] + self.new + self.passage.text[self.at + len(self.old) :]
        )
        passages = tuple(
            attrs.evolve(each, text=text) if each is self.passage else each
            for each in budget.passages
        )
        if passages == budget.passages:
            raise ValueError(self.passage)  # nothing was changed, so that nothing could be found
        return attrs.evolve(budget, passages=passages)


def changes(budget: Disclosure, rng: random.Random, times: int = TIMES) -> list[Planted]:
    """The changes to try, so many of each kind."""
    prose = ProseCheck(ClaimTies(budget, budget.narrative), (), 1)
    prose.run()
    loose = {claim for claim, _ in prose.untied}
    by_place: dict[Place, Passage] = {each.place: each for each in budget.passages if not each.grid}
    found: dict[str, list[Planted]] = {kind: [] for kind in KINDS}
    seen = set()
    for claim in budget.claims:
        passage = by_place.get(claim.place)
        tied = claim not in loose and claim.kind in _CLAIMS and claim.role == "stated"
        if passage is None or not tied or not claim.text or claim.text[0] == "0":
            continue
        at = passage.text.find(claim.text)
        if at < 0 or (passage.place, at) in seen or passage.text.count(claim.text) > 1:
            continue
        if passage.text[max(0, at - 1) : at].isdigit():
            continue
        seen.add((passage.place, at))
        old = claim.text
        found["number"].append(
            Planted("number", passage, at, old, str(int(old[0]) % 9 + 1) + old[1:])
        )
        if claim.kind in ("change", "growth"):
            way = passage.text[max(0, at - 4) : at].strip()[-2:]
            start = passage.text.rfind(way, 0, at)
            if way in _WAYS and start >= 0 and claim.value:
                found["way"].append(Planted("way", passage, start, way, _WAYS[way]))
    for section in budget.narrative.sections:
        if section.key in (
            "contents",
            "glossary",
            "duties",
            "structure",
            "overview",
            "performance",
        ):
            continue
        for own in section.passages:
            if own.grid or "元" not in own.text:
                continue
            # what stands behind a heading on its line is a passage of the section, and a part of the document's
            passage = by_place[own.place]
            begins = passage.text.find(own.text)
            for match in _YEAR.finditer(own.text):
                part = own.text[: match.start()].replace("；", "。").rpartition("。")[2]
                if int(match[0]) == budget.year and not _FREE.search(part):
                    old, at = match[0], begins + match.start()
                    found["year"].append(Planted("year", passage, at, old, str(int(old) - 3)))
            name = budget.agency
            if name and own.text.count(name) == 1:
                at = begins + own.text.find(name)
                found["name"].append(Planted("name", passage, at, name, _another(name)))
    made = []
    for each in found.values():
        made += rng.sample(each, min(times, len(each)))
    return made


def _another(name: str) -> str:
    return name[:2] + ("水利" if "水利" not in name else "林业") + "局"


def _told(budget: Disclosure) -> dict[tuple[str, str], Finding]:
    return {(f.law, f.zh): f for f in check(budget).causes if f.verdict is Verdict.VIOLATED}


def _at(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


def _places(finding: Finding) -> Iterator[tuple[int | None, int | None]]:
    yield _at(finding.place)
    yield from (_at(figure.place) for figure in finding.figures)


def main(arguments: list[str]) -> int:
    """Print what is found of each document, and what is not."""
    total: Counter[tuple[str, str]] = Counter()
    chosen = [each for each in arguments if each != "-v"]
    for name in names():
        if chosen and not any(each in name for each in chosen):
            continue
        try:
            budget = read(files(name))
        except UnreadableError:
            continue
        tally = planted(budget, verbose="-v" in arguments)
        total.update(tally)
        print(name, {f"{kind} {what}": n for (kind, what), n in sorted(tally.items())}, flush=True)
    for kind in KINDS:
        every = total[kind, "planted"]
        print(
            f"{kind:8} {total[kind, 'found']} of {every} found, {total[kind, 'first']} first,"
            f" {total[kind, 'collateral']} collateral"
        )
    return 0


def planted(
    budget: Disclosure, *, times: int = TIMES, verbose: bool = False
) -> Counter[tuple[str, str]]:
    """How the changes of a document are told."""
    before = _told(budget)
    known = {place for finding in before.values() for place in _places(finding)}
    tally: Counter[tuple[str, str]] = Counter()
    for change in changes(budget, random.Random(1), times):
        place = _at(change.passage.place)
        new = [f for key, f in _told(change.made(budget)).items() if key not in before]
        here = [f for f in new if place in _places(f)]
        tally[change.kind, "planted"] += 1
        tally[change.kind, "found"] += bool(here)
        first = [f.suspects[0].figure.place if f.suspects else f.place for f in here[:1]]
        tally[change.kind, "first"] += any(_at(each) == place for each in first)
        others = [f for f in new if f not in here and known.isdisjoint(_places(f))]
        tally[change.kind, "collateral"] += len(others)
        if verbose and (not here or others or not any(_at(each) == place for each in first)):
            around = change.passage.text[max(0, change.at - 24) : change.at + 16].replace("\n", "")
            said = (here or others)[0].zh[:120] if here or others else ""
            what = "missed" if not here else "collateral" if others else "not first"
            print(f"    {what} {place} {change.old}->{change.new} | {around} | {said}", flush=True)
    return tally


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
