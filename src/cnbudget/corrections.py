"""A correction: what a disclosure should have printed, and why."""

from __future__ import annotations

from typing import ClassVar

import attrs

from cnbudget.figures import Figure
from cnbudget.likeness import Valued
from cnbudget.messages import Said, Words

__all__ = ["Correction"]


@attrs.frozen(eq=False, init=False)
class Correction(Valued):
    """Figures that should have been printed otherwise.

    Attributes:
        kind: The slip that explains it ("transpose_adjacent", "unit", …), or "given".
        changes: The figures, each with what should stand in its place.
        words: What was wrong: a message, or words of your own, given as ``zh`` and ``en``.

    >>> from decimal import Decimal
    >>> wrong = Figure.of("97.17", "万元")
    >>> right = wrong.evolve(value=Decimal("79.17"))
    >>> found = Correction("transpose_adjacent", ((wrong, right),), zh="数字颠倒", en="digits transposed")
    >>> found.text("en"), found.changes[0][1].text
    ('digits transposed', '79.17')
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "kind",
        "changes",
    )

    kind: str
    changes: tuple[tuple[Figure, Figure], ...]
    words: Words

    def __init__(
        self,
        kind: str,
        changes: tuple[tuple[Figure, Figure], ...],
        words: Words | None = None,
        *,
        zh: str = "",
        en: str = "",
    ) -> None:
        self.__attrs_init__(kind, changes, words or Said(zh, en))

    @property
    def zh(self) -> str:
        """What was wrong, in Chinese."""
        return self.text("zh")

    @property
    def en(self) -> str:
        """The same in English."""
        return self.text("en")

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self.words.text(lang)
