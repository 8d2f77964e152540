"""The form of a disclosure: its tables are all there and in order, its cells could be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cnbudget.characters import normalised
from cnbudget.checks.codes import KINDS
from cnbudget.checks.record import Record
from cnbudget.checks.unread import Concern, by_problem, matter
from cnbudget.classification import default
from cnbudget.disclosure import Disclosure, Problem
from cnbudget.expressions import expression
from cnbudget.figures import Address, Figure, Place, RowAddress, State
from cnbudget.invariants import Verdict
from cnbudget.layouts.forms import loose_title, title_key
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.messages import Message, Said, Words, few, framed, say
from cnbudget.numerals import PART, YEAR
from cnbudget.short_names import short_table
from cnbudget.tables import Row, Side, Table
from cnbudget.words import numbered, plain

_BUDGET_TABLE = expression(
    r"(?:预算|支出|收入|收支|经费|采购|购买|结转|资金|项目)[^。]{0,20}表(?:\(.{0,20}\))?$"
)
#: Tables of goals stand beside those of the form in most documents, with titles like theirs: 项目支出绩效目标表.
_OF_GOALS = expression("绩效|目标|指标|资产|目录")
#: What sentences have and titles do not. Between the members of a list titles have 、 too.
_SPEAKS = expression("[，,；;：？?！!]|见|为|本表|此表|上表|下表|以上|上述|没有|参看|参阅|来自")
_LONGEST_TITLE = 40
_LEAST_ORDERED = 5
_BETWEEN = 3
_CATEGORY = 3  # digits
_MOST_STRAY = 2
_NAMED_ABSENT = 4
_MANY = 3  # problems that say the same and are still told one by one
#: The values by which messages name what they are about.
_NAMED = ("printed", "label", "heading", "code", "names")
#: What makes a file unfit to publish: a cell that is no number, a unit that is none.
_UNFIT = ("number", "unit")
_MISSING, _INFERRED = State.MISSING, State.INFERRED


def check_form(record: Record, disclosure: Disclosure) -> None:
    """Every table of the form is there, once and in order."""
    present = []
    absent = [table for table in disclosure.tables if table.status == "missing"]
    others = _tables_beside(disclosure) if absent else []
    # a document that has other tables besides, or other titles, follows a form of its own
    own = bool(absent) and (bool(others) or not _titled(disclosure))
    listed = _listed(disclosure) if absent and own else frozenset[str]()
    elsewhere = 2 * len(absent) > len(disclosure.tables)
    if elsewhere:
        _elsewhere(record, disclosure, absent)
    for table in disclosure.tables:
        if table.status == "missing" and elsewhere:
            continue
        if table.status == "missing" and own and loose_title(title_key(table.title)) not in listed:
            record.count("form", "undecided")
            beside = (
                f"（另有{'、'.join(f'《{title}》' for title in others[:4])}）" if others else ""
            )
            record.note(
                "form",
                say(
                    "checks.table_perhaps_missing",
                    title=table.title,
                    beside=Said(beside, table.key),
                ),
            )
        elif table.status == "missing":
            record.count("form", "violated")
            record.note(
                "form",
                say(
                    "checks.table_missing",
                    form_number=table.form_number,
                    title=table.title,
                ),
                severity="error",
                verdict=Verdict.VIOLATED,
            )
        elif table.form_number is not None:
            record.count("form", "exact")
            present.append(table)
    expected = {table.key: position for position, table in enumerate(present)}
    ranks = [expected[key] for key in disclosure.order if key in expected]
    if ranks != sorted(ranks):
        record.count("form", "violated")
        by_key = {table.key: table for table in present}
        stray = [
            by_key[key]
            for position, key in enumerate(k for k in disclosure.order if k in expected)
            if expected[key] != position
        ]
        names = "、".join(f"《{table.title}》" for table in stray)
        record.note(
            "form",
            say("checks.tables_out_of_order", names=names),
            verdict=Verdict.VIOLATED,
        )


def _elsewhere(record: Record, disclosure: Disclosure, absent: list[Table[Any]]) -> None:
    """Most tables of the form are not here: they are in other files, as where each table is a file of its own."""
    record.count("form", "undecided", len(absent))
    record.count("form", "exact", len(disclosure.tables) - len(absent))
    names = few([f"《{table.title}》" for table in absent], _NAMED_ABSENT)
    here = len(disclosure.tables) - len(absent)
    record.note("form", say("checks.tables_elsewhere", here=here, count=len(absent), names=names))


def check_titles(record: Record, disclosure: Disclosure) -> None:
    """The titles of the tables name the year of the document, where they name one.

    A title taken over from last year is an error. Where most titles have another year than the cover, or tables are
    of the year before by what they are (上年结转), nobody knows which is meant.
    """
    year = disclosure.year
    if year is None:
        return
    named: list[tuple[Table[Any], int]] = []
    here = [table for table in disclosure.tables if table.status in ("present", "empty")]
    for table in here:
        years = {int(match[1]) for match in YEAR.finditer(plain(table.title))}
        if len(years) == 1:
            named.append((table, years.pop()))
    own = sum(each == year for _, each in named)
    others = [(table, each) for table, each in named if each != year]
    if own:
        record.count("form", "exact", own)
    for table, each in others:
        sure = (
            2 * len(others) < len(here) and "上年" not in table.title and "结转" not in table.title
        )
        verdict = Verdict.VIOLATED if sure else Verdict.UNDECIDED
        record.count("form", verdict.value)
        record.note(
            "form",
            say(
                "checks.title_of_other_year",
                table=short_table(table.key, "", table.number),
                title=table.title,
                each=each,
                year=year,
            ),
            severity="error" if sure else "note",
            verdict=verdict,
            place=Place(line=table.line),
            figures=table.figures[:1],
        )


def _tables_beside(disclosure: Disclosure) -> list[str]:
    """The titles of tables of a budget that the form does not have."""
    found: dict[str, None] = {}
    known = {loose_title(title_key(table.title)) for table in disclosure.tables}
    lines: list[str] = []
    for passage in disclosure.passages:
        if not passage.grid:
            lines.append(passage.text)
            continue
        for line in _over(lines, passage.title, disclosure.agency or ""):
            title = line.strip("#* ")
            if loose_title(title_key(numbered(plain(title))[1])) in known:
                continue
            if _entitles(title):
                found[title] = None
        lines = []
    return list(found)


def _over(lines: Sequence[str], title: str, agency: str) -> dict[str, None]:
    """What may be the title of a grid: the line over it, and what the grid itself has for a title.

    Its number, the agency and the unit may stand between.
    """
    from cnbudget.forms.titles import beside_title

    last = lines[-_BETWEEN - 1 :]
    nearest = next(
        (
            line
            for line in reversed(last)
            if not beside_title(line.strip("#* ")) and plain(line) != plain(agency)
        ),
        "",
    )
    inside = title if title not in {line.strip("#* ") for line in lines} else ""
    return dict.fromkeys((nearest, inside))


def _entitles(title: str) -> bool:
    """Whether a line is the title of a table of money, and no sentence that ends in 表.

    >>> _entitles("财政拨款“三公”经费及会议费、培训费支出决算表"), _entitles("以上收支情况见附表")
    (True, False)
    """
    return (
        len(title) <= _LONGEST_TITLE
        and _BUDGET_TABLE.search(plain(title)) is not None
        and _OF_GOALS.search(title) is None
        and _SPEAKS.search(title) is None
        and PART.match(plain(title)) is None
    )


def _titled(disclosure: Disclosure) -> bool:
    """Whether most tables have the titles that the form gives them, and not only titles like these."""
    outline = next((o for o in shipped_outlines() if o.name == disclosure.layout), None)
    if outline is None:
        return True
    present = [table for table in disclosure.tables if table.status != "missing"]
    known = [
        table
        for table in present
        if table.key in outline.tables
        and title_key(table.title).endswith(tuple(outline.tables[table.key].titles))
    ]
    return 2 * len(known) > len(present)


def _listed(disclosure: Disclosure) -> frozenset[str]:
    """The titles that the document lists or names in lines of their own."""
    return frozenset(
        loose_title(title_key(numbered(plain(passage.text).lstrip("-·•"))[1]))
        for passage in disclosure.passages
        if not passage.grid and len(passage.text) < 60 and "表" in passage.text
    )


def _shape(problem: Problem) -> tuple[str, str, str]:
    """What problems of one kind have in common: all but what they name."""
    words = problem.words
    return problem.kind, problem.key, getattr(words, "key", "") or words.text("zh")


def _name(problem: Problem) -> str:
    """What a problem names: the row, the column or the code, as it is printed."""
    values = getattr(problem.words, "values", {})
    name = next((values[name] for name in _NAMED if values.get(name)), "")
    return f"“{name}”" if name else ""


def _alike(problems: Iterable[Problem]) -> dict[tuple[str, str, str], list[Problem]]:
    """Problems that say the same of many rows, columns or codes of a table, which are told as one."""
    shapes: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        if problem.kind in ("row", "column", "code"):
            shapes.setdefault(_shape(problem), []).append(problem)
    return {shape: same for shape, same in shapes.items() if len(same) > _MANY}


def check_problems(
    record: Record,
    disclosure: Disclosure,
    lost: list[Figure],
    slips: Mapping[RowAddress, str],
) -> dict[Address, str]:
    """What could not be read is undecided, with its place; a malformed code is an error.

    Args:
        record: Where it is noted.
        disclosure: The budget.
        lost: The figures of its tables that were lost on the way here, filled or not.
        slips: The rows under another row's code, with the findings that say so.

    Returns:
        The figures that problems concern, by their identities, with the names of the findings.
    """
    cause_of: dict[Address, str] = {}
    if not disclosure.problems:
        return cause_of
    concerned = by_problem(lost, disclosure.problems)
    placed: dict[str, list[Problem]] = {}
    alike = _alike(disclosure.problems)
    for problem in disclosure.problems:
        if problem.kind in ("placed", "misfit"):
            if problem.kind == "placed":
                placed.setdefault(problem.key, []).append(problem)
            continue
        same = alike.get(_shape(problem), [problem])
        if problem is not same[0]:
            continue
        concerns = _lost_by(problem, same, concerned, lost)
        filled = sum([f.state is _INFERRED for f in concerns])
        words = _of_all(same)
        if filled:
            words = framed(words, "checks.and_inferred", cells=_cells(filled, len(concerns)))
        if problem.table is not None:
            words = framed(words, "checks.in_table", table=_table(problem))
        law, verdict, severity = _judged(problem)
        twice = problem.kind == "twice"
        concerns = _of_code(disclosure, problem) if twice else concerns
        cause = _slip(concerns, slips) if twice else None
        name = record.note(
            law,
            words,
            severity=severity,
            verdict=verdict,
            place=problem.place,
            figures=concerns,
            cause=cause,
        )
        record.count(law, verdict.value, len(same) if law == "code" else 1)
        for figure in concerns:
            cause_of.setdefault(figure.address, cause or name)
    for key, problems in placed.items():
        for figure in _placed(record, key, problems, lost):
            cause_of.setdefault(figure.address, record.findings[-1].id)
    return cause_of


def _of_all(same: Sequence[Problem]) -> Words:
    """What problems that say the same of many rows say."""
    words: Words = same[0].words
    if len(same) > 1:
        names = tuple(filter(None, map(_name, same[1:])))
        words = framed(words, "checks.and_so_others", count=len(same) - 1, names=few(names))
    return words


def _slip(rows: Sequence[Figure], slips: Mapping[RowAddress, str]) -> str | None:
    """The finding that explains a code on several rows: all of them but one are of other codes."""
    found = [slips[figure.row] for figure in rows if figure.row in slips]
    return found[0] if found and len(rows) - len(found) <= 1 else None


def _judged(problem: Problem) -> tuple[str, Verdict, str]:
    """What a problem of reading says of the document: by which law, how it came out, how grave it is."""
    if problem.kind in ("code", "repeated", "twice"):
        return "code", Verdict.VIOLATED, "error"
    if problem.kind in _UNFIT:
        return "form", Verdict.VIOLATED, "error"
    unsaid = problem.kind in ("empty", "agency")
    return "form", Verdict.VIOLATED if unsaid else Verdict.UNDECIDED, "note"


def _lost_by(
    problem: Problem,
    same: Iterable[Problem],
    concerned: Mapping[Concern, Sequence[Figure]],
    lost: Iterable[Figure],
) -> tuple[Figure, ...]:
    """The lost figures that a problem is about, and those that say the same of other rows."""
    if problem.kind == "income":
        still = {figure.address for figure in lost}
        return tuple(figure for figure in problem.figures if figure.address in still)
    matters = dict.fromkeys(map(matter, same))  # rows of one name are one matter
    return tuple(figure for each in matters for figure in concerned.get(each, ()))


def _of_code(disclosure: Disclosure, problem: Problem) -> tuple[Figure, ...]:
    """A figure of each row of a table that has a code on several rows, those whose name is another code's first."""
    rows = [
        row
        for table in disclosure.tables
        if table.key == problem.key
        for row in table.rows
        if row.code is not None and row.code.digits == problem.text and row.figures
    ]
    rows.sort(key=lambda row: _own_name(row, disclosure.year))
    return tuple(row.figures[0] for row in rows)


