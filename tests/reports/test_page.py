"""The page of a report: what stands in it is what the report says, and every link leads somewhere."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings

import cnbudget
from cnbudget import strategies
from cnbudget.checks import Report
from cnbudget.cli import main
from cnbudget.errors import UnreadableError
from cnbudget.files import SourceFile
from cnbudget.messages import say
from cnbudget.reports import PageWriter, UnreadFile, html, xlsx
from cnbudget.reports.document import drawn
from cnbudget.reports.marks import accused, marks_of
from cnbudget.reports.workbook import ListWriter
from tests.documents import corpus
from tests.profiles import tries
from tests.reading import making

_EMPTY = {"meta", "link", "br", "input", "img", "hr"}


class _Reader(HTMLParser):
    """What a page is made of; every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.shown: list[str] = []
        self.wrong: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert not {"src", "action", "onclick", "onload"} & set(found), found
        if tag not in _EMPTY:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found["href"] or "")
        if "wrong" in (found.get("class") or "").split() and tag == "span":
            self.wrong.add(found["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.shown.append(data)


def _sound(report: Report) -> _Reader:
    """The page of a report, after what holds of every page was looked at."""
    page = _Reader(html(report))
    assert len(page.ids) == len(set(page.ids))
    leading = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert set(leading) <= set(page.ids)
    shown = "".join(page.shown)
    for finding in report.findings:
        assert f"r1-{finding.id}" in page.ids or finding.caused_by is not None
    for finding in report.causes:
        assert finding.zh in shown
        assert finding.en in shown
        counted = finding.caused_by is None and finding.kind != "rounding"
        marked = [f for f in accused(finding) if f.row.within == "table"]
        if counted and marked and report.disclosure.figures:
            assert page.wrong
    return page


@pytest.mark.parametrize("name", ["artux", "akto"])
def test_a_whole_document(name: str) -> None:
    budget = cnbudget.example(name)
    page = _sound(cnbudget.check(budget))
    shown = "".join(page.shown)
    for table in budget.tables:
        assert table.title in shown
        for figure in table.figures:
            if figure.value:
                assert f"{figure.value:,f}" in shown


@settings(max_examples=tries(4))
@given(strategies.corrupted())
def test_of_wrong_documents_the_places_are_marked(corruption: strategies.Corruption) -> None:
    _sound(cnbudget.check(corruption.disclosure))


def test_the_accused_cell_is_marked_and_the_others_are_not() -> None:
    budget = cnbudget.example("artux")
    report = cnbudget.check(_with(budget))
    page = _sound(report)
    first = next(each for each in report.causes if accused(each))
    assert len(accused(first)) == 1
    assert len(page.wrong) >= 1
    lines = html(report).splitlines()
    cells = [line for line in lines if f'class="wrong {first.kind}"' in line]
    assert any("88.17" in line for line in cells)


def _with(budget: cnbudget.Disclosure) -> cnbudget.Disclosure:
    """The example with one figure changed."""
    text = cnbudget.to_text(budget)
    lines = text.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "|" in line and "79.17" in line)
    lines[at] = lines[at].replace("79.17", "88.17", 1)
    return cnbudget.read_text("".join(lines))


def test_nothing_of_a_document_becomes_part_of_the_page() -> None:
    budget = attrs.evolve(
        cnbudget.example("artux"), agency="<script>alert(1)</script>", source='"><img src=x>.pdf'
    )
    text = html(cnbudget.check(budget), links=['"><b>'])
    assert "<script>alert" not in text
    assert "<img" not in text
    assert '"><b>' not in text


def test_both_languages_are_there_and_one_is_shown() -> None:
    report = cnbudget.check(cnbudget.example("akto"))
    for lang, opened in (("zh", "zh-CN"), ("en", "en")):
        text = html(report, lang=lang)
        assert f'<html lang="{opened}" data-lang="{lang}">' in text
        assert text.count('<span lang="zh">') == text.count('<span lang="en">')


def test_nothing_is_fetched() -> None:
    text = html(cnbudget.check(cnbudget.example("artux")))
    assert not re.findall(r"https?://|@import|url\(", text)


def test_several_files_and_those_that_cannot_be_read() -> None:
    report = cnbudget.check(cnbudget.example("artux"))
    error = UnreadableError(say("report.nothing_to_check"))
    page = _Reader(html([report, UnreadFile("空.xlsx", error), report]))
    assert len(page.ids) == len(set(page.ids))
    assert {"r1-top", "r2-top", "r3-top"} <= set(page.ids)
    assert "空.xlsx" in page.shown
    assert error.zh in "".join(page.shown)


def _files(folder: Path) -> Iterator[str]:
    for name in ("甲 1.md", "乙.xlsx"):
        cnbudget.write(cnbudget.example("artux"), folder / name)
        yield str(folder / name)
    (folder / "丙.txt").write_text("没有表", encoding="utf-8")
    yield str(folder / "丙.txt")


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "报告.html"
    assert main(["check", *_files(tmp_path), "--html", str(out)]) == 2  # one cannot be read
    assert "阿图什市医疗保障局" in capsys.readouterr().out  # what is printed stays
    page = _Reader(out.read_text("utf-8"))
    assert "%E7%94%B2%201.md" in page.links
    assert "%E4%B9%99.xlsx" in page.links
    assert "r3-top" in page.ids


def test_of_several_files_each_place_is_that_of_its_own_file(tmp_path: Path) -> None:
    """The first line of one file is not taken for that of the other, and no link leads to the wrong file."""
    text = cnbudget.to_text(_with(cnbudget.example("artux")))
    at = text.index("\n\n", len(text) // 2)
    for name, part in (("甲.md", text[:at]), ("乙.md", text[at:])):
        (tmp_path / name).write_text(part, encoding="utf-8")
    report = cnbudget.check(cnbudget.read([tmp_path / "甲.md", tmp_path / "乙.md"]))
    page = _sound(report)
    assert not [link for link in page.links if not link.startswith("#")]
    assert html(report, links=["甲.md"]) == html(report)
    marks = marks_of(report)
    for file in ("甲.md", "乙.md"):
        lines = {key for key in marks.places if key[0] == file}
        assert not {(None, *key[1:]) for key in lines} & set(marks.places)
    shown = drawn(report.disclosure, marks, "")
    for figure in report.disclosure.figures:
        target = shown.target(figure.place)
        others = [f for f in report.disclosure.figures if shown.of_figure(f) == target]
        assert not others or {f.place.file for f in others} == {figure.place.file}


def test_every_finding_of_a_pdf_leads_to_its_page() -> None:
    parts = corpus.document("artux")
    parts.sheet(2).rows[1][4] = "74.36"
    source = SourceFile("预算.pdf", making.pdf(parts))
    report = cnbudget.check(cnbudget.read(source))
    assert report.wrong
    text = html(report, links=["a%20b.pdf"])
    found = re.split(r'<li class="finding ', text.partition('<section class="overview">')[0])[1:]
    assert len(found) == len(report.causes)
    for each in found:
        assert re.search(r'href="a%20b\.pdf#page=[1-9]', each), each


def test_nothing_is_kept_of_a_report_but_what_is_written() -> None:
    page, listed = PageWriter(), ListWriter()
    for _ in range(2):
        report = cnbudget.check(cnbudget.example("artux"))
        kept = weakref.ref(report), weakref.ref(report.disclosure)
        page.add(report)
        listed.add(report)
        del report
        gc.collect()
        assert [each() for each in kept] == [None, None]
    assert page.text().count('<section class="report"') == 2
    assert html([]).count("<h1") == 0


def test_reports_are_taken_one_by_one() -> None:
    report = cnbudget.check(cnbudget.example("artux"))
    unread = UnreadFile("x.pdf", UnreadableError(say("files.damaged")))
    items: list[Report | UnreadFile] = [report, unread, report]
    links = ["a.md", "x.pdf"]
    assert html(iter(items), links=iter(links)) == html(items, links=links)
    assert xlsx(iter(items)) == xlsx(items)
