"""Checking a disclosure: all laws, the form, and what could not be looked at."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from cnbudget.checks.codes import first_figures, first_place, judged_codes
from cnbudget.checks.findings import Finding, NotChecked, Report, Said, Suspect, Tally
from cnbudget.checks.messages import LawWords, counted
from cnbudget.checks.sides import linked, remark_finding, side_ties, side_unread
from cnbudget.checks.ties import Ties, joined
from cnbudget.checks.unread import by_problem, matter, why_unplaced
from cnbudget.classification import Classification, standard
from cnbudget.dimensions import Nature
from cnbudget.disclosure import Disclosure, Problem
from cnbudget.figures import Figure, Place, State
from cnbudget.invariants import Verdict, compiled, derived_of, spent

if TYPE_CHECKING:
    from cnbudget.checks.prose import ProseCheck
    from cnbudget.checks.suspects import Group

__all__ = ["check"]


def check(
    disclosure: Disclosure, *, lists: Classification | None = None, prose: bool = True
) -> Report:
    """Everything that must hold in a disclosure, and whether it does.

    Args:
        disclosure: A budget, as `cnbudget.read` gives it.
        lists: The lists to look codes up in, as `cnbudget.classification.load` gives them; those that ship
            if not given.
        prose: Whether to read and check what is said outside the tables.

    Returns:
        A `Report`: how many laws came out how, a finding for each that is not exact (consequences under their
        causes, the most likely wrong figure first), and what was not checked and why.

    >>> import cnbudget
    >>> cnbudget.check(cnbudget.example("artux"))
    <Report 阿图什市医疗保障局 2026: ... exact, 17 rounding, 0 violated, ... undecided>
    """
    return _Check(disclosure, lists, prose=prose).report()


class _Check:
    def __init__(
        self, disclosure: Disclosure, lists: Classification | None, *, prose: bool
    ) -> None:
        self.disclosure = disclosure
        self.prose: ProseCheck | None = None
        self.with_prose = prose
        self.lists = lists
        self.ties = side_ties(disclosure, lists) if prose else Ties(disclosure)
        self.system = compiled(joined(derived_of(disclosure), self.ties.laws))
        used = spent(self.system)
        if used:
            self.system = self.system.spending(used)
        self.verdicts = self.system.verdicts()
        self.findings: list[Finding] = []
        self.tallies: dict[str, Counter[str]] = {}

    def report(self) -> Report:
        self._form()
        self._problems()
        self._codes()
        self._negative()
        self._custom()
        self._laws()
        self._misfits()
        self._sides()
        self._prose()
        return Report(
            self.disclosure,
            {
                law: Tally(
                    counts["exact"],
                    counts["rounding"],
                    violated=counts["violated"],
                    undecided=counts["undecided"],
                )
                for law, counts in sorted(self.tallies.items())
            },
            findings=tuple(sorted(self.findings, key=_weight)),
            untied=tuple(self._untied()),
            not_checked=tuple(self._not_checked()),
        )

    # The prose -----------------------------------------------------------------------------------

    def _prose(self) -> None:
        """What is said outside the tables, against them and against itself."""
        disclosure = self.disclosure
        if not self.with_prose or not any(not passage.grid for passage in disclosure.passages):
            return
        from cnbudget.checks.prose import ProseCheck  # documents without prose do not need it

        self.prose = ProseCheck(
            disclosure,
            disclosure.narrative_with(self.lists),
            self.findings,
            len(self.findings) + 1,
        )
        self.prose.run()
        self.findings.extend(linked(self.prose.findings, self.findings))
        for law, counts in self.prose.tallies.items():
            self.tallies.setdefault(law, Counter()).update(counts)

    def _count(self, law: str, verdict: str, times: int = 1) -> None:
        self.tallies.setdefault(law, Counter())[verdict] += times

    def _id(self) -> str:
        return f"F{len(self.findings) + 1}"

    # The form ------------------------------------------------------------------------------------

    def _form(self) -> None:
        """Every table of the form is there, once and in order."""
        present = []
        for table in self.disclosure.tables:
            if table.status == "missing":
                self._count("form", "violated")
                self._note(
                    "form",
                    f"缺少表式中的第 {table.form_number} 张表《{table.title}》",
                    f"table {table.form_number} of the form, {table.title} ({table.key}), is missing",
                    severity="error",
                    verdict=Verdict.VIOLATED,
                )
            elif table.form_number is not None:
                self._count("form", "exact")
                present.append(table)
        expected = {table.key: position for position, table in enumerate(present)}
        ranks = [expected[key] for key in self.disclosure.order if key in expected]
        if ranks != sorted(ranks):
            self._count("form", "violated")
            by_key = {table.key: table for table in present}
            stray = [
                by_key[key]
                for position, key in enumerate(k for k in self.disclosure.order if k in expected)
                if expected[key] != position
            ]
            names = "、".join(f"《{table.title}》" for table in stray)
            self._note(
                "form",
                f"各表的顺序与表式不同：{names}",
                f"the tables are not in the order of the form: {names}",
                verdict=Verdict.VIOLATED,
            )

    def _note(
        self,
        law: str,
        zh: str,
        en: str,
        *,
        severity: str = "note",
        verdict: Verdict = Verdict.UNDECIDED,
        place: Place | None = None,
        figures: tuple[Figure, ...] = (),
        caused_by: str | None = None,
    ) -> str:
        name = self._id()
        self.findings.append(
            Finding(
                name,
                law,
                verdict=verdict,
                severity=severity,
                words=Said(zh, en),
                figures=figures,
                caused_by=caused_by,
                place=place or Place(),
                unit=self.disclosure.unit,
            )
        )
        return name

    # What could not be read ----------------------------------------------------------------------

    def _problems(self) -> None:
        """What could not be read is undecided, with its place; a malformed code is an error."""
        self.cause_of: dict[int, str] = {}
        lost = [f for f in self.system.figures if f.state is _MISSING or f.state is _INFERRED]
        concerned = by_problem(lost) if lost else {}
        placed: dict[str, list[Problem]] = {}
        for problem in self.disclosure.problems:
            if problem.kind in ("placed", "misfit"):
                if problem.kind == "placed":
                    placed.setdefault(problem.key, []).append(problem)
                continue
            table = f"表{problem.table}：" if problem.table is not None else ""
            table_en = f"table {problem.table}: " if problem.table is not None else ""
            figures = tuple(concerned.get(matter(problem), ()))
            filled = sum([f.state is _INFERRED for f in figures])
            zh, en = problem.zh, problem.en
            if filled:
                zh += f"；{_of(filled, len(figures), 'zh')}已由勾稽关系推定"
                en += f"; {_of(filled, len(figures), 'en')} inferred from the laws"
            bad_code = problem.kind == "code"
            name = self._note(
                "code" if bad_code else "form",
                table + zh,
                table_en + en,
                severity="error" if bad_code else "note",
                verdict=Verdict.VIOLATED if bad_code else Verdict.UNDECIDED,
                place=problem.place,
                figures=figures,
            )
            self._count("code" if bad_code else "form", "violated" if bad_code else "undecided")
            for figure in figures:
                self.cause_of.setdefault(id(figure), name)
        for key, problems in placed.items():
            self._placed(key, problems, lost)

    def _placed(self, key: str, problems: list[Problem], lost: list[Figure]) -> None:
        """Rows that had lost cells and were placed by the laws: one line for a table."""
        number = problems[0].table
        lines = {problem.place.line for problem in problems}
        figures = tuple(
            figure
            for figure in lost
            if figure.row.key == key and (figure.place.line in lines or figure.placed)
        )
        filled = sum([figure.state is _INFERRED for figure in figures])
        name = self._note(
            "form",
            f"表{number}：有 {len(problems)} 行缺了单元格，各数已按勾稽关系归入相应的列"
            f"（如{problems[0].zh}）；所缺的 {_of(filled, len(figures), 'zh')}已推定",
            f"table {number}: {counted(len(problems), 'row')} with lost cells, the amounts placed by the laws "
            f"(as {problems[0].en}); of the lost cells {_of(filled, len(figures), 'en')} inferred",
            place=problems[0].place,
            figures=figures,
        )
        self._count("form", "undecided")
        for figure in figures:
            self.cause_of.setdefault(id(figure), name)

    def _codes(self) -> None:
        """Codes and names are those of the year's lists, as far as the lists are sure."""
        judged = self.judged = judged_codes(self.disclosure, self.lists)
        wrong = {"code": 0, "name": 0}
        for law, verdict, judgement, rows in judged.said:
            wrong[law] += len(rows)
            self._count(law, verdict.value, len(rows))
            figures = first_figures(rows)
            places = "、".join(dict.fromkeys(_table_words(figure, "zh") for figure in figures))
            places_en = ", ".join(dict.fromkeys(_table_words(figure, "en") for figure in figures))
            self._note(
                law,
                f"{places}：{judgement.zh}",
                f"{places_en}: {judgement.en}",
                verdict=verdict,
                place=first_place(rows),
                figures=figures,
            )
        for law, looked_up in (("code", judged.codes), ("name", judged.names)):
            if looked_up > wrong[law]:
                self._count(law, "exact", looked_up - wrong[law])

    # Figures by themselves -----------------------------------------------------------------------

    def _negative(self) -> None:
        """No amount of a budget is negative."""
        figures = self.system.figures
        printed = [f.state for f in figures].count(_VALUE)
        below = [i for i, steps in enumerate(self.system.values) if steps is not None and steps < 0]
        negative = [figures[i] for i in below if figures[i].state is _VALUE]
        if printed:
            self._count("negative", "exact", printed - len(negative))
        for figure in negative:
            self._count("negative", "violated")
            self._note(
                "negative",
                f"{figure.where('zh')} 为负数：{figure.text} {figure.unit.zh}",
                f"{figure.where('en')} is negative: {figure.text} ({figure.unit.en})",
                severity="error",
                verdict=Verdict.VIOLATED,
                place=figure.place,
                figures=(figure,),
            )

    def _custom(self) -> None:
        """Personnel is 301 and 303, operating is 302 and 310: custom, so a departure is a note."""
        for table in self.disclosure.tables:
            for side in table.sides:
                columns = [
                    (offset, usual)
                    for offset, column in enumerate(side.columns)
                    if column.scope is not None
                    and (usual := _USUAL.get(column.scope.nature)) is not None
                ]
                for row in side.rows if columns else ():
                    scope = row.address.scope
                    if scope is None or scope.economic == ("",):
                        continue
                    for offset, usual in columns:
                        figure = row.figures[offset]
                        if figure.state is _VALUE and figure.value:
                            self._unusual(figure, usual, scope.economic)

    def _unusual(self, figure: Figure, usual: tuple[str, ...], codes: tuple[str, ...]) -> None:
        scope = figure.scope
        if scope is None or all(code.startswith(usual) for code in codes):
            return
        nature, shown, uses = scope.nature, "、".join(codes), "、".join(usual)
        self._count("form", "violated")
        self._note(
            "form",
            f"{figure.where('zh')}：经济分类 {shown} 列作{nature.zh}，惯例为 {uses}，请核实",
            f"{figure.where('en')}: economic {shown} counted as {nature.en}, by custom {uses}",
            verdict=Verdict.VIOLATED,
            place=figure.place,
            figures=(figure,),
        )

    # The laws ------------------------------------------------------------------------------------

    def _laws(self) -> None:
        system, verdicts = self.system, self.verdicts
        kinds = [law[0] for law in system.laws]
        words = [verdict._value_ for verdict in verdicts]  # members of an enum are slow to count
        for (kind, word), times in Counter(zip(kinds, words, strict=True)).items():
            self._count(kind, word, times)
        exact = Verdict.EXACT
        open_ended = [n for n, verdict in enumerate(verdicts) if verdict is not exact]
        violated = [n for n in open_ended if verdicts[n] is Verdict.VIOLATED]
        groups: list[Group] = []
        if violated:
            from cnbudget.checks.suspects import explain_violations

            groups = explain_violations(system, violated)
        for group in groups:
            cause: str | None = None
            for number in group.laws:
                name = self._law(number, Verdict.VIOLATED, cause, group.suspects[number])
                cause = cause or name
        for number in open_ended:
            verdict = verdicts[number]
            if verdict is Verdict.UNDECIDED:
                figures = (system.figures[i] for i in system.laws[number][1])
                causes = (self.cause_of.get(id(figure)) for figure in figures)
                self._law(number, verdict, next((cause for cause in causes if cause), None))
            elif verdict is Verdict.ROUNDING:
                self._law(number, verdict, None)

    def _law(
        self,
        number: int,
        verdict: Verdict,
        cause: str | None,
        suspects: tuple[Suspect, ...] = (),
    ) -> str:
        """The finding of a law that did not come out exactly."""
        outcome = self.system.outcome(number, verdict)
        severity = "note"
        if verdict is Verdict.VIOLATED:
            severity = "minor" if outcome.minor else "error"
        name = self._id()
        self.findings.append(
            Finding(
                name,
                outcome.law.kind,
                verdict=verdict,
                severity=severity,
                words=LawWords(outcome, suspects if cause is None else ()),
                unit=outcome.unit,
                expected=outcome.expected,
                found=outcome.found,
                allowance=outcome.allowance,
                figures=outcome.law.figures,
                suspects=suspects,
                caused_by=cause,
                place=suspects[0].figure.place if suspects else outcome.law.whole.place,
            )
        )
        return name

    def _misfits(self) -> None:
        """Rows whose amounts break a law in every column: something in them, or tied to them, is wrong."""
        for problem in self.disclosure.problems:
            if problem.kind != "misfit":
                continue
            figures = tuple(
                figure
                for figure in self.system.figures
                if figure.row.key == problem.key and figure.place is problem.place
            )
            known = {id(figure) for figure in figures if figure.state is State.VALUE}
            cause = next(
                (
                    each.caused_by or each.id
                    for each in self.findings
                    if each.verdict is Verdict.VIOLATED
                    and any(id(figure) in known for figure in each.figures)
                ),
                None,
            )
            table = f"表{problem.table}：" if problem.table is not None else ""
            table_en = f"table {problem.table}: " if problem.table is not None else ""
            self._count("add-up", "violated")
            name = self._id()
            self.findings.append(
                Finding(
                    name,
                    "add-up",
                    verdict=Verdict.VIOLATED,
                    severity="error",
                    words=Said(table + problem.zh, table_en + problem.en),
                    unit=self.disclosure.unit,
                    figures=figures,
                    suspects=tuple(
                        Suspect(figure, None, settles=1, breaks=0)
                        for figure in reversed(figures)
                        if figure.state is State.VALUE
                    ),
                    caused_by=cause,
                    place=problem.place,
                )
            )

    def _sides(self) -> None:
        """What the side matters are held to, beside sums of money."""
        for law, times in self.ties.exact.items():
            self._count(law, "exact", times)
        first = len(self.findings) + 1
        found = []
        for number, remark in enumerate(self.ties.remarks, first):
            self._count(remark.law, remark.verdict.value)
            found.append(remark_finding(remark, f"F{number}", self.disclosure))
        self.findings.extend(linked(found, self.findings))

    # What was not checked ------------------------------------------------------------------------

    def _untied(self) -> list[tuple[Figure, tuple[str, str]]]:
        """Printed figures that no law ties, with the reason."""
        tied = set(chain.from_iterable(indices for _, indices, _ in self.system.laws))
        causes = {
            (
                problem.key,
                problem.place.line,
                problem.text if problem.kind == "row" else "",
            ): problem
            for problem in self.disclosure.problems
            if problem.kind in ("code", "row")
        }
        found = []
        for i, figure in enumerate(self.system.figures):
            if figure.state is not _VALUE or i in tied:
                continue
            if figure.column.scope is None:
                why = (
                    "表式中没有这一列，口径不明",
                    "the form has no such column; its scope is unknown",
                )
            elif figure.row.scope is None:
                at = (figure.row.key, figure.place.line)
                why = why_unplaced(causes.get((*at, "")) or causes.get((*at, figure.row.row)))
            else:
                why = (
                    "没有与它口径相同、构成它或包含它的其他数",
                    "no other figure has its scope, makes it up or contains it",
                )
            found.append((figure, why))
        if self.prose is not None:
            mine = self._side_places()
            found.extend(
                (claim.figure, why)
                for claim, why in self.prose.untied
                if id(claim.figure.place) not in mine
            )
            found.extend(self.ties.untied())
        return found

    def _side_places(self) -> set[int]:
        """The paragraphs whose numbers are side matters: they are accounted for there."""
        return {id(passage.place) for passage in self.disclosure.sides.paragraphs}

    def _not_checked(self) -> list[NotChecked]:
        found = []
        if self.judged.unchecked is not None:
            why, why_en = self.judged.unchecked
            found.append(
                NotChecked(
                    "科目编码和名称",
                    "",
                    why=why,
                    en=("codes and their names", why_en),
                )
            )
        passages = self.disclosure.passages
        prose = [passage for passage in passages if not passage.grid]
        if self.prose is not None:
            found.extend(self.prose.not_checked(self._side_places()))
        elif prose:
            first = prose[0].place.words("zh")
            found.append(
                NotChecked(
                    f"文字部分（{len(prose)} 段）",
                    first,
                    why="没有要求核对文字",
                    en=(f"the prose ({len(prose)} paragraphs)", "not asked for"),
                )
            )
        read = set()
        if self.with_prose:
            found += side_unread(self.disclosure, self.ties)
            read = {id(passage) for passage in self.disclosure.sides.grids}
        for passage in passages:
            if passage.grid and id(passage) not in read:
                title = passage.title.strip("#* ")[:60] or "（无标题）"
                found.append(
                    NotChecked(
                        f"表格“{title}”",
                        passage.place.words("zh"),
                        why="不是表式中的表，其中各数没有口径",
                        en=(
                            f"a grid, “{title}”",
                            "not a table of the form; its numbers have no scope",
                        ),
                    )
                )
        return found


