"""A problem of reading: something in a file that could not be read as what it should be."""

from __future__ import annotations

import warnings

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.messages import Said, Words

__all__ = ["Problem"]


@attrs.frozen(eq=False, init=False)
class Problem:
    """Something in the file that could not be read as what it should be.

    Attributes:
        kind: "number" (a cell of amounts that is no number), "covered" (one that a merged cell covers), "stray" (a
            number among labels, headings or notes), "unit" (a unit of money that is none), "no_unit" (a table
            that prints none), "units" (one over which another is printed than in its headings), "part" (a part of a
            table of other columns, which was not read), "code", "column", "row",
            "choice" (neither words nor laws tell what rows or columns total), "form", "empty" (a table that nothing
            says is empty), "agency" (a table that names another agency than the rest), "repeated" (a row that stands
            twice), "twice" (one code on rows that nothing tells apart), "income" (the ledger that it was published
            from says nothing of what comes in), "outside" (some of its money stands in no table), "year" (nothing
            says of which year it was published, or what was given as last year's is of another),
            "narrative" (it was composed by the template of another form),
            "file" (what its reader says of the file) or "sets" (the file has more sets of tables, or one
            that cannot be read); and
            of rows that had lost cells "placed" (the laws say where the amounts belong), "placement" (they
            do not) or "misfit" (the amounts break a law wherever they belong).
        words: What it is: a message of the catalogue; see `zh` and `en`.
        place: Where it stands in the file.
        table: The number of its table in the document.
        key: The key of its table.
        text: The text as found.
        figures: The figures it leaves open, or fills.

    >>> import cnbudget
    >>> problem = cnbudget.example("artux").problems[0]
    >>> problem.kind, problem.table, problem.en[:30]
    ('column', 2, 'the column “上级国有资本经营预算安排的转移支付”')
    """

    kind: str
    words: Words
    place: Place = attrs.field(default=NOWHERE, kw_only=True)
    table: int | None = attrs.field(default=None, kw_only=True)
    key: str = attrs.field(default="", kw_only=True)
    text: str = attrs.field(default="", kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)

    def __init__(
        self,
        kind: str,
        words: Words | str = "",
        *,
        zh: str = "",
        en: str = "",
        place: Place = NOWHERE,
        table: int | None = None,
        key: str = "",
        text: str = "",
        figures: tuple[Figure, ...] = (),
    ) -> None:
        if isinstance(words, str):
            reason = "the words of a Problem are a message: Problem(kind, say(key, ...))"
            warnings.warn(reason, DeprecationWarning, stacklevel=2)
            words = Said(words or zh, en or words or zh)
        elif zh or en:
            reason = "the words of a Problem are a message: attrs.evolve(problem, words=…)"
            warnings.warn(reason, DeprecationWarning, stacklevel=2)
            words = Said(zh or words.text("zh"), en or words.text("en"))
        self.__attrs_init__(
            kind, words, place=place, table=table, key=key, text=text, figures=figures
        )

    @property
    def zh(self) -> str:
        """What it is, in Chinese."""
        return self.words.text("zh")

    @property
    def en(self) -> str:
        """What it is, in English."""
        return self.words.text("en")
