"""The pairs of code and name that documents print, held against the lists: how the lists learn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

import attrs

from cnbudget.characters import normalised
from cnbudget.checks.codes import coded_rows
from cnbudget.classification import Classification, Kind, default
from cnbudget.classification.export import table_as
from cnbudget.disclosure import Disclosure
from cnbudget.messages import joined, tell

Confirmation = Literal["confirmed", "other-name", "unknown"]

#: What the lists can say to a pair, with the Chinese words.
STATUS_WORDS: dict[Confirmation, str] = {
    "confirmed": "与科目表一致",
    "other-name": "名称与科目表不同",
    "unknown": "科目表中没有",
}

#: The lists' names in the table of readings that the lists are built from.
_READINGS = {
    Kind.FUNCTIONAL: "functional",
    Kind.ECONOMIC: "economic_department",
    Kind.GOVERNMENT_ECONOMIC: "economic_government",
    Kind.REVENUE: "revenue",
    Kind.FUNDING: "funding",
}


@attrs.frozen
class CodePair:
    """A code with the name that documents of a year print beside it.

    Attributes:
        kind: The list of the code.
        code: The digits.
        name: The name as printed, in one line.
        year: The fiscal year of the documents; None where they do not say it.
        status: Whether the list of the year has the pair, another name for the code, or no such code.
        listed: The name that the list has; an empty text where it has none.
        documents: The documents that print it, by agency, year and stage.
    """

    kind: Kind
    code: str
    name: str = attrs.field(kw_only=True)
    year: int | None = attrs.field(kw_only=True)
    status: Confirmation = attrs.field(kw_only=True)
    listed: str = attrs.field(kw_only=True)
    documents: tuple[str, ...] = attrs.field(kw_only=True)

    def text(self, lang: str = "zh") -> str:
        """The pair in one line, with what the list has."""
        line = f"{self.code} {self.name}"
        if self.listed:
            line += tell(lang, "checks.listed_in_year", year=self.year, listed=self.listed)
        return f"{line}  {joined(lang, self.documents)}"


def code_pairs(
    disclosures: Iterable[Disclosure], lists: Classification | None = None
) -> tuple[CodePair, ...]:
    """Every pair of code and name in the tables of documents, against the lists of their years.

    Args:
        disclosures: The documents.
        lists: The lists; those that ship if not given. A year that they do not have is looked up in their last one.

    >>> import cnbudget
    >>> pairs = code_pairs([cnbudget.example("artux")])
    >>> {pair.status for pair in pairs}, len(pairs) > 30
    ({'confirmed'}, True)
    """
    lists = default() if lists is None else lists
    found: dict[tuple[Kind, str, str, int | None], list[str]] = {}
    for disclosure in disclosures:
        title = " ".join(
            str(part) for part in (disclosure.agency, disclosure.year, disclosure.stage) if part
        )
        for kind, row in coded_rows(disclosure):
            name = "".join(row.address.name.split())
            if row.code is not None and name:
                titles = found.setdefault((kind, row.code.digits, name, disclosure.year), [])
                if title not in titles:
                    titles.append(title)
    last = lists.years[-1]
    pairs = []
    for (kind, code, name, year), titles in found.items():
        subject = lists.catalogue(kind, year if year in lists.years and year else last).get(code)
        listed = "" if subject is None else subject.name
        status: Confirmation = (
            "unknown"
            if subject is None
            else "confirmed"
            if normalised(listed) == normalised(name)
            else "other-name"
        )
        pairs.append(
            CodePair(
                kind,
                code,
                name=name,
                year=year,
                status=status,
                listed=listed,
                documents=tuple(titles),
            )
        )
    return tuple(
        sorted(pairs, key=lambda pair: (pair.kind.value, pair.code, pair.year or 0, pair.name))
    )


def pairs_as(pairs: Iterable[CodePair], format: str) -> str:  # noqa: A002  (the word of the command line)
    """Pairs as text: CSV and Markdown in the form of the table of readings that the lists are built from.

    Args:
        pairs: The pairs.
        format: "csv", "markdown" or "json"; JSON has what the lists say too.

    >>> print(pairs_as([], "csv"), end="")
    classification,code,name,year,source,documents
    """
    if format == "json":
        records = [
            attrs.asdict(pair) | {"kind": pair.kind.value, "documents": list(pair.documents)}
            for pair in pairs
        ]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    columns = ("classification", "code", "name", "year", "source", "documents")
    rows = (
        (
            _READINGS[pair.kind],
            pair.code,
            pair.name,
            pair.year or "",
            "；".join(pair.documents),
            len(pair.documents),
        )
        for pair in pairs
    )
    return table_as(format, columns, rows)
