"""What reconciling a document came to, in words, as JSON, and verified once more."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.deduction import Weights
from cnbudget.figures import State
from cnbudget.layouts import Layout
from cnbudget.reconciliation.answer import Answer, Status

__all__ = ["Reconciliation", "Status"]


WORDS: dict[Status, tuple[str, str]] = {
    Status.CONSISTENT: (
        "一致：存在一本以分为单位的预算明细，按表式公布即得到全部公布数",
        "consistent: there is a ledger in whole 分 that publishes as all the printed figures",
    ),
    Status.UNWITNESSED: (
        "各公布口径之间一致：存在同时四舍五入为全部公布数的金额；但未找到公布后与之相同的预算明细",
        "consistent over the published scopes; no ledger was found that publishes as the printed tables",
    ),
    Status.INCONSISTENT: (
        "不一致：不存在四舍五入后得到全部公布数的账",
        "inconsistent: no ledger rounds to all the printed figures",
    ),
    Status.UNDECIDED: (
        "限定的步数或时间之内不能判定",
        "undecided within the steps or the time allowed",
    ),
}
NO_LEDGER = (
    "各公布口径之间一致：存在同时四舍五入为全部公布数的金额；但已证明没有一本预算明细公布后与公布表相同",
    "consistent over the published scopes, but it is proven that no ledger publishes as the printed tables",
)


@attrs.frozen(eq=False, repr=False)
class Reconciliation(Answer):
    """Whether one ledger explains all printed figures of a budget, and what follows.

    Attributes:
        disclosure: The budget.
        status: How it came out.
        witness: If consistent: a ledger in whole 分 that publishes as the printed tables.
        why: If there is no witness, why, in Chinese and English.
        amounts: If there is no witness, but consistent: amounts, in 元, by the cells of the system.
        told: If there is a witness, how many printed figures it publishes as: all but those of other years or stages.
        zeros: In how many cells that print a zero nothing of the witness stands, so that it publishes them blank.
        obstacle: If it is proven that there is no witness, though amounts exist: what makes it so.
        conflicts: If inconsistent: figures that cannot all be right; the first has the fewest.
        localisation: If inconsistent: the lightest sets of figures whose change would do.
        tables: If inconsistent: whole tables whose unit must be another, instead of a localisation.
        framed: The system that the figures and laws were made into; None where a witness settled it.
        stated: The numbers outside the tables: which of them were decided over, and which were not and why; None if
            they were not asked for.
    """

    def verify(
        self,
        *,
        weights: Weights | None = None,
        layout: Layout | None = None,
        time_limit: float | None = None,
        steps: int | None = None,
    ) -> None:
        """Verify everything once more: publish the witness, substitute the evidence, work out again what follows.

        Args:
            weights: Those that were given to `cnbudget.reconcile`, if any were.
            layout: The form that was given to it, if one was.
            time_limit: Seconds after which to give up; None for no limit.
            steps: Steps of work after which to give up; None for no limit.

        Raises:
            EvidenceError: Something does not hold, was tampered with, or was not verified in time.
        """
        from cnbudget.reconciliation.evidence import verify

        verify(self, weights=weights, layout=layout, time_limit=time_limit, steps=steps)

    def text(self, lang: str = "zh") -> str:
        """In lines of text, Chinese (``"zh"``) or English (``"en"``)."""
        zh = lang == "zh"
        about = self.disclosure
        lines = [
            f"{about.agency} {about.year}年{about.stage}"
            if zh
            else f"{about.agency} {about.year} ({about.stage})",
            (WORDS[self.status] if self.obstacle is None else NO_LEDGER)[not zh],
        ]
        if not any(figure.text for figure in about.figures):
            lines.append(
                "各表没有一个公布数，没有可以判定的内容"
                if zh
                else "no table prints a number, so there was nothing in them to decide"
            )
        elif self.witness is not None:
            count, total = len(self.witness), self.witness.total().yuan
            told = self.told
            lines.append(
                f"见证明细 {count} 笔，合计 {total:f} 元，公布后 {told} 个公布数逐格相同"
                if zh
                else f"witness: {count} entries, {total:f} yuan; it publishes as all {told} printed figures"
            )
            if self.zeros:
                lines.append(
                    f"其中 {self.zeros} 格公布为 0，明细公布为空格"
                    if zh
                    else f"{self.zeros} of them are zeros that it publishes as blanks"
                )
            rest = sum(figure.state is State.VALUE for figure in about.figures) - told
            if rest > 0:
                lines.append(
                    f"另有 {rest} 个公布数属其他年度或阶段，或口径不明，不由本年明细得出"
                    if zh
                    else f"{rest} more printed figures are of another year, stage or part, or of no known scope"
                )
        elif self.status is not Status.CONSISTENT and self.obstacle is None and any(self.why):
            lines.append(self.why[not zh])
        lines.append(self._outside(lang))
        if self.obstacle is not None:
            lines += ["", "原因：" if zh else "Why:"]
            lines.append("  " + self.obstacle.text(lang))
        for number, conflict in enumerate(self.conflicts, 1):
            lines += ["", f"矛盾 {number}：" if zh else f"Contradiction {number}:"]
            lines.append("  " + conflict.text(lang))
            if conflict.smallest and len(self.conflicts) == 1:
                lines.append(
                    "  没有更少的数互相矛盾。"
                    if zh
                    else "  No fewer figures contradict one another."
                )
        if self.tables:
            lines += ["", "如何改正：" if zh else "What would mend it:"]
            lines += [f"  {each.text(lang)}" for each in self.tables]
        if self.localisation is not None:
            lines += ["", "如何改正：" if zh else "What would mend it:"]
            lines += ["  " + line for line in self.localisation.text(lang).split("\n")]
        return "\n".join(lines)

    def _outside(self, lang: str) -> str:
        """How many numbers outside the tables were decided over, and why others were not."""
        zh, stated = lang == "zh", self.stated
        if stated is None:
            return (
                "没有要求判定表外的数（情况说明、绩效目标等）"
                if zh
                else "numbers outside the tables were not asked for"
            )
        taken, left = len(stated.taken), len(stated.left_out)
        if self.status is Status.UNDECIDED:
            line = (
                f"表外的数（情况说明、绩效目标等）有 {taken} 个应一并判定"
                if zh
                else f"{taken} numbers outside the tables are to be decided over with them"
            )
        else:
            line = (
                f"表外的数（情况说明、绩效目标等）{taken} 个一并判定"
                if zh
                else f"{taken} numbers outside the tables were decided over with them"
            )
        if left:
            few = [f"{times} {why[not zh]}" for why, times in stated.reasons.most_common()]
            reasons = ("；" if zh else "; ").join(few)
            line += (
                f"，{left} 个不参与（{reasons}）" if zh else f", {left} take no part ({reasons})"
            )
        if stated.unread:
            line += (
                f"，另有 {stated.unread} 处没有读懂"
                if zh
                else f"; {stated.unread} passages with numbers were not understood"
            )
        return line

    def to_dict(self) -> dict[str, Any]:
        """As plain data for JSON; amounts are strings."""
        from cnbudget.reconciliation.contract import reconciliation_dict

        return reconciliation_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """As JSON text."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        about = self.disclosure
        return f"<Reconciliation {about.agency} {about.year}: {WORDS[self.status][1].split(':')[0].split(';')[0]}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f'<pre style="white-space:pre-wrap">{escape(self.text())}</pre>'
