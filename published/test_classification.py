"""The shipped lists are what the tool makes of the tables of codes."""

from __future__ import annotations

from types import ModuleType

from cnbudget import classification
from cnbudget.classification import Confidence, Kind
from published.documents import SHARED
from tests.classification import test_build

TABLES = SHARED / "classification"
tool = test_build.tool  # the fixture


def test_shipped_is_rebuilt(tool: ModuleType) -> None:
    texts = tool.build(TABLES)
    by_hand = {"english.dat"}
    assert {path.name for path in tool.SHIPPED.iterdir()} - by_hand == set(texts)
    for name, text in texts.items():
        assert (tool.SHIPPED / name).read_text(encoding="utf-8") == text, name
    assert tool.main([str(TABLES), "--check"]) == 0


def test_every_row_of_the_tables_is_read_back(tool: ModuleType) -> None:
    marks = {"?": Confidence.DOUBTFUL, "~": Confidence.PROBABLE, "=": Confidence.CONFIRMED}
    for kind in Kind:
        rows = tool.read_list(kind.value, TABLES)
        held = [
            subject
            for code in classification.default().codes(kind)
            for subject in classification.history(code, kind=kind)
        ]
        assert [
            (r.code, r.name, r.since, None if r.until == 9999 else r.until, marks[r.mark])
            for r in rows
        ] == [(s.code, s.name, s.since, s.until, s.confidence) for s in held]
        assert [r.budgets for r in rows] == [tuple(b.value for b in s.budgets) for s in held]
