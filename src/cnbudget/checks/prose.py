"""The prose against the tables, against itself and against last year: agree, share, change, growth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit, round_half_away
from cnbudget.checks.findings import Finding, NotChecked, Said, Suspect
from cnbudget.checks.wording import ClaimWords, EarlierWords, at, shown
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim, Claims, EarlierLaw, Narrative
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, proportion
from cnbudget.scope import Scope

__all__ = ["ProseCheck"]

_PLACES_OF_ZERO = 2


class ProseCheck:
    """The laws of the prose of a disclosure, and how they come out.

    Attributes:
        findings: What is not exact.
        tallies: For each law, how often it came out how.
        untied: The claims of money and percentages that no law ties, with the reason in Chinese and English.
    """

    def __init__(
        self, disclosure: Disclosure, narrative: Narrative, tables: Iterable[Finding], first: int
    ) -> None:
        """Prepare to check.

        Args:
            disclosure: The budget.
            narrative: Its prose.
            tables: What was found in the tables, for what prose only repeats.
            first: The number of the first finding.
        """
        self.disclosure = disclosure
        self.claims: Claims = narrative.claims
        self.narrative = narrative
        self.printed = narrative.printed
        self.number = first
        self.findings: list[Finding] = []
        self.tallies: dict[str, Counter[str]] = {}
        self.untied: list[tuple[Claim, tuple[str, str]]] = []
        self.tied: set[int] = set()
        self.cause_of_figure = _suspected(tables)
        self.cause_of_claim: dict[int, str] = {}

    def run(self) -> None:
        """Check everything."""
        self._agree()
        self._lists()
        self._items()
        for claim in self.claims:
            if claim.role not in ("stated", "use"):
                continue
            if claim.kind == "share":
                self._share(claim)
            elif claim.kind == "growth":
                self._growth(claim)
            elif claim.kind == "completion":
                self._completion(claim)
            elif claim.kind == "comparison":
                self._comparison(claim)
            elif claim.kind in ("change", "level"):
                self._change(claim)
        for law in self.narrative.previous_year.laws:
            self._earlier(law)
        self._loose()

    # Amounts against the tables, and against each other -------------------------------------------

    def _agree(self) -> None:
        """Each amount is what the tables print of its scope; where they print nothing, what is said elsewhere."""
        said: dict[tuple[object, ...], list[Claim]] = {}
        for claim in self.claims:
            if claim.kind not in ("amount", "none") or claim.unit is None or claim.value is None:
                continue
            if claim.scope is None or claim.role == "aside":
                continue
            scope = self._scope(claim)
            if claim.year == self.disclosure.year and scope is not None:
                figures = self.printed.of(scope)
                if figures:
                    self._against(claim, figures)
                    continue
                total = self.printed.unlisted(scope)
                if total is not None:
                    self._unlisted(claim, total)
                    continue
            if claim.kind == "amount":
                key = (claim.scope, claim.year, claim.stage)
                said.setdefault(key, []).append(claim)
        for same in said.values():
            first = same[0]
            for other in same[1:]:
                if other.place is first.place and other.text == first.text:
                    continue
                self._compare(other, first.figure, number_of(first), by=first)

    def _scope(self, claim: Claim) -> Scope | None:
        """The scope of a claim in the tables, which say a stage where it is not the document's own."""
        if claim.scope is None:
            return None
        if claim.stage == self.disclosure.stage:
            return claim.scope
        staged = attrs.evolve(claim.scope, stage=claim.stage)
        return staged if self.printed.of(staged) else None

    def _against(self, claim: Claim, figures: list[Figure]) -> None:
        """A claim against the table's figures of its scope: agreeing with one of them is enough."""
        best: tuple[Figure, Ruling] | None = None
        for figure in figures:
            mine, there = number_of(claim), number_of(figure)
            if mine is None or there is None:
                continue
            ruling = _same(claim, figure, mine, there)
            if best is None or _rank(ruling) < _rank(best[1]):
                best = figure, ruling
            if ruling.verdict is Verdict.EXACT:
                break
        if best is None:
            return
        figure, ruling = best
        self.tied.add(id(claim))
        self._count("agree", ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for each in figures:
            cause = cause or self.cause_of_figure.get(id(each))
        self._found("agree", ruling, claim, others=(figure,), cause=cause)

    def _compare(
        self, claim: Claim, figure: Figure, there: Number | None, *, by: Claim | None = None
    ) -> None:
        mine = number_of(claim)
        if mine is None or there is None:
            return
        self.tied.add(id(claim))
        if by is not None:
            self.tied.add(id(by))
        ruling = _same(claim, figure, mine, there)
        self._count("agree", ruling.verdict)
        if ruling.verdict is not Verdict.EXACT:
            self._found("agree", ruling, claim, others=(figure,))

    def _unlisted(self, claim: Claim, total: Figure) -> None:
        """An amount of a code that the table lists all others of but not this: it has to be zero."""
        self.tied.add(id(claim))
        if not claim.value:
            self._count("agree", Verdict.EXACT)
            return
        self._count("agree", Verdict.VIOLATED)
        code = "" if claim.scope is None else "、".join(claim.scope.function)
        table, table_en = at(total, "zh"), at(total, "en")
        self._note(
            "agree",
            f"{shown(claim, 'zh')}，但{table}没有 {code} 一行",
            f"{shown(claim, 'en')}, but {table_en} has no row {code}",
            claims=(claim,),
            severity="error",
        )

    # Lists and items -------------------------------------------------------------------------------

    def _lists(self) -> None:
        for claim in self.claims:
            if claim.kind == "list" and claim.members and claim.scope is not None:
                self._list(claim)

    def _list(self, claim: Claim) -> None:
        """A list names the members that have money, at the level at which it speaks."""
        assert_scope = claim.scope
        if assert_scope is None:
            return
        named = {scope: name for name, scope in claim.members if scope is not None}
        unknown = [name for name, scope in claim.members if scope is None and name]
        if not named:
            return
        figures = {scope: self.printed.first(scope) for scope in named}
        empty = [
            name
            for scope, name in named.items()
            if (figures[scope] is None and self.printed.unlisted(scope) is not None)
            or (figures[scope] is not None and not figures[scope].value)  # type: ignore[union-attr]
        ]
        lost = self._lacking(assert_scope, list(named))
        if unknown or any(figure is None for figure in figures.values()) and not empty:
            lost = lost if not unknown else []
        wrong_lost = lost if claim.complete else []
        if not empty and not wrong_lost:
            if not unknown:
                self._count("slip", Verdict.EXACT)
            return
        self._count("slip", Verdict.VIOLATED)
        zh, en = [], []
        if empty:
            zh.append(f"有没有金额的{'、'.join(empty)}")
            en.append(f"names {', '.join(empty)}, which have no money")
        if wrong_lost:
            zh.append(f"漏了有金额的{'、'.join(each for each, _ in wrong_lost)}")
            en.append(f"leaves out {', '.join(each for each, _ in wrong_lost)}, which have money")
        members = tuple(f for f in figures.values() if f is not None)
        self._note(
            "slip",
            f"{at(claim, 'zh')}“{claim.subject}”的列举{'，'.join(zh)}",
            f"{at(claim, 'en')} the list of “{claim.subject}” {' and '.join(en)}",
            claims=(claim,),
            figures=(*members, *(figure for _, figure in wrong_lost)),
        )

    def _lacking(self, scope: Scope, named: list[Scope]) -> list[tuple[str, Figure]]:
        """What has money in a scope and is in none of the named ones, at their level."""
        functions = {len(each.function[0]) for each in named if each.function != scope.function}
        economics = {len(each.economic[0]) for each in named if each.economic != scope.economic}
        found: dict[str, Figure] = {}
        for each, figures in self.printed.figures.items():
            printed = next((figure for figure in figures if figure.value), None)
            if printed is None or each.project or each.agency or each.stage is not None:
                continue
            if functions and not economics:
                fits = len(each.function) == 1 and len(each.function[0]) in functions
                at_level = attrs.evolve(each, function=scope.function)
            elif economics and not functions:
                fits = len(each.economic) == 1 and len(each.economic[0]) in economics
                at_level = attrs.evolve(each, economic=scope.economic)
            else:
                return self._lacking_sources(scope, named)
            if not fits or not _like(at_level, scope, self.printed.whole):
                continue
            if any(each <= other or other <= each for other in named if other.meet(each)):
                continue
            key = each.function[0] if functions else each.economic[0]
            name = printed.row.name or printed.row.row
            found.setdefault(f"{key} {name}" if name != key else key, printed)
        return list(found.items())

    def _lacking_sources(self, scope: Scope, named: list[Scope]) -> list[tuple[str, Figure]]:
        """Sources with money that no member of a list of sources covers."""
        covered = Scope(source=named[0].source).source
        for each in named:
            if each.function != scope.function or each.economic != scope.economic:
                return []
            covered |= each.source
        found: dict[str, Figure] = {}
        for each, figures in self.printed.figures.items():
            if attrs.evolve(each, source=scope.source) != scope.meet(self.printed.whole) and not _like(
                attrs.evolve(each, source=scope.source), scope, self.printed.whole
            ):
                continue
            printed = next((figure for figure in figures if figure.value), None)
            if printed is not None and each.source in scope.source and not (each.source & covered):
                found.setdefault(each.source.zh, printed)
        names = list(found.items())
        # of 单位资金 and the kinds of it, the widest is named
        return names[:1] if len(names) > 1 else names

    def _items(self) -> None:
        """Items have the names of their codes; and the items of a section cover the table's rows."""
        groups: dict[tuple[str, Scope, int], list[Claim]] = {}
        judged: set[tuple[str, ...]] = set()
        for claim in self.claims:
            if not claim.item or claim.kind != "amount" or claim.role not in ("stated", "use"):
                continue
            if claim.item not in judged and len(claim.item) > 1:
                judged.add(claim.item)
                self._item_name(claim)
            scope = claim.scope
            if scope is not None and claim.year == self.disclosure.year and len(scope.function) == 1:
                base = attrs.evolve(scope, function=None)
                groups.setdefault((claim.section.key, base, len(scope.function[0])), []).append(claim)
            elif scope is None:
                groups.setdefault((claim.section.key, Scope(), 0), []).append(claim)
        for (key, base, length), items in groups.items():
            if length and len({claim.scope for claim in items}) > 1:
                unknown = groups.get((key, Scope(), 0), [])
                every = [i for (k, b, _), found in groups.items() if (k, b) == (key, base) for i in found]
                self._cover(base, length, items, unknown, every)

    def _item_name(self, claim: Claim) -> None:
        item = self.narrative.context.item(claim.item, claim.codes)
        path = "".join(f"{name}（{mark}）" for name, mark in zip(item.names, "类款项", strict=False))
        if item.sure:
            self._count("name", Verdict.EXACT)
            return
        self._count("name", Verdict.VIOLATED)
        if item.code:
            zh = f"{at(claim, 'zh')}“{path}”与科目表的名称不同，按末级名称应为 {item.code}"
            en = f"{at(claim, 'en')} “{path}” is not how the lists name it; by its last name it is {item.code}"
        else:
            zh = f"{at(claim, 'zh')}“{path}”在公开表和科目表中都没有"
            en = f"{at(claim, 'en')} “{path}” is neither in the tables nor in the lists of codes"
        self._note("name", zh, en, claims=(claim,))

    def _cover(
        self,
        base: Scope,
        length: int,
        items: list[Claim],
        unknown: list[Claim],
        every: list[Claim],
    ) -> None:
        """Every row with money is spoken of: itself, above it or in its parts (secret items stop at 类 or 款)."""
        said = {claim.scope.function[0] for claim in every if claim.scope is not None}
        whole = self.printed.whole
        rows: dict[str, Figure] = {}
        for scope, figures in self.printed.figures.items():
            if len(scope.function) != 1 or len(scope.function[0]) != length or scope.stage:
                continue
            printed = next((figure for figure in figures if figure.value), None)
            if printed is not None and _like(attrs.evolve(scope, function=None), base, whole):
                rows.setdefault(scope.function[0], printed)
        if not rows:
            return
        lacking = [
            code
            for code in rows
            if not any(code.startswith(other) or other.startswith(code) for other in said)
        ]
        for claim in unknown:  # an item of another name for the same money
            same = [code for code in lacking if rows[code].value == claim.value or _rounded(rows[code], claim)]
            if len(same) == 1:
                lacking.remove(same[0])
                self.tied.add(id(claim))
        self._count("form", Verdict.EXACT, len(rows) - len(lacking))
        if not lacking:
            return
        self._count("form", Verdict.VIOLATED, len(lacking))
        names = "、".join(f"{code} {rows[code].row.name}".strip() for code in lacking)
        where, where_en = at(items[-1], "zh"), at(items[-1], "en")
        figures = tuple(rows[code] for code in lacking)
        self._note(
            "form",
            f"逐项说明（止于{where.rstrip('：')}）漏了公开表中有金额的{names}",
            f"the items (the last {where_en.rstrip(':')}) leave out {names}, which have money in the tables",
            figures=figures,
            place=items[-1].place,
        )

    # Shares, changes, growth -----------------------------------------------------------------------

    def _share(self, claim: Claim) -> None:
        share = number_of(claim)
        part, by = self._value(claim.of, claim.scope)
        whole, of = self._value(claim.whole, None)
        if whole is None and claim.scope is not None and claim.of is not None:
            base = _section_base(claim)
            if base is not None and claim.scope < base:
                whole, of = self._value(None, base)
        if share is None or part is None or whole is None:
            if claim.scope is not None or claim.of is not None:
                self.untied.append((claim, ("不知是占什么的比例", "what it is a share of cannot be told")))
                self.tied.add(id(claim))
            return
        ruling = proportion(share, part, whole, claim.places)
        self._judge("share", ruling, claim, by, of)

    def _growth(self, claim: Claim) -> None:
        rate = number_of(claim)
        change = claim.whole if claim.whole is not None and claim.whole.kind == "change" else None
        now, by = self._value(claim.of, claim.scope)
        if rate is None or now is None:
            return
        if change is not None:
            amount = number_of(change)
            if amount is None:
                return
            ruling = growth(rate, now, now, claim.places, change=amount)
            self._judge("growth", ruling, claim, by, change)
            return
        before = self._before(claim)
        if before is None:
            return
        base = number_of(before)
        if base is not None:
            self._judge("growth", growth(rate, now, base, claim.places), claim, by, before)

    def _before(self, claim: Claim) -> Claim | None:
        """The amount that a claim compares with, if it is stated."""
        if claim.against is None or claim.scope is None and not claim.item:
            return None
        year, stage = claim.against
        for other in self.claims:
            if other.kind != "amount" or other.role != "stated" or other.section is not claim.section:
                continue
            same = other.scope == claim.scope if claim.scope is not None else other.item == claim.item
            if same and other.year == year and other.stage == stage:
                return other
        return None

    def _completion(self, claim: Claim) -> None:
        rate = number_of(claim)
        if rate is None or claim.of is None:
            return
        now, by = self._value(claim.of, claim.scope)
        planned = self._planned(claim)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return
        if not base.value and not now.value:
            hundred = abs(rate.value) in (0, 100)
            verdict = Verdict.EXACT if not rate.value else Verdict.UNDECIDED if hundred else Verdict.VIOLATED
            ruling = Ruling(verdict, why="zero")
        else:
            ruling = proportion(rate, now, base, claim.places)
        self._judge("share", ruling, claim, by, planned)

    def _planned(self, claim: Claim) -> Claim | Figure | None:
        """The budget that a final account is measured by: stated, or in the tables."""
        for other in reversed(self.claims.claims):
            if other.kind != "amount" or other.stage != "预算" or other.section is not claim.section:
                continue
            if claim.scope is not None and other.scope == claim.scope:
                return other
            if claim.scope is None and other.item and other.item == claim.item:
                return other
        if claim.scope is None:
            return None
        return self.printed.first(attrs.evolve(claim.scope, stage="预算"))

    def _comparison(self, claim: Claim) -> None:
        planned = self._planned(claim)
        now, by = self._value(claim.of, claim.scope)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return
        difference = now.value - base.value
        sign = (difference > 0) - (difference < 0)
        good = sign == claim.sign
        ruling = Ruling(Verdict.EXACT if good else Verdict.VIOLATED)
        self._judge("change", ruling, claim, by, planned)

    def _change(self, claim: Claim) -> None:
        """A change is what two stated amounts leave; its words say which way."""
        before = self._before(claim)
        now, by = self._value(claim.of, claim.scope)
        change = number_of(claim)
        if before is None or now is None or change is None:
            return
        base = number_of(before)
        if base is None:
            return
        ruling = equal(change, now - base)
        self._judge("change", ruling, claim, by, before)

    def _value(
        self, claim: Claim | None, scope: Scope | None
    ) -> tuple[Number | None, Claim | Figure | None]:
        """A number in 元 of a stated amount, or of what the tables print."""
        if claim is not None:
            return number_of(claim), claim
        if scope is None:
            return None, None
        figure = self.printed.first(scope)
        if figure is None:
            return None, None
        return number_of(figure), figure

    def _judge(
        self,
        law: str,
        ruling: Ruling,
        claim: Claim,
        by: Claim | Figure | None,
        of: Claim | Figure | None,
    ) -> None:
        self.tied.add(id(claim))
        for each in (by, of):
            if isinstance(each, Claim):
                self.tied.add(id(each))
        self._count(law, ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for each in (by, of):
            cause = cause or self.cause_of_claim.get(id(each))
            if isinstance(each, Figure):
                cause = cause or self.cause_of_figure.get(id(each))
        others = tuple(each.figure if isinstance(each, Claim) else each for each in (by, of) if each)
        self._found(law, ruling, claim, others=others, cause=cause)

    # Last year -------------------------------------------------------------------------------------

    def _earlier(self, law: EarlierLaw) -> None:
        kind = "add-up" if max(map(len, law.sides)) > 1 else "change"
        self._count(kind, law.ruling.verdict)
        for claim in law.claims:
            self.tied.add(id(claim))
        if law.ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for claim in law.claims:
            cause = cause or self.cause_of_claim.get(id(claim))
        violated = law.ruling.verdict is Verdict.VIOLATED
        severity = "note"
        if violated and not law.assumed:
            severity = "minor" if law.ruling.minor else "error"
        one, other = law.totals
        unit = next((claim.unit for claim in law.claims if claim.unit is not None), Unit.WAN)
        changes = [claim for claim in law.claims if claim.kind == "change"]
        place = (changes or list(law.claims))[0].place if law.claims else Place()
        self.findings.append(
            Finding(
                self._id(),
                kind,
                verdict=law.ruling.verdict,
                severity=severity,
                words=EarlierWords(law, self.narrative.previous_year.year, unit),
                unit=unit,
                expected=_in(other.value, unit),
                found=_in(one.value, unit),
                allowance=_in(one.half + other.half, unit),
                figures=tuple(claim.figure for claim in law.claims),
                caused_by=cause if violated else None,
                place=place,
            )
        )

    # What is left ----------------------------------------------------------------------------------

    def _loose(self) -> None:
        for claim in self.claims:
            if id(claim) in self.tied or claim.value is None:
                continue
            if claim.kind not in ("amount", "share", "change", "growth", "completion"):
                continue
            if claim.role != "stated":
                why = ("只是原因或用途中的数", "it only explains")
            elif claim.kind == "change" and any(
                each.whole is claim for each in self.claims if each.kind == "growth"
            ):
                continue
            elif claim.scope is None:
                why = ("不是公开表中的口径", "no scope of the tables")
            else:
                why = ("没有与它口径相同或有关的其他数", "no other number has its scope or makes it up")
            self.untied.append((claim, why))

    def not_checked(self) -> list[NotChecked]:
        """What states money or a percentage and was not understood."""
        return [
            NotChecked(
                f"文字“{each.text}”",
                each.place.words("zh"),
                why=each.why[0],
                en=(f"the text “{each.text}” ({each.place.words('en')})", each.why[1]),
            )
            for each in self.claims.unread
        ]

    # Findings --------------------------------------------------------------------------------------

    def _count(self, law: str, verdict: Verdict, times: int = 1) -> None:
        if times:
            self.tallies.setdefault(law, Counter())[verdict.value] += times

    def _id(self) -> str:
        name = f"F{self.number + len(self.findings)}"
        return name

    def _found(
        self,
        law: str,
        ruling: Ruling,
        claim: Claim,
        *,
        others: tuple[Figure, ...],
        cause: str | None = None,
    ) -> None:
        name = self._id()
        violated = ruling.verdict is Verdict.VIOLATED
        severity = "note"
        if violated:
            severity = "minor" if ruling.minor else "error"
        unit = claim.unit or Unit.WAN
        mine = claim.figure
        suggestion = None
        if law == "agree" and others and others[0].value is not None:
            yuan = others[0].value.scaleb(others[0].unit.exponent)
            suggestion = round_half_away(_plain(yuan, unit), claim.places)
        expected = _in(ruling.expected, unit) if claim.unit is not None else ruling.expected
        allowance = _in(ruling.allowance, unit) if claim.unit is not None else ruling.allowance
        if violated:
            self.cause_of_claim.setdefault(id(claim), cause or name)
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
                suspects=(Suspect(mine, suggestion, settles=1, breaks=0),) if violated and suggestion is not None else (),
                caused_by=cause if violated else None,
                place=claim.place,
            )
        )

    def _note(
        self,
        law: str,
        zh: str,
        en: str,
        *,
        claims: tuple[Claim, ...] = (),
        figures: tuple[Figure, ...] = (),
        severity: str = "note",
        place: Place | None = None,
    ) -> None:
        self.findings.append(
            Finding(
                self._id(),
                law,
                verdict=Verdict.VIOLATED,
                severity=severity,
                words=Said(zh, en),
                unit=self.disclosure.unit,
                figures=(*(claim.figure for claim in claims), *figures),
                place=place or (claims[0].place if claims else Place()),
            )
        )


