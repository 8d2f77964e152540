"""Cells that were read by hand from the pictures of the pages have the scopes that they were seen to have."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import pytest

from published.documents import FOLDER, SHARED

#: Of each document, how many of its facts are found right; none is wrong, and none that the tables print unread.
RIGHT = {
    "chongqing-slj-2026": 51,
    "chongqing-zfb-2026": 51,
    "fuzhou-ybj-2026": 39,
    "guangzhou-qxj-2026": 42,
    "shenzhen-sjj-2026": 36,
    "suzhou-yjj-2026": 39,
    "swu-2021": 31,
    "xian-gzw-2022": 45,
    "xian-sjj-2026": 52,
    "yantai-mzj-2026": 56,
    "yantai-sjj-2026": 57,
}


def _facts() -> Any:
    spec = importlib.util.spec_from_file_location("facts", SHARED / "tools" / "facts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FACTS = _facts()


def test_every_document_with_facts_is_held_to_them() -> None:
    assert {each.parent.name for each in FOLDER.glob("*/facts.json")} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_facts_have_their_scopes(name: str) -> None:
    js = json.loads((FOLDER / name / "facts.json").read_text(encoding="utf-8"))
    (right, wrong, _, unread), bad, prose, _ = FACTS.one(js, str(FOLDER / name / js["file"]))
    assert (wrong, unread) == (0, 0), bad
    assert right >= RIGHT[name], bad
    assert prose == len(js.get("prose", ()))
