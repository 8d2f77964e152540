"""``cnbudget compare A B …``: budgets side by side."""

from __future__ import annotations

import argparse

from cnbudget import classification
from cnbudget.cli.console import STANDARD_INPUT, print_json, say, standard_input
from cnbudget.cli.documents import add_reading
from cnbudget.comparison import Comparison, compare
from cnbudget.comparison.kinds import Relation, only_of
from cnbudget.disclosure import Disclosure
from cnbudget.layouts import file_of
from cnbudget.limits import Limits
from cnbudget.messages import tell
from cnbudget.outputs import keep_apart, save
from cnbudget.reading import read_all
from cnbudget.reports.comparison_page import comparison_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="两份或更多的公开文件：同一部门的各年、预算与决算，或部门与所属单位；一个文件中有几套表的，各套都算 / "
        "two budgets or more: of several years, of two stages, or of a department and its units",
    )
    related = parser.add_mutually_exclusive_group()
    related.add_argument(
        "--units",
        action="store_true",
        help="第一份是部门，其余是其所属单位 / the first is a department, the others are its units",
    )
    related.add_argument(
        "--peers",
        action="store_true",
        help="并列几个互不隶属的部门，看占比 / agencies side by side, by their shares",
    )
    related.add_argument(
        "--sum",
        action="store_true",
        help="汇总：各单位加成部门，各部门加成地区；部门已包含的单位不重复相加 / "
        "add several agencies up, units into a department or departments into a region",
    )
    parser.add_argument(
        "--agency", metavar="NAME", help="只取这个部门的 / of each file, the budget of this agency"
    )
    parser.add_argument(
        "--html", metavar="OUT", help="写成网页 OUT / write the comparison as a page"
    )
    parser.add_argument(
        "--xlsx", metavar="OUT", help="写成 Excel 文件 OUT，每张表一页 / write it as an Excel file"
    )
    parser.add_argument(
        "--details",
        action="store_true",
        help="列出全部各行 / tell every row, not the first of each table",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    add_reading(parser)


def run(args: argparse.Namespace) -> int:
    """Compare the budgets; the status is 2 if they cannot be."""
    keep_apart(
        [args.html, args.xlsx],
        [
            *(each for each in args.files if each != STANDARD_INPUT),
            *classification.files_of(args.lists),
            args.layout and file_of(args.layout),
        ],
    )
    asked: dict[Relation, bool] = {"units": args.units, "peers": args.peers, "sum": args.sum}
    relation = next((each for each, wanted in asked.items() if wanted), None)
    lists = None if args.lists is None else classification.load(args.lists)
    found = compare(*_budgets(args), relation=relation, lists=lists)
    _write(found, args)
    return 0


def _budgets(args: argparse.Namespace) -> list[Disclosure]:
    """The budgets of the files; of one agency those of its name."""
    budgets = []
    for name in args.files:
        file = standard_input() if name == STANDARD_INPUT else name
        found = read_all(file, layout=args.layout, limits=Limits.of(args.limit))
        if args.agency:
            found = only_of(found, args.agency, where=str(name))
        budgets += found
    return budgets


def _write(found: Comparison, args: argparse.Namespace) -> None:
    if args.html:
        save(args.html, comparison_page(found, lang=args.lang).encode())
    if args.xlsx:
        from cnbudget.reports.comparison_book import comparison_book  # it needs a library

        save(args.xlsx, comparison_book(found, lang=args.lang))
    for out in filter(None, (args.html, args.xlsx)):
        say(tell(args.lang, "comparison.written", file=str(out), count=len(found.rows)))
    if args.format == "json":
        print_json(found.to_dict())
    elif not (args.html or args.xlsx):
        print(found.text(args.lang, details=args.details))
