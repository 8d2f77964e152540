"""``cnbudget codes``: look up, search and compare classification codes (科目).

cnbudget codes 2080505
cnbudget codes 养老 --year 2026
cnbudget codes --changes 2019 2020 --format json
"""

from __future__ import annotations

import argparse
from typing import Any

from cnbudget import classification
from cnbudget.characters import normalised
from cnbudget.classification import Changes, Classification, Kind, Renaming, Subject
from cnbudget.cli.console import print_json, say
from cnbudget.errors import UnknownNameError
from cnbudget.outputs import keep_apart

__all__ = ["add_arguments", "run"]

_SECTIONS = (
    ("added", "新增"),
    ("abolished", "停用"),
    ("renamed", "更名"),
    ("moved", "换码"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``cnbudget codes``.

    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(parser)
    >>> parser.parse_args(["养老", "--year", "2026"]).year
    2026
    """
    parser.add_argument(
        "text", nargs="?", help="编码、名称或其一部分 (a code, a name, or a part of it)"
    )
    parser.add_argument("--year", type=int, help="年度，缺省为最近一年 (default: the latest year)")
    parser.add_argument(
        "--changes",
        nargs=2,
        type=int,
        metavar=("FROM", "TO"),
        help="两个年度之间的变化 (what changed between two years)",
    )
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        help="只看一种分类 (one list only)",
    )
    parser.add_argument("--limit", type=int, default=20, help="最多列出几条 (how many to list)")
    parser.add_argument(
        "--lists", metavar="DIRECTORY", help="自备科目表目录 (lists to lay over the shipped ones)"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument(
        "--lang", choices=["zh", "en"], default="zh", help="文字报告的语言 (language of the text)"
    )


def run(args: argparse.Namespace) -> int:
    """Run ``cnbudget codes``; prints to standard output.

    Args:
        args: What `add_arguments` declares, parsed.

    Returns:
        0 if something was found, 1 if nothing was.

    Raises:
        CnbudgetError: If the year, the code or the lists cannot be used as given.

    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(parser)
    >>> run(parser.parse_args(["2080505", "--year", "2026"]))
    2080505  项  机关事业单位基本养老保险缴费支出  2018–  已核
      社会保障和就业支出/行政事业单位养老支出/机关事业单位基本养老保险缴费支出
    0
    """
    keep_apart([], classification.files_of(args.lists))
    lists = classification.load(args.lists)
    kind = None if args.kind is None else Kind(args.kind)
    if args.changes is not None:
        changes = lists.changes(*args.changes, kind=kind)
        _print_changes(changes, as_json=args.format == "json", lang=args.lang)
        return 0
    if not normalised(args.text or ""):
        raise UnknownNameError(
            "there is nothing to look up",
            zh="没有要查的内容",
            hint="give a code or a name, or --changes and two years",
            hint_zh="请给出编码或名称，或用 --changes 给出两个年度",
        )
    year = lists.years[-1] if args.year is None else args.year
    found = _look_up(lists, args.text, year, kind, args.limit, lang=args.lang)
    if args.format == "json":
        print_json([record(subject) for subject in found], indent=2)
    else:
        _print_subjects(lists, found, args.lang)
    if not found:
        zh, en = (
            f"{year} 年科目表中没有“{args.text}”",
            f"“{args.text}” is not in the lists of {year}",
        )
        say(zh if args.lang == "zh" else en)
    return 0 if found else 1


def record(subject: Subject) -> dict[str, Any]:
    """A subject as it is written in JSON.

    >>> record(classification.for_year(2026).economic["30217"])["level"]
    'section'
    """
    return {
        "code": subject.code,
        "name": subject.name,
        "level": subject.level.en,
        "since": subject.since,
        "until": subject.until,
        "confidence": subject.confidence.name.lower(),
        "kind": subject.kind.value,
        "path": subject.path,
    }


def _look_up(
    lists: Classification, text: str, year: int, kind: Kind | None, limit: int, *, lang: str
) -> tuple[Subject, ...]:
    plain = normalised(text)
    edition = lists.for_year(year)
    kinds = tuple(Kind) if kind is None else (kind,)
    if plain.isdigit():
        found = tuple(
            edition.catalogue(each)[plain] for each in kinds if plain in edition.catalogue(each)
        )
        if found:
            return found
        # No list of the year has it: say so, as its own list would.
        own = kind if kind is not None else classification.kind_of(plain)
        if plain not in lists.table(own).rows:
            return (edition.catalogue(own)[plain],)
        zh, en = f"{year} 年没有 {plain}，其他年度有", f"no {plain} in {year}, only in other years"
        say(zh if lang == "zh" else en)
        return lists.history(plain, kind=own)
    if kind is None:
        return edition.search(text, limit=limit)
    return edition.catalogue(kind).search(text, limit=limit)


def _print_subjects(lists: Classification, subjects: tuple[Subject, ...], lang: str) -> None:
    for subject in subjects:
        print(_line(subject, lang))
    if len(subjects) == 1:
        only = subjects[0]
        if only.parent:
            print(f"  {only.path}")
        for other in lists.history(only.code, kind=only.kind):
            if other.name != only.name:
                print(f"  {other.years}  {other.name}")
        for code in only.children:
            year = min(only.until or lists.years[-1], lists.years[-1])
            print("  " + _line(lists.catalogue(only.kind, year)[code], lang))


def _line(subject: Subject, lang: str) -> str:
    zh = lang == "zh"
    level = subject.level.zh if zh else subject.level.en
    sure = subject.confidence.zh if zh else subject.confidence.name.lower()
    return f"{subject.code}  {level}  {subject.name}  {subject.years}  {sure}"


def _print_changes(changes: Changes, *, as_json: bool, lang: str) -> None:
    groups: dict[str, tuple[Subject, ...] | tuple[Renaming, ...]] = {
        key: getattr(changes, key) for key, _ in _SECTIONS
    }
    if as_json:
        written = [
            record(each.after) | {"change": key, "before": record(each.before)}
            if isinstance(each, Renaming)
            else record(each) | {"change": key}
            for key, group in groups.items()
            for each in group
        ]
        print_json(written, indent=2)
        return
    for key, title in _SECTIONS:
        print(f"{title}：{len(groups[key])}" if lang == "zh" else f"{key}: {len(groups[key])}")
        for each in groups[key]:
            print(f"  {each}" if isinstance(each, Renaming) else f"  {_line(each, lang)}")