def _same(claim: Claim, figure: Figure, mine: Number, there: Number) -> Ruling:
    """Whether an amount of the prose is that of a figure: printed with fewer places it is rounded, or cut off."""
    if there.half < mine.half and figure.unit is not None and claim.unit is not None:
        value = _plain(there.value, claim.unit)
        if round_half_away(value, claim.places) == claim.value:
            return Ruling(Verdict.EXACT, expected=there.value)
        ruling = equal(mine, there)
        cut = mine.value <= there.value < mine.value + 2 * mine.half
        if ruling.verdict is Verdict.VIOLATED and mine.value >= 0 and cut:
            return Ruling(
                Verdict.ROUNDING, expected=there.value, allowance=2 * mine.half, why="cut"
            )
        return ruling
    if mine.half < there.half and round_half_away(
        _plain(mine.value, figure.unit), figure.places
    ) == figure.value:
        return Ruling(Verdict.EXACT, expected=there.value)
    ruling = equal(mine, there)
    if ruling.verdict is Verdict.ROUNDING and mine.half == there.half:
        return ruling
    return ruling


def _rank(ruling: Ruling) -> int:
    order = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}
    return order[ruling.verdict]


def _plain(yuan: Decimal, unit: Unit) -> Decimal:
    return yuan.scaleb(-unit.exponent)