_USUAL: dict[Nature, tuple[str, ...]] = {
    Nature.PERSONNEL: standard.PERSONNEL,
    Nature.OPERATING: standard.OPERATING,
}


def _of(some: int, whole: int, lang: str) -> str:
    """Some of a number of cells, or all of them."""
    if lang == "zh":
        return f"{whole} 格均" if some == whole else f"{whole} 格中有 {some} 格"
    if some == whole:
        return "its cell was" if whole == 1 else f"all {whole} were"
    return f"{some} of {whole} were"


def _weight(finding: Finding) -> tuple[int, int]:
    """The order of a report: what is violated first, then what could not be decided, then rounding."""
    order = _ORDER[finding.verdict._value_]
    if not order and finding.severity == "note":
        order = 1
    return order, int(finding.id[1:])


def _table_words(figure: Figure, lang: str) -> str:
    """The table a figure stands in, and its place."""
    row, place = figure.row, figure.place.words(lang)
    if lang == "zh":
        table = f"表{row.table}" if row.table is not None else f"《{row.title}》"
        return f"{table}（{place}）" if place else table
    table = f"table {row.table}" if row.table is not None else row.title
    return f"{table} ({place})" if place else table


_ORDER = {"violated": 0, "undecided": 2, "rounding": 3}
_VALUE, _MISSING, _INFERRED = State.VALUE, State.MISSING, State.INFERRED
