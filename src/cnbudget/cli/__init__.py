"""The command line: ``cnbudget check``, ``cnbudget convert``, ``cnbudget reconcile`` and others."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

from cnbudget.cli.console import STANDARD_INPUT, give_up, keep_up, say
from cnbudget.errors import CnbudgetError

__all__ = ["main"]

_COMMANDS = {
    "batch": "核对大批文件，结果存为数据集 / check many files into a data set of tables",
    "check": "核对预算公开文件的勾稽关系 / check published budgets",
    "codes": "查科目编码 / look up classification codes",
    "compare": "比较各年、预算与决算、部门与单位 / compare years, stages, a department and its units",
    "convert": "转换格式：网页、Excel、Word、Markdown、JSON、CSV / write a budget in another format",
    "layout": "由公开文件写出其表式，供 publish 使用 / write the form of a document, to publish in",
    "picture": "画图：来源与去向、构成、各年、变动、核对结果 / draw a picture of budgets",
    "publish": "由预算明细生成公开文件 / publish a ledger",
    "reconcile": "判定全部公布数能否出自同一本账 / decide whether one ledger explains all figures",
    "show": "显示读到的表 / show the tables as read",
    "solve": "求解舍入数的一致性问题 / solve a JSON problem of rounded figures",
}

#: So many more objects are made than thrown away before garbage is looked for; Python looks after 700.
_COLLECTED = 50_000

#: What argparse says of wrong usage, in Chinese.
_USAGE = {
    "the following arguments are required": "缺少参数",
    "unrecognized arguments": "不认识的参数",
    "invalid choice": "没有这个选项",
    "expected one argument": "选项后面缺少内容",
    "expected": "选项后面的内容个数不对",
    "invalid int value": "应为整数",
    "invalid": "参数的内容不对",
    "not allowed with": "两个选项不能同时用",
}


class _ArgumentParser(argparse.ArgumentParser):
    """Wrong usage ends with status 2, like a file that cannot be read."""

    def error(self, message: str) -> NoReturn:
        chinese = next((zh for en, zh in _USAGE.items() if en in message), "用法不对")
        say(f"{self.format_usage()}cnbudget: {chinese} / {message}")
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help and version: argparse itself says nothing of an output that takes nothing."""
        if message:
            (file or sys.stdout).write(message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The words after the program's name; those of the process if not given.

    Returns:
        The exit status: 0 nothing is violated, 1 something is, 2 a file could not be read or written, the output
        has nowhere to go, or wrong usage.
    """
    words = _meant(sys.argv[1:] if argv is None else argv)
    with keep_up(), _seldom_collecting():
        try:
            try:
                return _run(words)
            finally:
                sys.stdout.flush()
        except OSError as error:  # a full disk, or the reader of our output has gone away
            give_up(error, "en" if "en" in words else "zh")
            return 2
        except KeyboardInterrupt:
            return 130


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage seldom: nearly all that a command makes lives to its end, and is gone through each time."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECTED) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _meant(words: Sequence[str]) -> Sequence[str]:
    """The words with the command that is meant: of files alone that is to check them."""
    first = words[0] if words else ""
    if not first or first in _COMMANDS or (first.startswith("-") and first != STANDARD_INPUT):
        return words
    a_file = first == STANDARD_INPUT or any(sign in first for sign in "./\\*?")
    try:
        return ["check", *words] if a_file or os.path.lexists(first) else words
    except ValueError:  # no file can have this name
        return words


def _run(words: Sequence[str]) -> int:
    """Find the command and run it."""
    command = words[0] if words and words[0] in _COMMANDS else ""
    try:
        args = _parser_of(command).parse_args(words[1:]) if command else _parser().parse_args(words)
    except SystemExit as stop:  # of --help, --version, or wrong usage
        return int(stop.code or 0)
    try:
        return int(import_module(f"cnbudget.cli.{command}").run(args))
    except CnbudgetError as error:
        say(f"cnbudget: {error.text(getattr(args, 'lang', 'zh'))}")
        return 2


def _parser_of(command: str) -> argparse.ArgumentParser:
    """What reads the words after a command; the other commands are not loaded."""
    parser = _ArgumentParser(
        prog=f"cnbudget {command}", description=_COMMANDS[command], formatter_class=_unmeasured
    )
    import_module(f"cnbudget.cli.{command}").add_arguments(parser)
    parser.formatter_class = argparse.HelpFormatter
    return parser


def _unmeasured(prog: str) -> argparse.HelpFormatter:
    """What each argument is tried with when it is added: to measure the terminal loads what archives need."""
    return argparse.HelpFormatter(prog, width=80)


def _parser() -> argparse.ArgumentParser:
    """What reads the words if the first is no command: it gives help, the version, or says what is wrong."""
    from cnbudget._version import __version__

    parser = _ArgumentParser(
        prog="cnbudget",
        description="读取、理解、核对部门预算公开 / read, understand and check published budgets",
    )
    parser.add_argument("--version", action="version", version=f"cnbudget {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help_ in _COMMANDS.items():
        commands.add_parser(name, help=help_, description=help_)
    return parser
