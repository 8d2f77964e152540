"""Text that states a number and was not understood, wherever it stands: in prose, goals or other matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cnbudget.figures import NOWHERE, Place
from cnbudget.messages import Message, say
from cnbudget.values import Value

if TYPE_CHECKING:
    from cnbudget.narrative.sections import Section

_NOT_UNDERSTOOD = say("unchecked.number_not_understood")


def _untitled() -> Section:
    from cnbudget.narrative.sections import Section  # a check of tables alone needs none

    return Section("", "")


@attrs.frozen(eq=False, repr=False)
class Unread(Value):
    """Text that states a number and was not understood, or could be held against nothing.

    Attributes:
        text: The words.
        reason: Why not.
        place: Where they stand.
        section: Their section of the prose; one without a title where they are of another matter.
        heading: What they stand under, where they are of another matter: its heading, or the table of goals.

    >>> Unread("经费若干万元").why[1]
    'a number in it was not understood'
    """

    text: str
    reason: Message = _NOT_UNDERSTOOD
    place: Place = attrs.field(default=NOWHERE, eq=False, kw_only=True)
    section: Section = attrs.field(factory=_untitled, eq=False, kw_only=True)
    heading: str = attrs.field(default="", kw_only=True)

    @property
    def why(self) -> tuple[str, str]:
        """Why not, in Chinese and English."""
        return self.reason.both
