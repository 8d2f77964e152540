"""Pictures as files: charts have the exact lengths, pages load nothing, and no PNG is made without Chinese fonts."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import cnbudget
from cnbudget import Amount, pictures
from cnbudget.errors import MissingExtraError, UsageError
from cnbudget.pictures import Picture, charting

BUDGET = cnbudget.example("artux")


@pytest.fixture(scope="module")
def every() -> dict[str, Picture]:
    """A picture of each kind."""
    years = [
        cnbudget.publish(cnbudget.read_ledger(f"examples/qingshan-{y}.csv")) for y in (2025, 2026)
    ]
    return {
        "flows": pictures.flows(BUDGET),
        "shares": pictures.shares(BUDGET),
        "years": pictures.years(years),
        "waterfall": pictures.waterfall(cnbudget.compare(*years)),
        "findings": pictures.findings(cnbudget.check(BUDGET)),
    }


def rows_of(chart: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """The rows of the layers of a chart that have a kind of mark."""
    found = []
    for layer in chart["layer"]:
        kind = layer["mark"]
        if (kind["type"] if isinstance(kind, dict) else kind) == mark:
            found += chart["datasets"][layer["data"]["name"]]
    return found


def test_lengths_in_a_chart_are_those_of_the_amounts(every: dict[str, Picture]) -> None:
    picture = every["flows"]
    chart = picture.chart().to_dict()
    total = Amount("498.73", "万元")
    ribbons: dict[int, tuple[float, float]] = {}
    for row in rows_of(chart, "area"):
        ribbons.setdefault(row["ribbon"], (row["x"], row["y2"] - row["y"]))
        assert row["y2"] - row["y"] == pytest.approx(ribbons[row["ribbon"]][1], abs=1e-9)
    by_stage: dict[float, float] = {}
    for x, height in ribbons.values():
        by_stage[x] = by_stage.get(x, 0) + height
    assert list(by_stage.values()) == pytest.approx([420, 420], abs=1e-9)
    for (_, height), ribbon in zip(ribbons.values(), picture.ribbons, strict=True):
        share = ribbon.amount.share_of(total)
        assert height == pytest.approx(420 * share.numerator / share.denominator, abs=1e-9)
    for kind in ("shares", "years", "waterfall"):
        drawn = rows_of(every[kind].chart().to_dict(), "rect")
        assert len(drawn) == len(every[kind].bars)


def test_places_are_pixels_from_the_upper_left(every: dict[str, Picture]) -> None:
    for picture in every.values():
        for layer in picture.chart().to_dict()["layer"]:
            assert layer["encoding"]["x"]["scale"]["domain"] == [0, picture.width]
            assert layer["encoding"]["y"]["scale"]["domain"] == [picture.height, 0]


@pytest.mark.parametrize("dark", [False, True])
def test_svg_is_xml_with_whole_words_and_loads_nothing(
    every: dict[str, Picture], *, dark: bool
) -> None:
    for picture in every.values():
        text = picture.to_svg(dark=dark)
        root = ET.fromstring(text)  # noqa: S314
        said = "".join(root.itertext())
        for label in picture.labels:
            assert re.sub(r"\s", "", label.text) in re.sub(r"\s", "", said)
        assert loaded(text) == []
        assert "Noto Sans CJK SC" in text
        assert "PingFang SC" in text
        assert ('fill="#12171d"' in text) == dark
    assert every["flows"]._repr_svg_() == every["flows"].to_svg()


def loaded(text: str) -> list[str]:
    """What a page or an image fetches from elsewhere."""
    return re.findall(
        r"""(?:\bsrc|\bhref|@import|url\()\s*=?\s*["'(]?\s*(?:https?:)?//[^"')\s]+""", text
    )


def tags(page: str) -> str:
    """A page without what its scripts say."""
    return re.sub(r"<script>.*?</script>", "<script></script>", page, flags=re.DOTALL)


def test_what_is_loaded_is_seen() -> None:
    assert loaded('<script src="https://cdn.jsdelivr.net/npm/vega@6"></script>')
    assert loaded("<style>@import '//fonts.example/a.css'</style>")
    assert loaded('<svg xmlns="http://www.w3.org/2000/svg"></svg>') == []


def test_a_page_has_all_it_needs_in_it(every: dict[str, Picture]) -> None:
    for kind in ("flows", "findings"):
        page = every[kind].to_html(dark=kind == "findings")
        assert loaded(tags(page)) == []
        assert tags(page).count("<script>") == 1
        assert 'lang="zh-CN"' in page
        assert every[kind].title in page
        assert len(page) > 200_000  # the program that draws is in it


def test_files_are_written_by_their_endings(tmp_path: Path) -> None:
    picture = pictures.shares(BUDGET, lang="en")
    for name, begin in (("a.svg", b"<svg"), ("a.html", b"<!DOCTYPE")):
        picture.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
    if charting.draws_chinese():  # fonts are the machine's
        picture.save(tmp_path / "a.PNG")
        assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    for name in ("a.pdf", "a", "svg"):
        with pytest.raises(UsageError) as caught:
            picture.save(tmp_path / name)
        assert ".svg、.html、.png" in caught.value.text("zh")
    assert 'lang="en"' in (tmp_path / "a.html").read_text(encoding="utf-8")


# Fonts ----------------------------------------------------------------------------------------------


def test_characters_that_no_font_has_are_drawn_alike() -> None:
    assert charting._drawn("\U000f1234") == charting._drawn("\U000f1235")
    assert charting._drawn("A") != charting._drawn("B")


def test_characters_that_are_drawn_alike_are_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    charting.draws_chinese.cache_clear()
    monkeypatch.setattr(charting, "_drawn", lambda _: b"box")
    try:
        with pytest.raises(UsageError, match="no font of this machine"):
            pictures.shares(BUDGET).to_png()
    finally:
        charting.draws_chinese.cache_clear()


def test_without_the_extra_it_is_said_which_one(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = pictures.shares(BUDGET)
    monkeypatch.delitem(sys.modules, "cnbudget.pictures.charting")
    monkeypatch.delattr(pictures, "charting")
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtraError, match=re.escape('pip install "cnbudget[plot]"')):
        picture.to_svg()
