"""Many files: each comes out as alone, in order, whatever becomes of the others."""

from __future__ import annotations

import os
import queue
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cnbudget
from cnbudget import CnbudgetError, UnreadableError, check_files, forms
from cnbudget.batch import Checked, Input, Options, Totals, inputs_of
from cnbudget.batch.examine import examined
from cnbudget.batch.work import Checking
from cnbudget.batch.workers import StopWatch, Workers
from cnbudget.errors import UsageError
from cnbudget.forms import Vocabulary, using
from cnbudget.reading import read_each

SMALL = """2026年{agency}部门预算

部门支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| 201 | 一般公共服务支出 | 7.00 | {amount} | 2.00 |
| 221 | 住房保障支出 | 2.00 | 2.00 | |
| 合计 | | 9.00 | 7.00 | 2.00 |
"""
SHIPPED = Path(next(iter(forms.__path__))) / "vocabulary.txt"
NOTICE = "关于做好2026年部门预算公开工作的通知\n\n各部门：\n请按时公开。\n"
FILES, EACH, WRONG = 300, 10, 7  # one in ten is bad, and of the others one in seven has an error
BAD: tuple[tuple[str, bytes, str], ...] = (
    ("xlsx", b"PK\x03\x04 cut", "unreadable"),
    ("md", b"", "unreadable"),
    ("docx", b"\x00\x01\x02", "unreadable"),
    ("md", NOTICE.encode(), "no-budget"),
    ("pdf", b"%PDF-1.4 nothing", "unreadable"),
)


def planned(number: int) -> tuple[str, bytes, str]:
    """The ending of a file, what it holds, and what is to come of it."""
    if number % EACH == 0:
        return BAD[number // EACH % len(BAD)]
    wrong = number % WRONG == 0
    text = SMALL.format(agency=f"第{number}号审计局", amount="5.50" if wrong else "5.00")
    return "md", text.encode(), "errors" if wrong else "fine"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(FILES):
        ending, content, _ = planned(number)
        (tmp_path / f"{number:03}.{ending}").write_bytes(content)
    return tmp_path


class Patient(StopWatch):
    """The time stands still until one file alone is not done: then it has taken too long.

    Args:
        hanging: The file's name.
        then: What happens then, beside that.
    """

    def __init__(self, hanging: str, then: Any = None) -> None:
        self.hanging = hanging
        self.then = then
        self.time = 0.0
        self.workers: Workers[Checked] | None = None
        self.most = 0

    def now(self) -> float:
        return self.time

    def wait(self, come: queue.Queue[Any], seconds: float | None) -> Any:  # noqa: ARG002
        assert self.workers is not None
        while True:
            try:
                return come.get(timeout=0.02)
            except queue.Empty:
                busy = [each for each in self.workers.running if each.number is not None]
                if [each.task[0].name for each in busy] == [self.hanging]:
                    if self.then is None:
                        self.time += 1000
                        raise
                    self.then(busy[0].process)


def patiently(tasks: Any, watch: Patient, jobs: int = 2) -> Iterator[Checked]:
    watch.workers = Workers(Checking(Options()), jobs=jobs, seconds=60, watch=watch)
    return watch.workers.run(tasks)


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Path]:
    """A file that never ends: somebody may write to it, and never does."""
    path = tmp_path / "hangs.md"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield path
    os.close(end)


def test_300_files_one_in_ten_bad_and_one_that_hangs(many: Path, hanging: Path) -> None:
    inputs = list(inputs_of([many]).inputs)
    assert len(inputs) == FILES + 1
    place = next(n for n, each in enumerate(inputs) if each.path == str(hanging))
    inputs.insert(137, inputs.pop(place))
    totals = Totals()
    names = []
    for checked in patiently(((each,) for each in inputs), Patient(str(hanging))):
        names.append(checked.name)
        totals.add(checked)
        if checked.name == str(hanging):
            (error,) = checked.results
            assert isinstance(error, UnreadableError)
            assert error.key == "batch.too_long"
            continue
        number = int(Path(checked.name).stem)
        assert checked.kind == planned(number)[2], number
        for report in checked.reports:
            assert report.disclosure.agency == f"第{number}号审计局"
    assert names == [each.name for each in inputs]
    expected = Counter(planned(number)[2] for number in range(FILES))
    assert totals.kinds == expected + Counter(unreadable=1)
    assert totals.files == FILES + 1
    assert totals.status == 2
    told = totals.text("zh", elapsed=12)
    assert f"文件 {FILES + 1} 个" in told
    assert f"有不符 {expected['errors']} 个" in told
    assert f"读不了 {expected['unreadable'] + 1} 个" in told
    assert f"不是部门预算 {expected['no-budget']} 个" in told


