"""Paragraphs below one that leads on to them: "1.基本支出…元，占…。其中：" over "工资福利支出…元" and its likes."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cnbudget.expressions import expression
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.parted import MARK
from cnbudget.narrative.subjects import Context, bare, copula
from cnbudget.scope import Scope

#: Paragraphs end so in texts of Xinjiang and Xi'an, and each part is a paragraph of its own.
_LEADS_ON = ("其中:", "其中：")
_NAME = expression(r"[^0-9，,。;；:：]{2,40}")


@attrs.define
class Below:
    """The amount whose parts are told in the paragraphs below it, one each, by the names of codes.

    Attributes:
        whole: What the whole is of, or None.
    """

    whole: Scope | None = None

    def base(self, text: str, base: Scope, context: Context) -> Scope:
        """What a paragraph is about that stands below: of a section about ``base``, its whole.

        Args:
            text: The paragraph.
            base: What its section is about.
            context: What is known of the document.
        """
        if self.whole is None:
            return base
        words = _NAME.match(text)
        subject = None
        if words is not None and MARK.match(text) is None:
            subject = context.subject(copula(bare(words[0]))[0], base, strict=True)
        if subject is None or subject.scope is None or subject.pieces:
            self.whole = None
            return base
        return base.meet(self.whole) or base

    def opens(self, text: str, told: Sequence[Claim], base: Scope) -> None:
        """Take note of the whole that a paragraph ends with: the one amount that it states.

        Args:
            text: The paragraph.
            told: The claims of the paragraph.
            base: What its section is about.
        """
        if not text.endswith(_LEADS_ON):
            return
        amounts = [each for each in told if each.kind == "amount" and each.role == "stated"]
        scope = amounts[0].scope if len(amounts) == 1 else None
        self.whole = scope if scope is not None and scope < base else None
