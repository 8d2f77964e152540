"""Hostile prose ends: each text of hundreds of thousands of characters in a process that is given little."""

from __future__ import annotations

import subprocess
import sys

import pytest

SIZE = 300_000
LONGEST = 240  # seconds, on a machine that is busy; each takes one to five alone

TEXTS = {
    "no full stop": "'一般公共预算438.73万元，占87.97%，'",
    "open brackets": "'收入预算（'",
    "nested brackets": "None",
    "one word": "'社会保障和就业支出'",
    "digits": "'9'",
    "commas": "'1,'",
    "titles": "'《'",
    "other digits": "'收入预算٤٣٨٫٧٣万元，占৮৭%，'",
    "items": "'社会保障和就业支出（类）'",
    "reasons": "'主要原因是'",
    "lists": "'收入预算包括：'",
    "members": "'收入预算包括：' + '一般公共预算、'",
    "sentences": "'收入预算5万元。'",
    "full stops": "'。'",
    "labels": "'项目名称：'",
    "twice": "'预算预算'",
    "years": "'甲2025乙'",
}
CODE = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from cnbudget.narrative import Context, Narrative
from cnbudget.narrative.slips import slips_of
from cnbudget.passages import Passage
piece = {piece}
if piece is None:
    text = "（" * 10_000 + "438.73万元" + "）" * 10_000
else:
    text = (piece * ({size} // len(piece) + 1))[:{size}] + "万元"
document = Narrative([Passage("二、收入预算情况说明"), Passage(text)], Context((), agency="某市某某局", year=2026))
len(document.claims), document.previous_year, slips_of(document)
"""


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_prose_ends(name: str) -> None:
    code = CODE.format(piece=TEXTS[name], size=SIZE)
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", code], capture_output=True, timeout=LONGEST, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