def test_processes_say_what_this_one_says(many: Path) -> None:
    names = sorted(many.iterdir())[5:25]
    here = list(check_files(names))
    there = list(check_files(names, jobs=2))
    assert [each.name for each in there] == [each.name for each in here]
    for one, other in zip(here, there, strict=True):
        assert one.kind == other.kind
        assert one.status == other.status
        assert [_told(each) for each in one.results] == [_told(each) for each in other.results]


def _told(result: Any) -> Any:
    return result.text("zh") if isinstance(result, CnbudgetError) else result.to_dict()


def test_few_are_begun_before_others_are_done_with(many: Path, hanging: Path) -> None:
    begun = 0

    def tasks() -> Iterator[tuple[Input, ...]]:
        nonlocal begun
        for path in (hanging, *sorted(many.glob("*.md"))[:60]):
            begun += 1
            yield (Input(str(path), str(path)),)

    given = 0
    for checked in patiently(tasks(), Patient(str(hanging))):
        assert begun - given <= 2 * 8 + 1
        given += 1
        assert given > 1 or checked.name == str(hanging)
    assert given == 61


def test_a_process_that_dies_is_one_file_s_matter(many: Path, hanging: Path) -> None:
    paths = [hanging, *sorted(many.glob("*.md"))[:20]]
    watch = Patient(str(hanging), then=lambda process: process.send_signal(signal.SIGKILL))
    found = list(patiently([(Input(str(p), str(p)),) for p in paths], watch))
    (error,) = found[0].results
    assert isinstance(error, UnreadableError)
    assert error.key == "batch.died"
    assert [each.name for each in found] == [str(path) for path in paths]
    assert all(each.kind == planned(int(Path(each.name).stem))[2] for each in found[1:])


def test_a_fault_of_ours_loses_no_other_file(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = read_each

    def failing(paths: Any, **more: Any) -> Any:
        if paths[0].name == "002.md":
            raise RecursionError("too deep")
        return right(paths, **more)

    monkeypatch.setattr("cnbudget.batch.examine.read_each", failing)
    names = [many / f"{number:03}.md" for number in (1, 2, 3)]
    found = list(check_files(names))
    assert [each.kind for each in found] == ["fine", "unreadable", "fine"]
    (error,) = found[1].results
    assert isinstance(error, UnreadableError)
    assert "RecursionError: too deep" in error.zh
    assert error.where == str(names[1])
    with pytest.raises(RecursionError):  # alone it is shown as what it is
        list(check_files(names[1:2]))


def test_several_read_as_one(tmp_path: Path) -> None:
    first, second = tmp_path / "1.md", tmp_path / "2.md"
    text = SMALL.format(agency="青山市审计局", amount="5.00")
    cut = text.index("部门支出总表")
    first.write_text(text[:cut], encoding="utf-8")
    second.write_text(text[cut:], encoding="utf-8")
    inputs = inputs_of([first, second]).inputs
    checked = examined(inputs, Options())
    assert checked.kind == "fine"
    assert [name for name, _ in checked.digests()] == [str(first), str(second)]


@pytest.mark.parametrize(("jobs", "seconds"), [(0, None), (-1, None), (1, 0), (2, -5.0)])
def test_wrong_numbers_are_refused(jobs: int, seconds: float | None) -> None:
    with pytest.raises(UsageError):
        check_files([], jobs=jobs, seconds=seconds)


def test_nothing_to_do() -> None:
    assert list(check_files([])) == []
    assert list(check_files([], jobs=4)) == []
    assert cnbudget.check_files is check_files


@pytest.mark.parametrize("jobs", [1, 2])
def test_words_in_use_are_those_of_every_process(jobs: int, tmp_path: Path) -> None:
    for number in range(2):
        text = SMALL.format(agency=f"青山市第{number}局", amount="5.00").replace(
            "项目支出", "湖区花费"
        )
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    with using(
        Vocabulary([*SHIPPED.read_text(encoding="utf-8").splitlines(), "nature PROJECT: 湖区花费"])
    ):
        found = check_files([tmp_path], jobs=jobs)
    # a column in other words is the form's that means the same
    told = [each.budgets[0]["expenditure", "201", "项目支出"].scope for each in found]
    assert [scope and scope.nature for scope in told] == [cnbudget.Nature.PROJECT] * 2
    assert not any(figure.scope for each in check_files([tmp_path], jobs=jobs) for figure in each.budgets[0].figures
                   if "湖区" in figure.column.column)  # fmt: skip
