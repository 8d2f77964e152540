"""A correction: what a disclosure should have printed, and why."""

from __future__ import annotations

import attrs

from cnbudget.figures import Figure

__all__ = ["Correction"]


@attrs.frozen(eq=False)
class Correction:
    """Figures that should have been printed otherwise.

    Attributes:
        kind: The slip that explains it ("transpose_adjacent", "unit", …), or "given".
        changes: The figures, each with what should stand in its place.
        zh: What was wrong, in Chinese.
        en: The same in English.
    """

    kind: str
    changes: tuple[tuple[Figure, Figure], ...]
    zh: str = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self.zh if lang == "zh" else self.en