def _own_name(row: Row, year: int | None) -> bool:
    """Whether a row has the name of its code in the lists."""
    lists = default()
    kind = None if row.code is None else KINDS.get(type(row.code))
    if kind is None or row.code is None or year not in lists.years:
        return True
    subject = lists.catalogue(kind, year or 0).get(row.code.digits)
    return subject is not None and normalised(subject.name) == normalised(row.address.name)


def _table(problem: Problem) -> Words:
    """The table that a problem is about."""
    return short_table(problem.key, "", problem.table)


def _placed(
    record: Record, key: str, problems: list[Problem], lost: list[Figure]
) -> tuple[Figure, ...]:
    """Rows that had lost cells and were placed by the laws: one line for a table; the figures it concerns."""
    number = problems[0].table
    lines = {problem.place.line for problem in problems}
    figures = tuple(
        figure
        for figure in lost
        if figure.row.key == key and (figure.place.line in lines or figure.placed)
    )
    filled = sum([figure.state is _INFERRED for figure in figures])
    record.note(
        "form",
        say(
            "checks.rows_placed",
            table=short_table(key, figures[0].row.title if figures else "", number),
            problems=len(problems),
            other_problems=problems[0],
            filled=_cells(filled, len(figures)),
        ),
        place=problems[0].place,
        figures=figures,
    )
    record.count("form", "undecided")
    return figures


