"""What is large or hostile is read, or refused, in bounded time and memory.

Each case runs in a process of its own, whose memory the system limits; its calls are counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.documents import corpus

_CALLS = 40_000_000
_MEMORY = 1500 * 2**20
_STOP = 600  # processor seconds after which a case that does not end is stopped: nothing is claimed of the time

_RUN = f"""
import json, resource, sys
calls = [0]
def called(frame, event, argument):
    calls[0] += event in ("call", "c_call")
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({_STOP}, {_STOP}))
import cnbudget
before = text = sys.stdin.read()
text = eval({{change!r}})
assert text != before
sys.setprofile(called)
try:
    budget = cnbudget.read_text(text)
    report = cnbudget.check(budget)
    said = [problem.zh for problem in budget.problems]
    outcome = dict(ok=report.ok, wrong=[f.zh for f in report.wrong], said=said, passages=len(budget.passages),
                   values=sum(f.state.value == "value" for f in budget.figures),
                   largest=max(map(len, [*said, *(f.zh for f in report.findings)])),
                   shown=len(report.text("zh")))
except cnbudget.UnreadableError as error:
    outcome = dict(error=error.text("zh"))
sys.setprofile(None)
outcome["calls"] = calls[0]
print(json.dumps(outcome))
"""


def run(change: str) -> dict[str, Any]:
    """What becomes of Artux's document after a change to its ``text``, in a limited process."""
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", _RUN.format(change=change)],
        input=corpus.text("artux"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


_ALL = len(corpus.printed(corpus.text("artux")))


@pytest.mark.parametrize(
    "line",
    [
        "'x' * 10**8",
        "'1' * 10**8",
        "' ' * 10**8",
        "'\\t' * 10**8",
        "'9.99\\t' * (2 * 10**7)",
        "'|' * 10**8",
        "'<' * 10**7",
        "'表' * (3 * 10**7)",
        "'(' * 10**7",
        "'<table>' * 10**6",
        "'<table' * 10**6",
        "'**' * (5 * 10**7)",
    ],
    ids=lambda line: line[:14],
)
def test_a_line_of_a_hundred_megabytes(line: str) -> None:
    """Before, after or among the tables, such a line does not keep them from being read."""
    outcome = run(f"text + chr(10) + {line}")
    assert outcome["calls"] < _CALLS
    assert outcome["ok"]
    assert outcome["values"] == _ALL
    assert outcome["shown"] < 100_000


@pytest.mark.parametrize("line", ["'x' * 10**8", "'x\\t' * (5 * 10**7)", "'9.99\\t' * (2 * 10**7)"])
def test_a_file_of_one_long_line(line: str) -> None:
    assert "没有找到部门预算公开表" in run(line)["error"]


def test_a_table_with_a_thousand_columns() -> None:
    """The columns that the form does not have are named, not all of them, and what the form has is read."""
    more = "chr(9) + chr(9).join(['9.99'] * 1000)"
    wide = f"chr(10).join(l + {more} if l.count(chr(9)) == 6 else l for l in text.split(chr(10)))"
    outcome = run(wide)
    assert outcome["calls"] < _CALLS
    assert outcome["largest"] < 20_000
    assert outcome["values"] >= _ALL


def test_headings_over_a_thousand_columns() -> None:
    wide = (
        "text.replace('合计\\t基本支出\\t项目支出', '合计\\t基本支出\\t项目支出\\t' + "
        "'\\t'.join(f'第{i}列' for i in range(1000)))"
    )
    outcome = run(wide)
    assert outcome["values"] == _ALL
    assert outcome["wrong"] == []


def test_a_thousand_rows() -> None:
    rows = "'\\n'.join(f'210\\t15\\t{i % 100:02}\\t某某\\t1.00\\t1.00\\t' for i in range(1000))"
    outcome = run(f"text.replace('210\\t15\\t01\\t行政运行\\t79.17\\t79.17\\t', {rows})")
    assert outcome["calls"] < _CALLS
    assert outcome["largest"] < 20_000


def test_three_hundred_rows_that_have_lost_their_cells() -> None:
    rows = "'\\n'.join(f'210\\t{i // 100:02}\\t{i % 100:02}\\t某某\\t1.00\\t' for i in range(300))"
    outcome = run(f"text.replace('210\\t15\\t01\\t行政运行\\t79.17\\t79.17\\t', {rows})")
    assert outcome["calls"] < _CALLS


def test_html_cells_that_span_a_billion_columns() -> None:
    table = "'<table>' + '<tr><td colspan=999999999 rowspan=999999999>1.00</td></tr>' * 200 + '</table>'"
    outcome = run(f"text + {table}")
    assert outcome["calls"] < _CALLS
    assert outcome["values"] == _ALL
