"""Records of what is not a figure of a table: statements of the prose, findings, entries of ledgers, codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cnbudget.checks import Report
from cnbudget.classification import Classification, Kind
from cnbudget.disclosure import Disclosure
from cnbudget.frames.columns import columns_of
from cnbudget.frames.figures import DOCUMENT_COLUMNS, document_cells, in_yuan
from cnbudget.frames.told import SCOPE_COLUMNS, of_year, place_cells, sort_cells
from cnbudget.ledger import Ledger
from cnbudget.ledger.entry import Entry
from cnbudget.scope import Scope

STATEMENT_COLUMNS = (
    *DOCUMENT_COLUMNS,
    *columns_of("""
section | text | 所在的标题 | section
kind | text | 种类：amount、share、change 等 | kind: amount, share, change and others
subject | text | 说的是什么，如原文 | what it is said of, as printed
role | text | stated，或 reason、use、aside | stated, or reason, use or aside
"""),
    *SCOPE_COLUMNS,
    *columns_of("""
measure | text | 计量：money 为金额 | what it counts; money is money
amount | decimal | 金额，元，精确 | amount in yuan, exact | value
value | decimal | 文中的数，以 unit 为单位 | number as printed, in unit
unit | text | 单位 | unit
places | integer | 小数位数 | decimals
against_year | integer | 与哪一年相比 | year that it is compared with
against_stage | text | 与哪一阶段相比 | stage that it is compared with
sentence | text | 所在的句子 | sentence
page | integer | 页 | page
line | integer | 行号 | line
"""),
)
FINDING_COLUMNS = (
    *DOCUMENT_COLUMNS,
    *columns_of("""
id | text | 发现的编号 | name in the report
law | text | 勾稽关系 | law
verdict | text | rounding、violated、undecided | rounding, violated or undecided
severity | text | error、minor、note | error, minor or note
message | text | 发现的内容 | what it is
expected | decimal | 应为，以 unit 为单位 | expected, in unit
found | decimal | 印出的，以 unit 为单位 | printed, in unit
difference | decimal | 差额 | difference
allowance | decimal | 四舍五入所能解释的最大差额 | largest difference that rounding explains
unit | text | 单位 | unit
figures | integer | 涉及几个数 | number of figures in it
of_prose | flag | 是否涉及表外的文字 | whether the prose is one of its sides
caused_by | text | 由哪一条发现引起 | finding that it is a consequence of
table | text | 最可能有误的数在哪张表 | table of the likeliest wrong figure
row | text | 行 | its row
column | text | 栏 | its column
suggestion | decimal | 建议的数 | value that would settle it
page | integer | 页 | page to look at first
sheet | text | 工作表 | worksheet
cell | text | 单元格 | cell
line | integer | 行号 | line
"""),
)
ENTRY_COLUMNS = (
    *columns_of("""
agency | text | 部门（单位） | agency | administrator:generic:name
year | integer | 年度 | fiscal year
stage | text | 阶段 | stage
project | text | 项目 | project | activity:generic:project:label
counterparty | text | 往来部门 | other agency of an internal transfer
"""),
    *SCOPE_COLUMNS,
    *columns_of("amount | decimal | 金额，元，精确 | amount in yuan, exact | value"),
)
CODE_COLUMNS = columns_of("""
kind | text | 哪一种分类 | which list
code | text | 编码 | code
name | text | 名称 | name
english | text | 英文名称，非官方 | English name, unofficial
level | text | 类、款、项 | level
parent | text | 上级编码 | code above
path | text | 由类到本级的名称 | names from the top
year | integer | 哪一年的分类 | year of the list
since | integer | 名称起始年度 | first year of the name
until | integer | 名称截止年度 | last year of the name
confidence | text | 依据的可靠程度 | how well it is known
""")


def _told(scope: Scope | None, year: int | None, stage: str, lang: str) -> tuple[Any, ...]:
    """The cells of a scope in `SCOPE_COLUMNS`."""
    sort = sort_cells(scope, year, stage, lang)
    if scope is None:
        sort = (*sort[:-2], year, stage)
    return (*place_cells(scope, of_year(scope, year)), *sort)


def statement_rows(disclosure: Disclosure, lang: str) -> Iterator[tuple[Any, ...]]:
    """The records of what the prose of a disclosure states."""
    document = document_cells(disclosure)
    for claim in disclosure.claims:
        year, stage = claim.year or disclosure.year, claim.stage or disclosure.stage
        figure, unit, value = claim.figure, claim.unit, claim.value
        amount = None if unit is None or value is None else in_yuan(value, unit.exponent)
        yield (
            *document, claim.section.title or None, claim.kind, claim.subject, claim.role,
            *_told(claim.scope, year, stage, lang),
            figure.column.measure or "money", amount, value, figure.unit_text, claim.places,
            *(claim.against or (None, None)), claim.sentence, claim.place.page, claim.place.line,
        )  # fmt: skip


def finding_rows(report: Report, lang: str) -> Iterator[tuple[Any, ...]]:
    """The records of the findings of a report."""
    document = document_cells(report.disclosure)
    for each in report.findings:
        suspect = each.suspects[0] if each.suspects else None
        figure = suspect.figure if suspect else each.figures[0] if each.figures else None
        where = (None,) * 3
        if figure is not None:
            where = figure.row.key or None, figure.row.row, figure.column.column  # type: ignore[assignment]
        place = each.place if figure is None else figure.place
        yield (
            *document, each.id, each.law, each.verdict.value, each.severity, each.message(lang),
            each.expected, each.found, each.difference, each.allowance,
            each.measure or each.unit.zh, len(each.figures),
            any(one.row.within == "prose" for one in each.figures), each.caused_by, *where,
            None if suspect is None else suspect.suggestion,
            place.page, place.sheet, place.cell, place.line,
        )  # fmt: skip


def entry_rows(ledger: Ledger, lang: str) -> Iterator[tuple[Any, ...]]:
    """The records of the entries of a ledger."""
    for entry in ledger.entries:
        told = _told(_scope(entry), ledger.year, ledger.stage, lang)
        agency = entry.agency or ledger.agency
        yield (
            agency, ledger.year, ledger.stage, entry.project, entry.counterparty or None,
            *told, entry.amount.yuan,
        )  # fmt: skip


def _scope(entry: Entry) -> Scope:
    """What an entry is, as a scope."""
    marks = {
        name: mark
        for name in ("nature", "procurement", "reservation", "government_economic")
        if (mark := getattr(entry, name)) is not None
    }
    return Scope(
        entry.function,
        entry.economic,
        source=entry.source,
        flow=entry.flow,
        agency=entry.agency or None,
        **marks,
    )


def code_rows(lists: Classification, lang: str) -> Iterator[tuple[Any, ...]]:
    """The records of all codes, each as it stands in the last year that has it."""
    for kind in Kind:
        seen: set[str] = set()
        for year in reversed(lists.years):
            for code, subject in lists.catalogue(kind, year).items():
                if code not in seen:
                    seen.add(code)
                    level = subject.level
                    yield (
                        kind.value, code, subject.name, subject.english or None,
                        level.zh if lang == "zh" else level.en, subject.parent or None,
                        subject.path, year, subject.since, subject.until,
                        subject.confidence.name.lower(),
                    )  # fmt: skip