def check_order(record: Record, disclosure: Disclosure, moved: frozenset[RowAddress]) -> None:
    """Codes stand in their order; a row or two out of it are told, a table in another order is not.

    Args:
        record: Where it is noted.
        disclosure: The budget.
        moved: The addresses of rows whose codes were told as wrong: of their place nothing is said.
    """
    for table in disclosure.tables:
        for side_rows in (rows for side in table.sides for rows in _runs(side)):
            codes = [row.code.digits for row in side_rows if row.code is not None]
            if len(codes) < _LEAST_ORDERED or codes == sorted(codes):
                continue
            coded = [row for row in side_rows if row.code is not None and row.address not in moved]
            rows = [row for row in coded if not row.project_name]
            digits = [row.code.digits for row in rows if row.code is not None]
            if len(digits) < _LEAST_ORDERED or any(row.kind == "agency" for row in side_rows):
                continue
            kept = _ascending(digits)
            stray = [row for i, row in enumerate(rows) if i not in kept]
            if not stray or len(stray) > _MOST_STRAY:
                continue
            if _all_blank(stray) and _lists_categories(rows):
                continue  # in an order of its own, as some cities' forms have it
            record.count("form", "violated")
            names = "、".join(f"{row.code} {row.address.name}".strip() for row in stray)
            record.note(
                "form",
                say(
                    "checks.rows_out_of_order",
                    table=short_table(table.key, table.title, table.number),
                    names=names,
                ),
                verdict=Verdict.VIOLATED,
                place=stray[0].figures[0].place,
                figures=tuple(row.figures[0] for row in stray),
            )