def _in(yuan: Decimal | None, unit: Unit) -> Decimal | None:
    return None if yuan is None else yuan.scaleb(-unit.exponent)


def _rounded(figure: Figure, claim: Claim) -> bool:
    if figure.value is None or claim.unit is None:
        return False
    yuan = figure.value.scaleb(figure.unit.exponent)
    return round_half_away(_plain(yuan, claim.unit), claim.places) == claim.value


def _like(scope: Scope, base: Scope, whole: Scope) -> bool:
    """Whether two scopes are one, what the form does not know aside."""
    return scope == base or scope.meet(whole) == base.meet(whole)


def _section_base(claim: Claim) -> Scope | None:
    from cnbudget.narrative.vocabulary import SECTION_SCOPES

    return SECTION_SCOPES.get(claim.section.key)


def _suspected(findings: Iterable[Finding]) -> dict[int, str]:
    """The figures that the tables themselves show to be wrong, with the findings."""
    found: dict[int, str] = {}
    for finding in findings:
        if finding.verdict is Verdict.VIOLATED and finding.suspects:
            first = finding.suspects[0]
            level = [each for each in finding.suspects if each.score == first.score]
            if len(level) == 1 and first.suggestion is not None:
                found.setdefault(id(first.figure), finding.caused_by or finding.id)
    return found


_ = _PLACES_OF_ZERO
