"""``cnbudget check FILE…``: read published budgets and report what holds."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from cnbudget import classification
from cnbudget.batch import (
    Checked,
    Input,
    Options,
    Totals,
    check_inputs,
    inputs_of,
    opened,
    own_rules,
    with_plugins,
)
from cnbudget.checks import Report
from cnbudget.checks.text import nothing_to_check
from cnbudget.cli.console import STANDARD_INPUT, JsonArray, say, standard_input
from cnbudget.cli.documents import add_reading
from cnbudget.cli.progress import Progress
from cnbudget.errors import CnbudgetError
from cnbudget.layouts import file_of
from cnbudget.limits import Limits
from cnbudget.messages import tell
from cnbudget.outputs import keep_apart, save

_MANY = 10  # files from which on each is checked in a process that can be ended
_SECONDS = 600.0  # that each of them may take


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="文件、文件夹、压缩包（.zip）或式样（*.pdf、**/*.xlsx）；- 为标准输入 / "
        "PDF, Excel, Word, HTML, CSV or text files, folders, archives (.zip) or patterns; - is the standard input",
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="这些文件合成一份公开：文字和表分开发布，或一张表一个文件 / "
        "the files make up one disclosure: prose and tables apart, or a file for each table",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    parser.add_argument(
        "--checklist",
        action="store_true",
        help="公开前核对清单，按表式顺序 / a checklist in the order of the form",
    )
    parser.add_argument(
        "--details",
        action="store_true",
        help="全部列出：各表、各条发现涉及的数、舍入差、没有核对的 / tell everything, not a page of it",
    )
    parser.add_argument(
        "--no-prose",
        action="store_true",
        help="只核对表，不读文字 / check the tables alone, not the text",
    )
    add_reading(parser)
    parser.add_argument(
        "--rules",
        metavar="FILE.toml",
        help="自定规则，另外核对 / rules of your own that the files are held to as well",
    )
    parser.add_argument(
        "--plugins",
        action="append",
        default=[],
        metavar="NAME",
        help="使用插件的规则、表式、科目表和用词，可重复 / use a plug-in's rules, forms, lists, words; repeatable",
    )
    parser.add_argument(
        "--no-plugins",
        action="store_true",
        help="不使用任何插件 / use no plug-ins, whatever was asked for",
    )
    _add_outputs(parser)


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    """What the reports are compared with, and what else is written."""
    parser.add_argument(
        "--baseline",
        metavar="OLD.json",
        help="与上次的结果（--format json）比较：已消除、新出现、仍在的 / "
        "compare with an earlier result: what is gone, new and still there",
    )
    parser.add_argument(
        "--previous",
        action="append",
        default=[],
        metavar="LAST",
        help="上年公开文件（或其文件夹、压缩包，可重复）：本年所说的上年数与之核对 / "
        "last year's file, folder or archive: what is said of last year is held to it; may be repeated",
    )
    parser.add_argument(
        "--annotate",
        metavar="OUT",
        help="把发现写成批注，另存为 OUT（Excel、Word、PDF） / "
        "write a copy of the .xlsx, .docx or .pdf file with the findings in it",
    )
    parser.add_argument(
        "--xlsx",
        metavar="OUT",
        help="把问题清单写成 Excel 文件 OUT，每条一行 / write the findings as an Excel list, a row for each",
    )
    parser.add_argument(
        "--html",
        metavar="OUT",
        help="把报告写成一个网页 OUT / write the report as a page, with the tables and their marked cells",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="用几个进程同时核对 / how many processes check files at the same time",
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        metavar="S",
        help=f"每个文件至多几秒，超过即放弃（{_MANY} 个文件以上默认 {_SECONDS:g}） / "
        f"seconds after which a file is given up ({_SECONDS:g} from {_MANY} files on)",
    )


def run(args: argparse.Namespace) -> int:
    """Check the files; the exit status is that of the worst."""
    if args.annotate and len(args.files) > 1:
        say("cnbudget: --annotate 一次只处理一个文件 / takes one file")
        return 2
    found = inputs_of([standard_input() if each == STANDARD_INPUT else each for each in args.files])
    last = inputs_of(args.previous)
    keep_apart(
        [args.annotate, args.html, args.xlsx],
        [
            *(each.path for each in found.inputs if each.path),
            *classification.files_of(args.lists),
            args.layout and file_of(args.layout),
            args.baseline,
            args.rules,
            *(each.path for each in last.inputs if each.path),
        ],
    )
    if args.previous and not last.inputs:
        said = tell(args.lang, "years.nothing_there", names="、".join(args.previous))
        say(f"cnbudget: {said}")
        return 2
    if not found.inputs:
        say(f"cnbudget: {tell(args.lang, 'batch.none_found', count=found.passed_over)}")
        return 2
    tasks = [found.inputs] if args.together else [(each,) for each in found.inputs]
    seconds = args.time_limit
    if seconds is None and (args.jobs > 1 or len(tasks) >= _MANY):
        seconds = _SECONDS
    options = Options(
        args.layout,
        lists=args.lists,
        prose=not args.no_prose,
        previous=opened(last.inputs),
        paired=len(tasks) == 1,
        rules=own_rules(args.rules or ()),
        limits=Limits.of(args.limit),
    )
    options = with_plugins(options, [] if args.no_plugins else args.plugins)
    if args.no_plugins and args.plugins:
        say(f"cnbudget: {tell(args.lang, 'plugins.none_with_some', names=tuple(args.plugins))}")
    printer = _Output(args, tasks, found.passed_over)
    for checked in check_inputs(tasks, options, jobs=args.jobs, seconds=seconds):
        printer.take(checked)
    return printer.end()


class _Output:
    """What is printed of files as they are checked.

    Args:
        args: The command's arguments.
        tasks: The files.
        passed_over: How many files of other kinds were found besides.
    """

    def __init__(
        self, args: argparse.Namespace, tasks: Sequence[tuple[Input, ...]], passed_over: int
    ) -> None:
        self.args = args
        self.several = len(tasks) > 1
        self.totals = Totals(passed_over)
        self.progress = Progress(len(tasks))
        self.start = time.monotonic()
        self.objects: JsonArray | None = None
        if args.format == "json":
            named = len(args.files) == 1 and not any(each.found for each in tasks[0])
            self.objects = JsonArray(one_alone=args.together or named)
        self.kept: object = None
        if args.baseline:
            from cnbudget.checks.baseline import kept_in

            self.kept = kept_in(args.baseline)
        self.home = Path(args.html).resolve().parent if args.html else Path()
        self.page = self.list = None
        if args.html:
            from cnbudget.reports import PageWriter

            self.page = PageWriter(args.lang)
        if args.xlsx:
            from cnbudget.reports.workbook import ListWriter

            self.list = ListWriter(args.lang)
        self.printed = False
        self.status = 0

    def take(self, checked: Checked) -> None:
        """Print what came of a file."""
        args, results = self.args, checked.results
        self.progress.clear()
        self.totals.add(checked)
        self.status = max(self.status, checked.status)
        if args.annotate and checked.reports:
            try:
                _annotate(list(checked.reports), args)
            except CnbudgetError as error:
                results, self.status = (error,), 2
        for result in results:
            told = result if isinstance(result, CnbudgetError) else self._beside(result)
            self._write(told, checked.name)
            if isinstance(told, CnbudgetError):
                self._error(told, checked)
            else:
                self._report(told)
        self.progress.show(self.totals.files, checked.name)

    def _write(self, told: Report | CnbudgetError, name: str) -> None:
        """Write what came of a file into the page and the list; nothing of it is kept besides."""
        if self.page is None and self.list is None:
            return
        from cnbudget.reports import UnreadFile

        item = told if isinstance(told, Report) else UnreadFile(name, told)
        if self.page is not None:
            self.page.add(item, _link(name, self.home))
        if self.list is not None:
            self.list.add(item)

    def _beside(self, report: Report) -> Report:
        """The report beside the earlier one of the same budget, if there is one."""
        if self.kept is None:
            return report
        from cnbudget.checks.baseline import earlier_of

        earlier = earlier_of(self.kept, report, alone=not self.several)
        if earlier is None:
            said = tell(self.args.lang, "baseline.none_of_it", name=report.disclosure.source)
            say(f"cnbudget: {said}")
            return report
        return report.beside(earlier)

    def _error(self, error: CnbudgetError, checked: Checked) -> None:
        if self.objects is not None:
            from cnbudget.checks.contract import error_dict

            self.objects.add(error_dict(error, checked.digests()))
        say(f"cnbudget: {error.text(self.args.lang)}")

    def _report(self, report: Report) -> None:
        if report.nothing:
            say(f"cnbudget: {nothing_to_check(report).text(self.args.lang)}")
        if self.objects is not None:
            self.objects.add(report.to_dict())
        else:
            _print(report, self.args, first=not self.printed)
            self.printed = True

    def end(self) -> int:
        """Print what is printed at the end; the exit status."""
        args = self.args
        self.progress.clear()
        if self.objects is not None:
            self.objects.end()
        if self.several:
            told = self.totals.text(args.lang, elapsed=time.monotonic() - self.start)
            if self.objects is None:
                print(f"\n{told}")
            elif self.progress.shown:  # a program that reads the objects counts them itself
                say(told)
        if self.page is not None:
            save(args.html, self.page.data())
        if self.list is not None:
            save(args.xlsx, self.list.data())
            say(tell(args.lang, "list.written", file=str(args.xlsx), count=self.list.count))
        return self.status


def _print(report: Report, args: argparse.Namespace, *, first: bool) -> None:
    """Print a report as text."""
    if not first:
        print()
    if args.checklist:
        from cnbudget.checks.checklist import checklist_text

        print(checklist_text(report, args.lang))
    else:
        print(report.text(args.lang, details=args.details))


def _link(name: str, home: Path) -> str:
    """How a page in a folder reaches a file; "" if it cannot."""
    try:
        return quote(Path(os.path.relpath(name, home)).as_posix()) if Path(name).is_file() else ""
    except (OSError, ValueError):  # another drive, or a name that no file can have
        return ""


def _annotate(reports: list[Report], args: argparse.Namespace) -> None:
    """Write the copy with comments."""
    from cnbudget.annotating import annotate

    count = annotate(reports, args.annotate, lang=args.lang)
    say(tell(args.lang, "commands.comments_written", file=str(args.annotate), count=count))
