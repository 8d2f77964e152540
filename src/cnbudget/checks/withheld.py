"""What is not said for sure while tables of the file could not be read: what compares one place with another.

What a number of one table or of the text totals is told by the others too. While some of these are not read, only what
one table or one sentence says of itself is held against it, and what stands on a page that was not read is no sentence.
"""

from __future__ import annotations

import attrs

from cnbudget.checks.findings import Finding
from cnbudget.checks.record import Record
from cnbudget.disclosure import Disclosure, Problem
from cnbudget.invariants import Verdict
from cnbudget.messages import few, framed

#: What a reader says of pages with tables that it did not read, and of those with tables that have no amounts.
_UNREAD, _BLANK = "reading.columns_in_doubt", "reading.open_table_blank"
_BY_ITSELF = ("share", "change", "growth", "weight", "negative", "code", "name", "slip")
_LACKING = "checks.table_missing"


def withhold(record: Record, disclosure: Disclosure) -> None:
    """Leave open what is violated between tables, or tables and text, where other tables were not read.

    Args:
        record: What was found; changed.
        disclosure: The document.
    """
    keys = {_key(each) for each in disclosure.problems}
    if not keys.intersection((_UNREAD, _BLANK)):
        return
    pages = [each.place.page for each in disclosure.problems if _key(each) in (_UNREAD, _BLANK)]
    open_ended: set[str] = set()
    for n, finding in enumerate(record.findings):
        if finding.verdict is not Verdict.VIOLATED or finding.severity == "note":
            continue
        if _key(finding) != _LACKING and (_UNREAD not in keys or _own(finding)):
            continue
        open_ended.add(finding.id)
        record.count(finding.law, "violated", -1)
        record.count(finding.law, "undecided")
        record.findings[n] = attrs.evolve(
            finding,
            verdict=Verdict.UNDECIDED,
            severity="note",
            words=framed(finding.words, "checks.while_unread", pages=few(pages)),
            caused_by=None,
        )
    for n, finding in enumerate(record.findings):
        if finding.caused_by in open_ended:
            record.findings[n] = attrs.evolve(finding, caused_by=None)


def drop_slips(record: Record, disclosure: Disclosure) -> None:
    """Take back slips on pages with unread tables: 科目编码 科目编码 are two headings, no word written twice.

    Args:
        record: What was found; changed.
        disclosure: The document.
    """
    pages = {each.place.page for each in disclosure.problems if _key(each) in (_UNREAD, _BLANK)}
    if pages:
        kept = [
            each for each in record.findings if each.law != "slip" or each.place.page not in pages
        ]
        record.count("slip", "violated", len(kept) - len(record.findings))
        record.findings[:] = kept


def _key(said: Problem | Finding) -> str:
    return getattr(said.words, "key", "")


def _own(finding: Finding) -> bool:
    """Whether a finding is of one table, or of one number, alone, or of what a paragraph says by itself."""
    homes = {
        figure.row.key if figure.row.within == "table" else (figure.place.page, figure.place.line)
        for figure in finding.figures
    }
    if any(figure.row.within != "table" for figure in finding.figures):
        return len(homes) == 1 and finding.law in _BY_ITSELF
    return len(homes) <= 1 and finding.law != "count"