def _runs(side: Side[Any]) -> Iterator[Sequence[Row]]:
    """The rows of a side that have one order: each panel has its own, as 301 and 303 stand beside 302."""
    if not side.panels:
        yield side.rows
        return
    starts = [panel.start for panel in side.panels]
    for start, end in pairwise((*starts, len(side.rows))):
        yield side.rows[start:end]


def _all_blank(rows: list[Row]) -> bool:
    """Whether rows are known to have no money: none of their cells is lost."""
    figures = [figure for row in rows for figure in row.figures]
    return not any(figure.value or figure.state is _MISSING for figure in figures)


def _lists_categories(rows: list[Row]) -> bool:
    """Whether a form lists all categories, whether they have money or not: most rows are 类 without any."""
    blank = [row for row in rows if _is_category(row) and _all_blank([row])]
    return 2 * len(blank) > len(rows)


def _is_category(row: Row) -> bool:
    return row.code is not None and len(row.code.digits) == _CATEGORY


def _ascending(digits: list[str]) -> set[int]:
    """The places of a longest run of codes, not one after another, that never goes down."""
    from bisect import bisect_right

    ends: list[str] = []
    places: list[int] = []
    before: list[int] = []
    for i, code in enumerate(digits):
        at = bisect_right(ends, code)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1], places[at : at + 1] = [code], [i]
    kept, i = set(), places[-1] if places else -1
    while i >= 0:
        kept.add(i)
        i = before[i]
    return kept


def _cells(some: int, whole: int) -> Message:
    """Some of a number of cells, or all of them."""
    if some < whole:
        return say("checks.some_cells", some=some, whole=whole)
    if whole == 1:
        return say("checks.one_cell")
    return say("checks.all_cells", whole=whole)
