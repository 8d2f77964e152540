"""The standard tables (公开表) as typed classes with typed rows.

A table has one side, or two (income and expenditure); a side has columns and rows; a row has a figure
in each column. The rows of the tables that the forms share are typed, so that
``budget.expenditure["2080505"].basic`` completes in an editor; tables that only a layout of the
user's knows have plain rows, whose figures are reached by column: ``row["合计"]``.

Source: the tables of 部门预算公开 as the provinces' 预算公开 templates have them.
"""

from __future__ import annotations

from cnbudget.tables.addresses import told_apart
from cnbudget.tables.printing import USUAL_PRINTING, Printing, printing_of
from cnbudget.tables.replaced import replaced
from cnbudget.tables.rows import (
    ROWS,
    AppropriationRow,
    BasicRow,
    CarryOverRow,
    ExpenditureRow,
    IncomeRow,
    NaturesRow,
    ProjectRow,
    Row,
    SourcesRow,
    SummaryRow,
)
from cnbudget.tables.scoped import Scoped
from cnbudget.tables.table import Panel, Side, Table, TableLaw, missing_table

__all__ = [
    "ROWS",
    "USUAL_PRINTING",
    "AppropriationRow",
    "BasicRow",
    "CarryOverRow",
    "ExpenditureRow",
    "IncomeRow",
    "NaturesRow",
    "Panel",
    "Printing",
    "ProjectRow",
    "Row",
    "Scoped",
    "Side",
    "SourcesRow",
    "SummaryRow",
    "Table",
    "TableLaw",
    "missing_table",
    "printing_of",
    "replaced",
    "told_apart",
]
