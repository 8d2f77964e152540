"""The numbers of the prose: what of them is read, and what each is held to: ``python -m published.said [NAME…]``.

What stands on the pages is counted by itself, from the letters alone (`stated`): every number in front of a unit of
money or a sign of per cent. Each is then looked for among what was read. A number of a table, of goals or of another
grid is no number of the prose.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import attrs
import pypdfium2

from cnbudget import Disclosure, Report, UnreadableError, check, read
from cnbudget.checks.prose import ProseCheck
from cnbudget.performance import figures_of
from cnbudget.performance.assets import LIMIT
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.sides import side_ties
from published.documents import APART, FOLDER, TEXTS, path

__all__ = ["Said", "names", "said_in", "stated"]

_STATED = re.compile(
    r"(?<![0-9.,A-Za-z])[0-9][0-9,]*(?:\.[0-9]+)?(?=[万亿千]?元(?!旦|素)|%|个百分点|万[，。、；,;（(])"
)
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
#: A page, the number, what stands around it.
_Number = tuple[int | None, str, str]
_KINDS = ("amount", "share", "change", "growth", "completion")
_LONGEST = 4  # pages that a grid goes on


@attrs.define
class Said:
    """What became of the numbers of a document's prose.

    Attributes:
        tied: How many are held to a table or to another statement.
        untied: Those that are not, each with the reason.
        unread: Those of which the check says that they were not understood.
        unseen: Those of which it says nothing.
    """

    tied: int = 0
    untied: list[tuple[int | None, str, str, str]] = attrs.field(factory=list)
    unread: list[tuple[int | None, str, str, str]] = attrs.field(factory=list)
    unseen: list[tuple[int | None, str, str, str]] = attrs.field(factory=list)

    @property
    def all(self) -> int:
        """All numbers of the prose."""
        return self.tied + len(self.untied) + len(self.unread) + len(self.unseen)


def names() -> list[str]:
    """The published documents."""
    return sorted(each.name for each in FOLDER.iterdir() if each.is_dir()) + list(TEXTS)


def files(name: str) -> Path | list[Path]:
    """The file of a document, or its prose and its tables where these are apart."""
    return [FOLDER / name / "original.pdf", path(name)] if name in APART else path(name)


@cache
def pages(name: str) -> tuple[str, ...]:
    """The letters of each page, without spaces; of a text its lines together."""
    file = FOLDER / name / "original.pdf" if name in APART else path(name)
    if file.suffix != ".pdf":
        texts = [file.read_text(encoding="utf-8")]
    else:
        with pypdfium2.PdfDocument(file) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
    return tuple("".join(unicodedata.normalize("NFKC", text).split()) for text in texts)


def stated(name: str) -> Iterator[_Number]:
    """Every number of money or per cent on the pages: the page, the number, what stands around it."""
    texts = pages(name)
    alone = path(name).suffix != ".pdf"
    for number, text in enumerate(texts, 1):
        for found in _STATED.finditer(text):
            around = text[max(0, found.start() - 30) : found.end() + 6]
            yield (None if alone else number), found[0].replace(",", ""), around


def said_in(name: str, budget: Disclosure, report: Report) -> Said:
    """What became of the numbers of a document's prose.

    Args:
        name: The document.
        budget: What was read of it.
        report: What was checked of it.
    """
    sides, claims = _read(budget, report)
    found = Said()
    left = list(stated(name))
    for slack in (0, 1):
        left = list(_taken(left, (claims, sides), slack, found))
    unread = _numbers((each.place.page, each.text) for each in budget.claims.unread)
    grids = _numbers((p.place.page, p.text) for p in budget.passages if p.grid)
    for number in left:
        if _found(number, unread, 1):
            found.unread.append((*number, "unread"))
        elif not _found(number, grids, _LONGEST):
            found.unseen.append((*number, "unseen"))
    return found


_Pool = dict[str, list[tuple[int | None, str]]]


def _read(budget: Disclosure, report: Report) -> tuple[_Pool, _Pool]:
    """The numbers read, each with its page and why nothing is held to it ("" if something is), the tied ones first.

    Those of side matters, and those of claims.
    """
    prose = ProseCheck(ClaimTies(budget, budget.narrative), report.findings, 1)
    prose.run()
    loose = {claim: why.text("zh") for claim, why in prose.untied}
    why = {figure.address: reason for figure, (reason, _) in report.untied}
    alone = side_ties(budget).alone(figures_of(budget.sides))
    limits = {figure.address for figure in alone if figure.column.key == LIMIT}
    sides: _Pool = defaultdict(list)
    claims: _Pool = defaultdict(list)
    for figure in figures_of(budget.sides):
        each = (
            figure.place.page,
            why.get(figure.address, "" if figure.address not in limits else LIMIT),
        )
        text = figure.text.replace(",", "")
        if figure.column.key == LIMIT:  # 100万元以上 beside tables with two places is 100.00
            text = text.removesuffix(".00")
        sides[text].append(each)
    for claim in budget.claims:
        if claim.kind == "count" and claim.counter != "%":
            continue  # 0辆 is no 0万元
        reason = loose.get(claim, "") if claim.kind in _KINDS else claim.kind
        claims[claim.text.replace(",", "").lstrip("-")].append((claim.place.page, reason))
    for same in (*sides.values(), *claims.values()):
        same.sort(key=lambda each: each[1] != "")
    return sides, claims


def _taken(
    numbers: list[_Number], pools: tuple[_Pool, _Pool], slack: int, found: Said
) -> Iterator[_Number]:
    """Account for the numbers that are read, as tied where either way of reading ties them; those that are not read."""
    for number in numbers:
        page, digits, _ = number
        reasons = []
        for pool in pools:
            same = pool.get(digits, [])
            at = next((i for i, (there, _) in enumerate(same) if _near(page, there, slack)), None)
            if at is not None:
                reasons.append(same.pop(at)[1])
        if not reasons:
            yield number
        elif all(reasons):
            found.untied.append((*number, reasons[-1]))
        else:
            found.tied += 1


def _numbers(texts: Iterable[tuple[int | None, str]]) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = defaultdict(list)
    for page, text in texts:
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        for number in _DIGITS.findall(plain):
            found[number.replace(",", "")].append(page)
    return found


def _found(number: _Number, among: dict[str, list[int | None]], slack: int) -> bool:
    same = among.get(number[1], [])
    at = next((i for i, there in enumerate(same) if _near(number[0], there, slack)), None)
    if at is not None:
        same.pop(at)
    return at is not None


def _near(page: int | None, there: int | None, slack: int) -> bool:
    return page is None or there is None or abs(page - there) <= slack


def main(arguments: list[str]) -> int:
    """Print what became of the numbers of each document, and the commonest reasons; all places with ``-v``."""
    chosen = [each for each in arguments if not each.startswith("-")]
    reasons: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in names():
        if chosen and not any(each in name for each in chosen):
            continue
        try:
            budget = read(files(name))
        except UnreadableError:  # tables alone, or prose alone
            continue
        said = said_in(name, budget, check(budget))
        print(
            f"{name:32} {said.all:4}: tied {said.tied}, untied {len(said.untied)}, "
            f"unread {len(said.unread)}, unseen {len(said.unseen)}",
            flush=True,
        )
        reasons.update(each[3] for each in said.untied)
        total.update(all=said.all, tied=said.tied, unread=len(said.unread) + len(said.unseen))
        if "-v" in arguments:
            for page, number, around, reason in (*said.untied, *said.unread, *said.unseen):
                print(f"    {page} {number} {reason} | {around}")
    for reason, count in reasons.most_common(20):
        print(f"{count:6} {reason}")
    print(f"{total['tied']} of {total['all']} tied, {total['unread']} unread")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
