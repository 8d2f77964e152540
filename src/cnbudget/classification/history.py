"""What became of the codes from year to year."""

from __future__ import annotations

import attrs

from cnbudget.characters import normalised
from cnbudget.classification.rows import CodeList, ListedRow, parent_of
from cnbudget.classification.subject import Subject
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Renaming(Value):
    """One code under two names, or one name under two codes.

    Attributes:
        before: The subject in the first year.
        after: The subject in the second.

    >>> from cnbudget.classification import Kind, changes
    >>> found = changes(2018, 2019, kind=Kind.FUNCTIONAL).renamed[0]
    >>> found.before.code == found.after.code, found.before.name == found.after.name
    (True, False)
    """

    before: Subject
    after: Subject

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


@attrs.frozen(eq=False, repr=False)
class Changes(Value):
    """What differs between the lists of two years.

    Attributes:
        from_year: The first year.
        to_year: The second.
        added: Subjects whose code the first year does not have.
        abolished: Subjects whose code the second year does not have.
        renamed: Codes that both years have, under different names.
        moved: Those of the added and abolished that are one subject under another code.

    >>> from cnbudget.classification import Kind, changes
    >>> found = changes(2018, 2019, kind=Kind.FUNCTIONAL)
    >>> len(found.added) > 0, len(found.abolished) > 0, len(found.renamed) > 0
    (True, True, True)
    """

    from_year: int
    to_year: int
    added: tuple[Subject, ...] = attrs.field(kw_only=True)
    abolished: tuple[Subject, ...] = attrs.field(kw_only=True)
    renamed: tuple[Renaming, ...] = attrs.field(kw_only=True)
    moved: tuple[Renaming, ...] = attrs.field(kw_only=True)

    def __repr__(self) -> str:
        return (
            f"<Changes {self.from_year}→{self.to_year}: {len(self.added)} added, "
            f"{len(self.abolished)} abolished, {len(self.renamed)} renamed, "
            f"{len(self.moved)} moved>"
        )


def successor(table: CodeList, code: str, from_year: int, to_year: int) -> str:
    """The code in another year of what a code means in one, or an empty text without a trace.

    Year by year, a code stays itself while it is listed, under a new name too. When a code goes and
    its name comes back under a new code of the same level, it has moved there; where several codes
    of the name go or come at once (行政运行, 其他支出), only along with the code above it. Each
    step pairs codes one to one, so the way back is the same way.
    """
    step = 1 if to_year >= from_year else -1
    for year in range(from_year, to_year, step):
        forth = steps(table, min(year, year + step))
        code = (forth if step > 0 else {new: old for old, new in forth.items()}).get(code, "")
        if not code:
            break
    return code


def steps(table: CodeList, year: int) -> dict[str, str]:
    """Which code of the next year each code of a year became; kept on the table."""
    kept = table.steps.get(year)
    if kept is None:
        kept = table.steps[year] = _steps(table, year)
    return kept


def _steps(table: CodeList, year: int) -> dict[str, str]:
    before, after = _listed(table, year), _listed(table, year + 1)
    result = {code: code for code in before if code in after}
    lost: dict[tuple[int, str], list[str]] = {}
    gained: dict[tuple[int, str], list[str]] = {}
    for code, row in before.items():
        if code not in after:
            lost.setdefault((len(code), normalised(row[2])), []).append(code)
    for code, row in after.items():
        if code not in before:
            gained.setdefault((len(code), normalised(row[2])), []).append(code)
    for length_and_name in sorted(lost.keys() & gained.keys()):
        old, new = lost[length_and_name], gained[length_and_name]
        if len(old) > 1 or len(new) > 1:
            old, new = _along_with_parents(table, old, new, result)
        result.update(zip(old, new, strict=True))
    return result


def _along_with_parents(
    table: CodeList, old: list[str], new: list[str], result: dict[str, str]
) -> tuple[list[str], list[str]]:
    by_parent: dict[str, list[str]] = {}
    for code in new:
        by_parent.setdefault(parent_of(code, table.kind), []).append(code)
    pairs = []
    for code in old:
        parent = parent_of(code, table.kind)
        target = by_parent.get(result.get(parent, ""), [])
        rivals = [other for other in old if parent_of(other, table.kind) == parent]
        if len(target) == 1 and len(rivals) == 1:
            pairs.append((code, target[0]))
    return [one for one, _ in pairs], [other for _, other in pairs]


def _listed(table: CodeList, year: int) -> dict[str, ListedRow]:
    return {
        code: row for code, rows in table.rows.items() for row in rows if row[0] <= year <= row[1]
    }
