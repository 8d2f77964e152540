"""The script that keeps what is said of documents and compares it; and what is kept of the tree's own."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "snapshots"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("snapshots", ROOT / "tools" / "snapshots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["snapshots"] = module
    spec.loader.exec_module(module)
    return module


FIGURE = {
    "in": "table", "table": 3, "key": "expenditure", "row": "208", "row_index": 2, "side": None, "project": None,
    "column": "合计", "value": "12.30", "unit": "万元", "places": 2, "state": "value", "line": 7,
}  # fmt: skip


def finding(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"f{number}", "law": "add-up", "verdict": "violated", "severity": "error", "unit": "万元",
        "message": {"zh": "不等", "en": "not equal"}, "expected": "12.40", "found": "12.30", "difference": "-0.10",
        "allowance": "0.015", "figures": [{**FIGURE, "row_index": number}], "suspects": [], "caused_by": None,
        "line": 7, **changes,
    }  # fmt: skip


def report() -> dict[str, Any]:
    return {
        "schema": "cnbudget-check/1", "file": {"name": "x"}, "error": None, "disclosure": {"unit": "万元"},
        "tables": [], "checked": {"violated": 2}, "not_checked": [{"what": "表九", "where": "", "why": "没有"}],
        "findings": [finding(1), finding(2), finding(3, verdict="rounding", severity="note")],
    }  # fmt: skip


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    after = copy.deepcopy(report())
    change(after)
    return after


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("violated finding lost", lambda r: r["findings"].pop(0)),
        ("violated finding new", lambda r: r["findings"].append(finding(9))),
        ("violated finding: amounts", lambda r: r["findings"][0].update(expected="12.50")),
        (
            "violated finding: severity or verdict",
            lambda r: r["findings"][1].update(severity="minor"),
        ),
        (
            "violated finding: severity or verdict",
            lambda r: r["findings"][1].update(verdict="undecided"),
        ),
        ("violated finding: figures", lambda r: r["findings"][0]["figures"].append(FIGURE)),
        ("rounding finding lost", lambda r: r["findings"].pop(2)),
        ("wording", lambda r: r["findings"][0]["message"].update(zh="两数不等")),
        ("wording", lambda r: r["not_checked"][0].update(why="没有此表")),
        ("order of findings", lambda r: r["findings"].reverse()),
        ("numbering and causes", lambda r: r["findings"][0].update(id="other")),
        ("suspects", lambda r: r["findings"][0]["suspects"].append(FIGURE)),
        ("addresses and scopes", lambda r: r["findings"][0]["figures"][0].update(line=8)),
        ("key added", lambda r: r["findings"][0].update(cell="A1")),
        ("report: checked", lambda r: r.update(checked={"violated": 3})),
        ("document no longer read", lambda r: r.pop("disclosure")),
    ],
)
def test_every_difference_has_its_class(
    tool: ModuleType, tmp_path: Path, kind: str, change: Callable[[dict[str, Any]], Any]
) -> None:
    folders = []
    for name, value in (("before", report()), ("after", changed(change))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.json").write_text(json.dumps(value), encoding="utf-8")
        folders.append(tmp_path / name)
    found, sizes = tool.compare_folders(*folders)
    assert {each.kind for each in found} == {kind}
    assert tool.main(["compare", *map(str, folders)]) == int(kind in tool.FORBIDDEN)
    assert sizes["reports compared"] == 1


def test_nothing_differs_from_itself(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([report(), report()]), encoding="utf-8")
    found, sizes = tool.compare_folders(tmp_path, tmp_path)
    assert found == []
    assert sizes["findings compared"] == 6


def test_a_lost_snapshot_is_seen(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "x.json").write_text(json.dumps(report()), encoding="utf-8")
    found, _ = tool.compare_folders(tmp_path / "a", tmp_path / "b")
    assert [each.kind for each in found] == ["snapshot lost"]


def test_another_answer_of_a_reconciliation_is_seen(tool: ModuleType, tmp_path: Path) -> None:
    for name, status, words in (("a", "consistent", "有"), ("b", "inconsistent", "無")):
        (tmp_path / name).mkdir()
        value = {"status": status, "consistent": True, "why": {"zh": words, "en": ""}}
        (tmp_path / name / "x.reconcile.json").write_text(json.dumps(value), encoding="utf-8")
    found, _ = tool.compare_folders(tmp_path / "a", tmp_path / "b")
    assert {each.kind for each in found} == {"reconciliation: status", "wording"}


def test_what_is_violated_in_the_documents_of_the_tree_is_what_was(
    tool: ModuleType, tmp_path: Path
) -> None:
    assert tool.main(["take", str(tmp_path), "--digest"]) == 0
    found, sizes = tool.compare_folders(KEPT, tmp_path)
    assert sizes["reports compared"] == len(list(KEPT.glob("*.json"))) == 4
    assert sizes["of them violated"] > 10
    assert [each for each in found if each.kind in tool.FORBIDDEN] == []
