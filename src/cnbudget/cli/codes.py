"""``cnbudget codes``: look up, search, compare, export and learn classification codes (科目).

cnbudget codes 2080505
cnbudget codes 养老 --year 2026
cnbudget codes --changes 2019 2020 --format json
cnbudget codes --kind functional --year 2026 --format csv
cnbudget codes --from budget.pdf
"""

from __future__ import annotations

import argparse
from typing import Any

import attrs

from cnbudget import classification
from cnbudget.characters import normalised
from cnbudget.classification import Changes, Classification, Kind, Renaming, Subject
from cnbudget.classification.export import CHANGE_WORDS, FORMATS, changes_as, list_as
from cnbudget.cli import console
from cnbudget.cli.console import print_document, print_json
from cnbudget.codes import written_digits
from cnbudget.errors import CnbudgetError, UnknownCodeError, UnknownNameError, UsageError
from cnbudget.messages import Message, Said, joined, say, tell
from cnbudget.outputs import keep_apart

_LIMIT = 20
#: Formats for programs, which are UTF-8 whatever the console.
_DATA = ("json", "sdmx")


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
        "--from",
        nargs="+",
        dest="documents",
        metavar="FILE",
        help="列出文件中的编码与名称，并与科目表对照 (the codes and names of documents, against the lists)",
    )
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        help="只看一种分类；不给文字时列出全表 (one list only; without a text, the whole of it)",
    )
    parser.add_argument("--limit", type=int, help=f"最多列出几条，缺省 {_LIMIT} (how many to list)")
    parser.add_argument(
        "--lists", metavar="DIRECTORY", help="自备科目表目录 (lists to lay over the shipped ones)"
    )
    parser.add_argument(
        "--format",
        choices=["text", *FORMATS],
        default="text",
        help="csv、markdown、sdmx 用于全表、变化与 --from (csv, markdown, sdmx: of whole lists, changes, --from)",
    )
    parser.add_argument(
        "--lang", choices=["zh", "en"], default="zh", help="文字报告的语言 (language of the text)"
    )


def run(args: argparse.Namespace) -> int:
    """Run ``cnbudget codes``; prints to standard output.

    Args:
        args: What `add_arguments` declares, parsed.

    Returns:
        0 if something was found that holds in the year, 1 if nothing was.

    Raises:
        CnbudgetError: If the year, the code, the lists or a document cannot be used as given, or arguments
            do not go together.

    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(parser)
    >>> run(parser.parse_args(["2080505", "--year", "2026"]))
    2080505  项  机关事业单位基本养老保险缴费支出  2018–  已核
      社会保障和就业支出/行政事业单位养老支出/机关事业单位基本养老保险缴费支出
      印证：2019年1份，2020年1份，2021年1份，2022年8份，2023年1份，2024年6份，2025年10份，2026年76份
    0
    """
    _check_usage(args)
    keep_apart([], [*classification.files_of(args.lists), *(args.documents or ())])
    lists = classification.load(args.lists)
    kind = None if args.kind is None else Kind(args.kind)
    if args.documents:
        return _learn(args.documents, lists, kind, args)
    if args.changes is not None:
        _print_changes(lists.changes(*args.changes, kind=kind), args.format, args.lang)
        return 0
    year = _year(lists, args.year, args.lang)
    if args.text is None and kind is not None:
        return _print_list(lists.catalogue(kind, year), args.format, args.lang)
    if not normalised(args.text or ""):
        raise UnknownNameError(say("commands.nothing_to_look_up"))
    return _LookedUp(lists, args.text, year, kind).answer(args)


def _check_usage(args: argparse.Namespace) -> None:
    """Arguments that would do nothing, or what they do not say, are refused."""
    whole = args.text is None and args.kind is not None
    ways = [
        way
        for way, given in (
            ("TEXT", args.text is not None),
            ("--changes", args.changes is not None),
            ("--from", bool(args.documents)),
        )
        if given
    ]
    coded = args.text is not None and written_digits(args.text).isdigit()
    wrong: list[tuple[bool, Message]] = [
        (
            len(ways) > 1,
            say("commands.ways_apart", ways=Said(" 与 ".join(ways), " and ".join(ways))),
        ),
        (args.limit is not None and args.limit < 1, say("commands.limit_from_one")),
        (
            args.limit is not None and (args.text is None or coded),
            say("commands.limit_of_names"),
        ),
        (
            args.year is not None and (args.changes is not None or bool(args.documents)),
            say("commands.year_given_twice"),
        ),
        (
            args.format in ("csv", "markdown") and args.text is not None,
            say("commands.format_of_lists", format=args.format),
        ),
        (
            args.format == "sdmx" and not (whole and not args.changes and not args.documents),
            say("commands.sdmx_of_whole_lists"),
        ),
    ]
    for is_so, said in wrong:
        if is_so:
            raise UsageError(said)


