"""Write which words one form alone attests, and the pages of the forms that were tried.

    python tools/try_forms.py [--check | --update]

The documents stand beside the checkout, in ``../shared/documents``. ``--check`` (the default) fails where
``vocabulary.txt``, ``docs/forms-tried.md`` or ``docs/zh/forms-tried.md`` differ from what is read of them; ``--update``
writes these anew.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402

from cnbudget import State  # noqa: E402  (of this tree)
from cnbudget.invariants import Verdict, compiled, derive  # noqa: E402
from published.documents import path  # noqa: E402
from published.forms import FORMS, Form, Left, learnt, left_out, marked, whole  # noqa: E402

VOCABULARY = ROOT / "src" / "cnbudget" / "forms" / "vocabulary.txt"
PAGES = {"en": ROOT / "docs" / "forms-tried.md", "zh": ROOT / "docs" / "zh" / "forms-tried.md"}
#: The kinds of what is not read.
KINDS = ("column", "row", "number", "covered", "part")


@attrs.frozen
class Tried:
    """What is read of the documents of a form.

    Attributes:
        form: The form.
        layouts: The layouts that explain them; "words" where words alone do.
        pages: Their pages; 0 for text.
        tables: Tables with amounts.
        empty: Tables without.
        amounts: Amounts that are not zero.
        known: Those of them with a scope.
        laws: How the laws between their figures come out.
        problems: What is not read, by kind.
    """

    form: Form
    layouts: tuple[str, ...]
    pages: int
    tables: int
    empty: int
    amounts: int
    known: int
    laws: Counter[Verdict]
    problems: Counter[str]


def tried(form: Form) -> Tried:
    """What is read of the documents of a form, each as it is read by default."""
    layouts: set[str] = set()
    pages = 0
    counts: Counter[str] = Counter()
    laws: Counter[Verdict] = Counter()
    problems: Counter[str] = Counter()
    for document in form.documents:
        budget, file = whole(document), path(document)
        layouts.add(budget.layout)
        if file.suffix == ".pdf":
            with pypdfium2.PdfDocument(file) as pdf:
                pages += len(pdf)
        counts.update(table.status for table in budget.tables)
        values = [each for each in budget.figures if each.state is State.VALUE and each.value]
        counts["amounts"] += len(values)
        counts["known"] += sum(each.scope is not None for each in values)
        laws.update(compiled(derive(budget.tables)).verdicts())
        problems.update(problem.kind for problem in budget.problems)
    return Tried(
        form,
        tuple(sorted(layouts)),
        pages,
        counts["present"],
        counts["empty"],
        counts["amounts"],
        counts["known"],
        laws,
        problems,
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; all columns but the first are numbers."""
    lines = [heads, ["---"] + ["--:"] * (len(heads) - 1), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _sum(rows: list[list[object]]) -> list[object]:
    """What columns of numbers add up to."""
    return [sum(int(f"{cell}" or 0) for cell in column) for column in zip(*rows, strict=True)]


def read_rows(all_tried: list[Tried], lang: str, total: str) -> list[list[object]]:
    """What is read: documents, pages, tables, amounts and laws of each form."""
    rows: list[list[object]] = [
        [
            len(each.form.documents),
            each.pages,
            each.tables,
            each.empty,
            each.amounts,
            each.known,
            each.laws[Verdict.EXACT] + each.laws[Verdict.ROUNDING],
            each.laws[Verdict.VIOLATED],
        ]
        for each in all_tried
    ]
    named = [[name(each.form, lang), *row] for each, row in zip(all_tried, rows, strict=True)]
    return [*named, [total, *_sum(rows)]]


def unread_rows(all_tried: list[Tried], lang: str, total: str) -> list[list[object]]:
    """What is not read of each form, by kind."""
    rows: list[list[object]] = [
        [each.amounts - each.known, *(each.problems[kind] for kind in KINDS)] for each in all_tried
    ]
    named = [[name(each.form, lang), *row] for each, row in zip(all_tried, rows, strict=True)]
    return [*named, [total, *_sum(rows)]]


def left_rows(all_left: list[tuple[Form, Left]], lang: str, total: str) -> list[list[object]]:
    """What is read of each form without the words of its own."""
    rows: list[list[object]] = [
        [
            left.entries,
            left.right,
            left.open,
            len(left.wrong),
            left.same,
            left.untold,
            len(left.other),
        ]
        for _, left in all_left
    ]
    named = [[name(form, lang), *row] for (form, _), row in zip(all_left, rows, strict=True)]
    return [*named, [total, *_sum(rows)]]


def learnt_rows(lang: str, total: str) -> list[list[object]]:
    """What comes of the forms that are written from the documents of each form."""
    rows: list[list[object]] = []
    for form in FORMS:
        every = [learnt(document) for document in form.documents]
        rows.append(
            [
                sum(each.figures - len(each.other) for each in every),
                sum(len(each.other) for each in every),
                sum(each.open for each in every),
                sum(each.cells for each in every),
                sum(each.missing for each in every),
                sum(each.reads_back for each in every),
                sum(len(each.violated) for each in every),
            ]
        )
    named = [[name(form, lang), *row] for form, row in zip(FORMS, rows, strict=True)]
    return [*named, [total, *_sum(rows)]]


def name(form: Form, lang: str) -> str:
    """A form's name in a language."""
    return form.zh if lang == "zh" else form.en


EN = """# Forms that were tried

[中文](zh/forms-tried.md)

Documents of these forms, as departments published them, are read by tests each time cnbudget changes. They are not
ours to pass on, so they are not part of the project; this page is written by `tools/try_forms.py` from what is read
of them, and a test holds it to that. How forms are read: [Tables of any region's form](forms.md).

## What is read

Text has no pages. An amount is a printed number that is not zero. Laws are those between figures of tables; each
one that breaks was judged by the page that it stands on. Explained by layouts: {layouts}; all others are read by
their words.

{read}
## What is not read

Amounts without a scope, and what the reports say of them and of others: headings that are not understood (each time
they are met), rows of which it is not known what they total, cells that are no number, cells that a merged one
covers, and parts of tables with other columns.

{unread}
## Without a form's own words

The vocabulary marks each word that one form alone attests. These are left out, and all layouts too; then the form's
documents are read as those of a form that nobody has seen. Facts were read by hand from the pages (of some
documents); the other amounts are held to what all words say. Whether money carried over is in an amount, beside
this year's, is compared in neither.

{left}
## Forms written from documents

The form of each document is [written as a layout](last-year.md) from what its words say, and loaded again. Counted
are the figures that are then read of the document as words read them, those that are not, and what the layout says is
not known; of another agency's ledger that is published in it, the figures, those that no ledger tells, the documents
that read back as they were published, and what their check accuses. In one document, a text in which two rows of the
three public expenses stand among the headings, these rows are not known as such, so that its form lacks them: what is
published in it is accused of that.

{learnt}"""
ZH = """# 试过的表式

[English](../forms-tried.md)

下列各种表式的文件，均由部门公开发布；cnbudget 每次改动，测试都要重新读取。文件不由本项目分发，因此不在项目内。\
本页由 `tools/try_forms.py` 按读取结果写成，并有测试核对。表式怎样读取，见[任何地区的表式](forms.md)。

## 读到的

文本没有页。“数”指印出的、不为零的金额。“勾稽”指各表数字之间的关系；凡不成立的，都对照原页判断过。\
由表式文件解释的：{layouts}；其余按文字读取。

{read}
## 没有读的

没有口径的数，以及报告中说明的：看不懂的栏目（每处计一次）、不知道合计什么的行、不是数字的格、被合并格盖住的格、\
栏目不同而没有读的部分。

{unread}
## 去掉本表式独有的词

词汇表里，只有一种表式用到的词都注明了表式。去掉这些词，也不用任何表式文件，再读这种表式的文件，\
就同读从未见过的表式一样。“事实”是（部分文件）由人对照原页读出的数；其余的数与用全部词汇时的口径比较。\
两者都不比较某数在当年资金之外是否含结转资金。

{left}
## 由公开文件写成的表式

每份文件的表式，都按文字所说[写成表式文件](last-year.md)，再读回来。统计的是：用它读原文件，与按文字读相同的数、不同的数，以及表式中看不出的几处；按它用另一部门的账生成的数，\
其中账目中没有的数，读回来同生成时一样的文件，以及核对时指出的错误。有一份文本，“三公”经费表的两行混在栏目里，认不出是行，表式中便没有这两行：按它生成的表，核对时指出这一点。

{learnt}"""
LEARNT_HEADS = {
    "en": (
        "form", "figures as words read them", "otherwise", "not known", "published", "no ledger tells",
        "documents read back", "accused",
    ),
    "zh": (
        "表式", "与按文字读相同的数", "不同的", "看不出的", "生成的数", "账目中没有的", "读回相同的文件", "指出的错误",
    ),
}  # fmt: skip
HEADS = {
    "en": (
        (
            "form", "documents", "pages", "tables", "empty tables", "amounts", "with a scope", "laws that hold",
            "that break",
        ),
        ("form", "amounts without a scope", "headings", "rows", "cells", "covered cells", "parts"),
        ("form", "words of its own", "facts right", "open", "wrong", "amounts as before", "open", "wrong"),
        "all",
        EN,
        "; ",
    ),
    "zh": (
        ("表式", "文件", "页", "表", "空表", "数", "有口径的", "成立的勾稽", "不成立的"),
        ("表式", "没有口径的数", "栏目", "行", "格", "被盖住的格", "部分"),
        ("表式", "独有的词", "事实：对", "不明", "错", "其余的数：照旧", "不明", "错"),
        "合计",
        ZH,
        "；",
    ),
}  # fmt: skip


def pages() -> dict[str, str]:
    """The page in each language."""
    all_tried = [tried(form) for form in FORMS]
    all_left = [(form, left_out(form)) for form in FORMS]
    made = {}
    for lang, (read, unread, left, total, text, between) in HEADS.items():
        explained = between.join(name(e.form, lang) for e in all_tried if "words" not in e.layouts)
        made[lang] = text.format(
            layouts=explained,
            read=table(read, read_rows(all_tried, lang, total)),
            unread=table(unread, unread_rows(all_tried, lang, total)),
            left=table(left, left_rows(all_left, lang, total)),
            learnt=table(LEARNT_HEADS[lang], learnt_rows(lang, total)),
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Check or update the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail where a file differs (default)")
    parser.add_argument("--update", action="store_true", help="write the files anew")
    update = parser.parse_args(arguments).update
    files = {VOCABULARY: "".join(f"{line}\n" for line in marked())}
    files |= {PAGES[lang]: text for lang, text in pages().items()}
    stale = [file for file, now in files.items() if not _is(file, now)]
    for file in stale:
        if update:
            file.write_text(files[file], encoding="utf-8")
        said = "updated" if update else "not as the documents are read (--update writes it anew)"
        print(f"{file.relative_to(ROOT)}: {said}")
    return int(bool(stale) and not update)


def _is(file: Path, text: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit(main())
