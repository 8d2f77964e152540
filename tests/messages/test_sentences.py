"""Sentences stand in the catalogue, not in logic; and the page on findings lists what the catalogue has."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cnbudget

_SOURCE = Path(cnbudget.__file__).parent
_ROOT = _SOURCE.parent.parent
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What makes a text a sentence, or a part of one: words and a mark between them.
_MARK = re.compile("[，。；：]")
_PATTERN = re.compile(r"[\[\]\\|?*]")
#: How a help ends: its English, in brackets of their own.
_HELP = re.compile(r" \([a-z][^()]*\)$")
_LEAST = 4

#: Rooms whose Chinese is no message: prose and notes that are written into a user's own document, from templates.
_WRITTEN = ("composing", "writing")
#: What is still put together in code, by module: the numbers only go down, and a new module has none.
_LEFT: dict[str, int] = {
    "strategies/ledger.py": 2,  # a project's name, made up
    "ties/goal_words.py": 1,  # a label of what a document says
}


def _texts(tree: ast.AST) -> Iterator[str]:
    """All texts but docstrings; of a text with values its words."""
    inner = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [each for each in node.values if isinstance(each, ast.Constant)]
            inner.update(parts)
            yield "".join(str(each.value) for each in parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inner:
            yield node.value


def _sentence(text: str) -> bool:
    """Whether a text is a Chinese sentence, or a part of one; help of the command line has both languages at once."""
    if " / " in text or _HELP.search(text) or _PATTERN.search(text):
        return False
    return len(_HAN.findall(text)) >= _LEAST and _MARK.search(text) is not None


def test_no_more_sentences_stand_in_logic_than_are_known_to() -> None:
    found: Counter[str] = Counter()
    for path in _SOURCE.rglob("*.py"):
        name = path.relative_to(_SOURCE).as_posix()
        if not name.startswith(_WRITTEN):
            found[name] = sum(map(_sentence, _texts(ast.parse(path.read_text(encoding="utf-8")))))
    assert {name: count for name, count in sorted(found.items()) if count} == _LEFT


def test_a_sentence_is_told_from_a_word_a_pattern_and_a_help() -> None:
    assert _sentence("缺少一列，其中各格按缺失处理")
    assert not _sentence("一般公共预算")
    assert not _sentence("(增加|减少)，比上年")
    assert not _sentence("核对清单，按表式顺序 / a checklist in the order of the form")
    assert not _sentence("最多列出几条，缺省 (how many to list)")
    assert _sentence("最多列出几条，缺省（见说明）")


def test_the_page_on_findings_lists_the_catalogue() -> None:
    tool = _ROOT / "tools" / "list_findings.py"
    done = subprocess.run(  # noqa: S603  (our own tool)
        [sys.executable, str(tool), "--check"],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