def _year(lists: Classification, wanted: int | None, lang: str) -> int:
    """The year to answer for: beyond the lists it is their last, and that is said."""
    last = lists.years[-1]
    if wanted is None or wanted <= last:
        return last if wanted is None else wanted
    console.say(tell(lang, "commands.lists_end", last=last))
    return last


@attrs.frozen
class _Elsewhere:
    """A subject that the year does not have: as it stands in another year, and what the year has instead."""

    subject: Subject
    now: tuple[Subject, ...]


class _LookedUp:
    """One code, name or part of it, looked up in a year."""

    def __init__(self, lists: Classification, text: str, year: int, kind: Kind | None) -> None:
        self.lists = lists
        self.text = text
        self.year = year
        self.kind = kind
        self.kinds = tuple(Kind) if kind is None else (kind,)

    def answer(self, args: argparse.Namespace) -> int:
        """Print what was found, and return the exit status."""
        digits = written_digits(self.text)
        if self._local(digits, args):
            return 0
        valid, elsewhere = self._code(digits) if digits.isdigit() else self._name(args.limit)
        if args.format == "json":
            records = [each.to_dict() | {"valid": True} for each in valid]
            records += [self._record(each) for each in elsewhere]
            print_json(records, indent=2)
        else:
            _print_subjects(self.lists, valid, args.lang, year=self.year)
            for each in elsewhere:
                self._print_elsewhere(each, args.lang)
        if not valid and not elsewhere:
            console.say(tell(args.lang, "commands.not_in_lists", year=self.year, text=self.text))
        return 0 if valid else 1

    def _local(self, digits: str, args: argparse.Namespace) -> bool:
        """Answer for a place's own level below an economic section; whether that is what the text means."""
        lists = self.lists.for_year(self.year)
        section = lists.economic.get(digits[:5])
        if len(digits) != 7 or section is None or Kind.ECONOMIC not in self.kinds:
            return False
        if digits in self.lists.table(Kind.ECONOMIC).rows:
            return False
        if args.format == "json":
            found = {
                "code": digits,
                "name": None,
                "parent": section.code,
                "local": True,
                "valid": True,
            }
            print_json([found], indent=2)
        else:
            print(tell(args.lang, "commands.code_local", digits=digits, section=str(section)))
        return True

    def _code(self, digits: str) -> tuple[tuple[Subject, ...], tuple[_Elsewhere, ...]]:
        found = tuple(
            self.lists.catalogue(each, self.year)[digits]
            for each in self.kinds
            if digits in self.lists.catalogue(each, self.year)
        )
        if found:
            return found, ()
        own = self.kind if self.kind is not None else classification.kind_of(digits)
        if digits not in self.lists.table(own).rows:
            # no list of any year has it: say so, as its own list would
            return (self.lists.catalogue(own, self.year)[digits],), ()
        return (), tuple(map(self._elsewhere, self.lists.history(digits, kind=own)))

    def _name(self, limit: int | None) -> tuple[tuple[Subject, ...], tuple[_Elsewhere, ...]]:
        """The subjects of a name in the year; those of other years rather than ones of similar names."""
        wanted = normalised(self.text)
        most = _LIMIT if limit is None else limit
        named = [
            s for each in self.kinds for s in self.lists.catalogue(each, self.year).named(wanted)
        ]
        if not named:
            other = [
                subject for each in self.kinds for subject in self.lists.named(wanted, kind=each)
            ]
            if other:
                return (), tuple(map(self._elsewhere, other[:most]))
        if self.kind is None:
            return self.lists.for_year(self.year).search(self.text, limit=most), ()
        return self.lists.catalogue(self.kind, self.year).search(self.text, limit=most), ()

    def _elsewhere(self, subject: Subject) -> _Elsewhere:
        """A subject of other years, with where it went, or where it came from."""
        held = subject.since if subject.since > self.year else subject.until or self.lists.years[-1]
        try:
            now = self.lists.translate(subject.code, held, self.year, kind=subject.kind)
        except UnknownCodeError:
            now = ()
        return _Elsewhere(subject, now)

    def _record(self, found: _Elsewhere) -> dict[str, Any]:
        """A subject that does not hold in the year, with what the year has instead."""
        return found.subject.to_dict() | {
            "children": [],
            "valid": False,
            "year": self.year,
            "now": [{"code": each.code, "name": each.name} for each in found.now],
        }

    def _print_elsewhere(self, found: _Elsewhere, lang: str) -> None:
        subject = found.subject
        if subject.since > self.year:
            when = tell(lang, "commands.code_since", year=subject.since)
        else:
            when = tell(lang, "commands.code_until", year=subject.until)
        name = f"{subject.code} {_name(subject, lang)}"
        print(tell(lang, "commands.code_not_in_year", subject=name, year=self.year, when=when))
        for each in found.now:
            if each.code == subject.code:
                said = tell(lang, "commands.code_is", year=self.year, other=str(each))
            elif subject.since > self.year:
                said = tell(lang, "commands.code_was", other=str(each))
            else:
                said = tell(lang, "commands.code_became", other=str(each))
            print(f"  {said}")


