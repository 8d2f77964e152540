"""The lists and items of the prose against the tables; and how findings of the prose are written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from cnbudget.amounts import Unit, round_half_away
from cnbudget.arithmetic import exact
from cnbudget.characters import normalised
from cnbudget.checks.displaced import Displaced
from cnbudget.checks.faults import Faults
from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.messages import another
from cnbudget.checks.wording import ClaimWords, at
from cnbudget.dimensions import BY_NAME, KINDS, FundingSource
from cnbudget.expressions import expression
from cnbudget.figures import Address, Figure, Place, State
from cnbudget.invariants import Verdict
from cnbudget.invariants.kinds import SOURCES, kind_of, kinds_of
from cnbudget.messages import By, Said, Words, few, framed, say
from cnbudget.narrative import Claim, Claims
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import Item, bare
from cnbudget.narrative.text import Paragraph
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.ties.agreement import in_unit, rounds_to
from cnbudget.ties.claims import ClaimTies

if TYPE_CHECKING:
    from cnbudget.ties.last_year import LastYear

_ALL_FROM = expression(r"收入全部(?:为|是|来自)([^，,。；;:]{2,20})")
_MOST_LISTS = 500  # no document has more
_NAMED = 12
_HABIT = 3  # items written in one way, at most, that are told one by one


def _path(item: Item) -> str:
    told = zip(item.names, "类款项", strict=False)
    return "".join(f"{name}（{mark}）" for name, mark in told if name)


def _unsure(claim: Claim, item: Item) -> Words:
    """What there is to say of an item that the lists do not name so."""
    path = _path(item)
    if item.code:
        return say("checks.item_otherwise_named", claim=By(at, claim), path=path, code=item.code)
    return say("checks.item_of_no_list", claim=By(at, claim), path=path)


def _item_at(claim: Claim, item: Item) -> Words:
    """One item more that the lists do not name so, where it stands, and the code of its last name if it has one."""
    return another(_path(item), claim.place, item.code)


#: The dimensions in which figures are compared with what a list is of, beside the kinds: all but the year and one.
_PLACES = tuple(name for name in BY_NAME if name not in KINDS and name != "year")
_PLACES_BUT = {
    but: attrgetter(*(name for name in _PLACES if name != but))
    for but in ("function", "economic", "source")
}


class ListCheck:
    """The laws of the prose of a disclosure, and how they come out.

    Attributes:
        findings: What is not exact.
        tallies: For each law, how often it came out how.
        untied: The claims of money and percentages that no law ties, with the reason.
        old_names: The names in the text that were noted as those of another year.
    """

    def __init__(self, ties: ClaimTies, tables: Iterable[Finding], first: int) -> None:
        """Prepare to check.

        Args:
            ties: The budget and its prose, and what each amount of that is held to.
            tables: What was found in the tables, for what prose only repeats.
            first: The number of the first finding.
        """
        self.ties = ties
        self.disclosure = ties.disclosure
        self.narrative = ties.narrative
        self.claims: Claims = ties.claims
        self.printed = ties.printed
        self.number = first
        self.findings: list[Finding] = []
        self.tallies: dict[str, Counter[str]] = {}
        self.untied: list[tuple[Claim, Words]] = []
        self.tied: set[Claim] = set()
        self.faults = Faults(tables)
        #: the right unit of figures of tables that print a wrong one
        self.unit_of: dict[Address, Unit] = {}
        #: what the document says of the year before, beside what that is held to
        self.last_year: Callable[[], LastYear | None] = lambda: None
        self.displaced = Displaced()
        self.unsure: dict[tuple[bool, int], list[tuple[Claim, Item]]] = {}
        self.old_names: frozenset[str] = frozenset()
        self._by_place: dict[tuple[str, int], dict[object, list[tuple[Scope, list[Figure]]]]] = {}
        self.cause_of_number: dict[tuple[object, ...], str] = {}

    # Lists and items -------------------------------------------------------------------------------

    def _lists(self) -> None:
        lists = [claim for claim in self.claims.of("list") if claim.members and claim.scope]
        for claim in lists[:_MOST_LISTS]:
            self._list(claim)
        for section in self.narrative.sections:
            if section.key not in ("contents", "duties", "structure", "glossary"):
                for paragraph in section.paragraphs:
                    self._alone(section, paragraph)

    def _alone(self, section: Section, paragraph: Paragraph) -> None:
        """Income that is said to be all from one source is from no other."""
        match = _ALL_FROM.search(paragraph.text) if "全部" in paragraph.text else None
        if match is None:
            return
        base = Scope()
        if section.key == "appropriation" or "财政拨款" in paragraph.text[: match.start()]:
            base = Scope(source=FundingSource.APPROPRIATION)
        named = self.narrative.context.subject(match[1], base, strict=True).scope
        if named is None or named.source == base.source:
            return
        figure = self.printed.first(named)
        others = self._lacking_sources(base, [named])
        if not others and (figure is None or figure.value):
            self._count("slip", Verdict.EXACT)
            return
        self._count("slip", Verdict.VIOLATED)
        have = say("checks.none_in_tables")
        if others:
            listed = [f"{name} {printed.text}" for name, printed in others]
            have = say("checks.others_in_tables", others=listed)
        place = paragraph.place(match.start())
        self._note(
            "slip",
            say("checks.all_income", match=match[1], others=have),
            figures=tuple(printed for _, printed in others),
            place=place,
        )

    def _list(self, claim: Claim) -> None:
        """A list names the members that have money, at the level at which it speaks."""
        scope = claim.scope
        if scope is None:
            return
        named = {each: name for name, each in claim.members if each is not None}
        unknown = [name for name, each in claim.members if each is None and name]
        if not named:
            return
        figures = {each: self.printed.first(each) for each in named}
        whole = self.printed.first(scope)
        empty = []
        for each, name in named.items():
            figure = figures[each]
            lacking = figure is None and self.printed.unlisted(each) is not None
            if lacking or (figure is not None and not figure.value):
                empty.append(name)
        if unknown:  # what it is may be what seems to be lacking, or another name of what is there
            self._count("slip", Verdict.UNDECIDED)
            return
        if whole is not None and whole.state is State.VALUE and not whole.value:
            empty = []  # where all prints 0.00, what it would come from may be named
        lost = self._lacking(scope, named)
        wrong_lost = lost if claim.complete else []
        names = Counter(name for name, _ in claim.members if name)
        twice = [name for name, times in names.items() if times > 1]
        if not empty and not wrong_lost and not twice:
            self._count("slip", Verdict.EXACT)
            return
        self._count("slip", Verdict.VIOLATED)
        zh, en = [], []
        if empty:
            zh.append(f"列有表中没有金额的{'、'.join(empty)}")
            en.append(f"names {', '.join(empty)}, which have no money")
        if wrong_lost:
            zh.append(f"漏了有金额的{'、'.join(each for each, _ in wrong_lost)}")
            en.append(f"leaves out {', '.join(each for each, _ in wrong_lost)}, which have money")
        if twice:
            zh.append(f"重复列出{'、'.join(twice)}")
            en.append(f"names {', '.join(twice)} twice")
        members = tuple(f for f in figures.values() if f is not None)
        self._note(
            "slip",
            say(
                "checks.list_differs",
                claim=By(at, claim),
                subject=claim.subject,
                what=Said("，".join(zh), " and ".join(en)),
            ),
            claims=(claim,),
            figures=(*members, *(figure for _, figure in wrong_lost)),
        )

    def _lacking(self, scope: Scope, named: dict[Scope, str]) -> list[tuple[str, Figure]]:
        """What has money in a scope and is in none of the named ones, at their level."""
        names = {bare(name) for name in named.values()}
        functions = {len(each.function[0]) for each in named if each.function != scope.function}
        economics = {len(each.economic[0]) for each in named if each.economic != scope.economic}
        found: dict[str, Figure] = {}
        if bool(functions) is bool(economics):
            return self._lacking_sources(scope, list(named))
        but, lengths = ("function", functions) if functions else ("economic", economics)
        for each, figures in self._alike(scope, but):
            printed = next((figure for figure in figures if figure.value), None)
            if printed is None or each.project or each.agency or each.stage is not None:
                continue
            codes = each.function if functions else each.economic
            if len(codes) != 1 or len(codes[0]) not in lengths:
                continue
            if any(each <= other or other <= each for other in named if other.meet(each)):
                continue
            key = each.function[0] if functions else each.economic[0]
            name = printed.row.name or printed.row.row
            if bare(name) in names:  # 国有资本经营预算支出 is a category and a budget
                continue
            found.setdefault(f"{key} {name}" if name != key else key, printed)
        return list(found.items())

    def _alike(self, scope: Scope, but: str) -> list[tuple[Scope, list[Figure]]]:
        """The printed figures that are of what a scope is in all dimensions but one, in the document's order.

        Sources, natures and flows that the form does not know are aside: they are compared as bits.
        """
        known = kind_of(self.printed.whole)
        told = known & ~SOURCES if but == "source" else known
        wanted, places = kind_of(scope) & told, _PLACES_BUT[but]
        of_kind = self._by_place.get((but, wanted))
        if of_kind is None:
            of_kind = self._by_place[but, wanted] = {}
            for each, kind in zip(self.printed.figures.items(), self._kinds, strict=True):
                if kind & told == wanted:
                    of_kind.setdefault(places(each[0]), []).append(each)
        return of_kind.get(places(scope), [])

    @cached_property
    def _kinds(self) -> list[int]:
        """The kinds of the printed figures."""
        return kinds_of(self.printed.figures)

    def _lacking_sources(self, scope: Scope, named: list[Scope]) -> list[tuple[str, Figure]]:
        """Sources with money that no member of a list of sources covers."""
        covered = named[0].source
        for each in named:
            if each.function != scope.function or each.economic != scope.economic:
                return []
            covered |= each.source
        found: dict[str, Figure] = {}
        for each, figures in self._alike(scope, "source"):
            printed = next((figure for figure in figures if figure.value), None)
            if printed is not None and each.source in scope.source and not (each.source & covered):
                found.setdefault(each.source.zh, printed)
        names = list(found.items())
        # of 单位资金 and the kinds of it, the widest is named
        return names[:1] if len(names) > 1 else names

    def _items(self) -> None:
        """Items have the names of their codes; and the items of a section cover the table's rows."""
        groups: dict[tuple[str, Scope, int], list[Claim]] = {}
        called: dict[str, set[str]] = {}
        for each in self.claims:
            if each.money:
                called.setdefault(each.section.key, set()).add(bare(each.subject))
        judged: set[tuple[str, ...]] = set()
        for claim in self.claims:
            if not claim.item or claim.kind != "amount" or claim.role not in ("stated", "use"):
                continue
            if claim.item not in judged and len(claim.item) > 1:
                judged.add(claim.item)
                self._item_name(claim)
            scope = claim.scope
            if (
                scope is not None
                and claim.year == self.disclosure.year
                and len(scope.function) == 1
            ):
                base = scope.evolve(function=None)
                groups.setdefault((claim.section.key, base, len(scope.function[0])), []).append(
                    claim
                )
            elif scope is None:
                groups.setdefault((claim.section.key, EVERYTHING, 0), []).append(claim)
        self._item_names()
        said: dict[tuple[str, Scope], set[str]] = {}
        for (key, base, _), items in groups.items():
            codes = {claim.scope.function[0] for claim in items if claim.scope is not None}
            said.setdefault((key, base), set()).update(codes)
        for (key, base, length), items in groups.items():
            if length and len({claim.scope for claim in items}) > 1:
                unknown = groups.get((key, EVERYTHING, 0), [])
                self._cover(base, length, items, unknown, said[key, base], called[key])

    def _item_name(self, claim: Claim) -> None:
        item = self.narrative.context.item(claim.item, claim.codes)
        if item.sure:
            self._count("name", Verdict.EXACT)
            return
        self._count("name", Verdict.VIOLATED)
        if self.old_names.isdisjoint(item.names):  # else it was told as what it is
            if not item.code:  # its row may stand under another code
                code = self.displaced.codes.get(normalised(item.names[-1]), "")
                item = attrs.evolve(item, code=code)
            self.unsure.setdefault((bool(item.code), len(item.names)), []).append((claim, item))

    def _item_names(self) -> None:
        """Items that no list names so; those that are written in one way are one habit.

        Many of them are so: their levels are shifted by one. Few are if the names above the last are the same: one of
        these is wrong (住房保障支出（类）住房保障支出（款）).
        """
        for found in self.unsure.values():
            by_path: dict[tuple[str, ...], list[tuple[Claim, Item]]] = {}
            for claim, item in found:
                path = () if len(found) > _HABIT else item.names[:-1]
                by_path.setdefault(path, []).append((claim, item))
            for each in by_path.values():
                words = _unsure(*each[0])
                others = [_item_at(claim, item) for claim, item in each[1:]]
                if others:
                    names = few(others, _NAMED)
                    words = framed(words, "checks.and_so_others", count=len(others), names=names)
                self._note("name", words, claims=tuple(claim for claim, _ in each))

    def _cover(
        self,
        base: Scope,
        length: int,
        items: list[Claim],
        unknown: list[Claim],
        said: set[str],
        called: set[str],
    ) -> None:
        """Every row with money is spoken of: itself, above it or in its parts (secret items stop at 类 or 款)."""
        rows: dict[str, Figure] = {}
        for scope, figures in self._alike(base, "function"):
            if len(scope.function) != 1 or len(scope.function[0]) != length or scope.stage:
                continue
            printed = next((figure for figure in figures if figure.value), None)
            if printed is not None and printed.row not in self.displaced.rows:
                rows.setdefault(scope.function[0], printed)
        if not rows:
            return
        lacking = [
            code
            for code in rows
            if not any(code.startswith(other) or other.startswith(code) for other in said)
            and bare(rows[code].row.name) not in called  # 国有资本经营预算支出, read as a budget
        ]
        for claim in unknown:  # an item of another name for the same money
            same = [
                code
                for code in lacking
                if rows[code].value == claim.value or rounds_to(rows[code], claim)
            ]
            if len(same) == 1:
                lacking.remove(same[0])
                self.tied.add(claim)
        self._count("form", Verdict.EXACT, len(rows) - len(lacking))
        if len(lacking) > max(1, (len(rows) - len(lacking)) // 2):
            return  # a text that leaves so many out does not set out to name all
        if not lacking:
            return
        self._count("form", Verdict.VIOLATED)
        names = "、".join(f"{code} {rows[code].row.name}".strip() for code in lacking)
        where, where_en = at(items[-1], "zh"), at(items[-1], "en")
        left_out = tuple(rows[code] for code in lacking)
        self._note(
            "form",
            say(
                "checks.items_left_out",
                where=Said(where.rstrip("："), where_en.rstrip(":")),
                names=names,
            ),
            figures=left_out,
            place=items[-1].place,
        )

    # Findings --------------------------------------------------------------------------------------

    def _count(self, law: str, verdict: Verdict, times: int = 1) -> None:
        if times:
            self.tallies.setdefault(law, Counter())[verdict.value] += times

    def _id(self) -> str:
        return f"F{self.number + len(self.findings)}"

    def _found(
        self,
        law: str,
        ruling: Ruling,
        claim: Claim,
        *,
        others: tuple[Figure, ...],
        cause: str | None = None,
        blamed: bool = True,
        suspects: tuple[Suspect, ...] = (),
    ) -> None:
        name = self._id()
        violated = ruling.verdict is Verdict.VIOLATED
        severity = "note"
        if violated:
            severity = "minor" if ruling.minor else "error"
            if ruling.why == "of_now" and not claim.sign:
                severity = "note"  # 增加5.00万元（83.33%）: the words do not say of what
        money = claim.unit_of_change
        unit = money or Unit.WAN
        mine = claim.figure
        suggestion = None
        if law == "agree" and others and others[0].value is not None:
            yuan = others[0].value.scaleb(others[0].unit.exponent, exact)
            suggestion = round_half_away(in_unit(yuan, unit), claim.places)
        if violated and blamed and suggestion is not None:
            suspects = (Suspect(mine, suggestion, settles=1, breaks=0),)
        expected = in_unit(ruling.expected, unit) if money is not None else ruling.expected
        allowance = in_unit(ruling.allowance, unit) if money is not None else ruling.allowance
        if violated and blamed:
            right = None if ruling.expected is None else number_of(claim)
            if right is not None and ruling.expected is not None:
                right = Number(ruling.expected, right.half)
            self.faults.blame(claim, cause or name, right)
        self.findings.append(
            Finding(
                name,
                law,
                verdict=ruling.verdict,
                severity=severity,
                words=ClaimWords(law, ruling, claim, others),
                unit=unit,
                expected=expected,
                found=claim.value,
                allowance=allowance,
                figures=(mine, *others),
                suspects=suspects,
                caused_by=cause if violated else None,
                place=claim.place,
            )
        )

    def _note(
        self,
        law: str,
        words: Words,
        *,
        claims: tuple[Claim, ...] = (),
        figures: tuple[Figure, ...] = (),
        severity: str = "note",
        place: Place | None = None,
        cause: str | None = None,
    ) -> None:
        self.findings.append(
            Finding(
                self._id(),
                law,
                verdict=Verdict.VIOLATED,
                severity=severity,
                words=words,
                unit=self.disclosure.unit,
                figures=(*(claim.figure for claim in claims), *figures),
                caused_by=cause,
                place=place or (claims[0].place if claims else Place()),
            )
        )