def _print_subjects(
    lists: Classification, subjects: tuple[Subject, ...], lang: str, *, year: int
) -> None:
    for subject in subjects:
        print(_line(subject, lang))
    if len(subjects) != 1:
        return
    only = subjects[0]
    if only.parent:
        print(f"  {only.path}")
    if only.evidence:
        print("  " + _evidence(only, lang))
    for other in lists.history(only.code, kind=only.kind):
        if other.name != only.name:
            print(f"  {other.years}  {_name(other, lang)}")
    catalogue = lists.catalogue(only.kind, year)
    for code in only.children:
        print("  " + _line(catalogue[code], lang))


def _evidence(subject: Subject, lang: str) -> str:
    """In which years' documents the pair was read, and in how many."""
    each = tuple(
        say("commands.read_in_year", year=each.year, documents=each.documents)
        if each.year is not None
        else say("commands.read_in_no_year", documents=each.documents)
        for each in subject.evidence
    )
    return tell(lang, "commands.evidence", each=joined(lang, (one.text(lang) for one in each), ","))


def _learn(
    files: list[str], lists: Classification, kind: Kind | None, args: argparse.Namespace
) -> int:
    """Print what codes and names documents have, and what the lists say to them."""
    from cnbudget.checks.pairs import STATUS_WORDS, code_pairs, pairs_as
    from cnbudget.disclosure import Disclosure
    from cnbudget.reading import read

    read_ones: list[Disclosure] = []
    failed = False
    for file in files:
        try:
            read_ones.append(read(file))
        except CnbudgetError as error:  # one bad file hides none of the others
            console.say(f"cnbudget: {error.text(args.lang)}")
            failed = True
    pairs = [pair for pair in code_pairs(read_ones, lists) if kind in (None, pair.kind)]
    if args.format != "text":
        print_document(pairs_as(pairs, args.format), always=args.format in _DATA)
    else:
        for status, title in STATUS_WORDS.items():
            group = [pair for pair in pairs if pair.status == status]
            print(tell(args.lang, "commands.counted", what=Said(title, status), count=len(group)))
            for pair in group if status != "confirmed" else ():
                print("  " + pair.text(args.lang))
    return 2 if failed else 0 if pairs else 1


def _name(subject: Subject, lang: str) -> str:
    """The name, in English with an unofficial translation behind it."""
    english = f" ({subject.english})" if lang == "en" and subject.english else ""
    return subject.name + english


def _line(subject: Subject, lang: str) -> str:
    level = Said(subject.level.zh, subject.level.en).text(lang)
    sure = _sure(subject.confidence).text(lang)
    if subject.years_confidence != subject.confidence:
        sure += tell(lang, "commands.code_years", sure=_sure(subject.years_confidence))
    return f"{subject.code}  {level}  {_name(subject, lang)}  {subject.years}  {sure}"


def _sure(confidence: Any) -> Said:
    return Said(confidence.zh, confidence.name.lower())


def _print_list(catalogue: classification.Catalogue, format: str, lang: str) -> int:  # noqa: A002
    """Print a whole list; sdmx, csv and the others as they are, text a line a subject."""
    if format == "text":
        for subject in catalogue.values():
            print(_line(subject, lang))
    else:
        print_document(list_as(catalogue, format), always=format in _DATA)
    return 0


def _print_changes(changes: Changes, format: str, lang: str) -> None:  # noqa: A002
    if format != "text":
        print_document(changes_as(changes, format), always=format in _DATA)
        return
    for key, title in CHANGE_WORDS.items():
        group: tuple[Subject, ...] | tuple[Renaming, ...] = getattr(changes, key)
        print(tell(lang, "commands.counted", what=Said(title, key), count=len(group)))
        for each in group:
            print(f"  {each}" if isinstance(each, Renaming) else f"  {_line(each, lang)}")
