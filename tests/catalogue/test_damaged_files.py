"""Whatever is damaged in whatever file is read: it is read, or refused in words, with the file's name."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import classification
from cnbudget.composing.supply import read_reasons
from cnbudget.examples import example_ledger
from cnbudget.layouts import load
from cnbudget.ledger.files import csv_of
from tests.catalogue.damaging import damaged

EXAMPLES = Path(__file__).parents[2] / "examples"
SHIPPED = Path(cnbudget.__file__).parent


def _ledger_in_excel() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in csv_of(example_ledger("akto")).splitlines()[:12]:
        sheet.append(line.split(","))
    for row in range(2, 12):  # amounts as numbers
        sheet.cell(row, sheet.max_column).value = 12.5 * row
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _budget(ending: str, folder: Path) -> bytes:
    file = folder / f"b.{ending}"
    cnbudget.write(cnbudget.example("akto"), file)
    return file.read_bytes()


#: What is read: the ending, the reader, the errors that it may raise.
READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "ledger xlsx": ("xlsx", cnbudget.read_ledger),
    "ledger csv": ("csv", cnbudget.read_ledger),
    "budget xlsx": ("xlsx", cnbudget.read),
    "budget docx": ("docx", cnbudget.read),
    "budget json": ("json", cnbudget.read),
    "budget csv": ("csv", cnbudget.read),
    "reasons": ("csv", read_reasons),
    "layout": ("toml", load),
    "lists": ("dat", lambda path: classification.load(path.parent)),
}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("原件")
    return {
        "ledger xlsx": _ledger_in_excel(),
        "ledger csv": csv_of(example_ledger("akto")).encode("utf-8-sig"),
        "budget xlsx": _budget("xlsx", folder),
        "budget docx": _budget("docx", folder),
        "budget json": _budget("json", folder),
        "budget csv": _budget("csv", folder),
        "reasons": (EXAMPLES / "qingshan-2026-reasons.csv").read_bytes(),
        "layout": (SHIPPED / "layouts" / "xinjiang-2026.toml").read_bytes(),
        "lists": (SHIPPED / "classification" / "data" / "economic.dat").read_bytes(),
    }


@pytest.mark.parametrize("name", READERS)
def test_no_damage_ends_in_a_traceback(
    name: str, originals: dict[str, bytes], tmp_path_factory: Any
) -> None:
    ending, reader = READERS[name]
    folder = tmp_path_factory.mktemp("x")
    file = folder / ("economic.dat" if ending == "dat" else f"甲.{ending}")

    file.write_bytes(originals[name])
    if name != "budget csv":  # which is refused, with the reason
        reader(file)

    @settings(suppress_health_check=list(HealthCheck))
    @given(data=damaged(originals[name]))
    def damage(data: bytes) -> None:
        file.write_bytes(data)
        try:
            reader(file)
        except cnbudget.CnbudgetError as error:
            assert file.name in error.text("zh")  # noqa: PT017
            assert error.text("en") != ""  # noqa: PT017

    damage()


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_half_a_character_is_refused_or_said(half: str, tmp_path: Path) -> None:
    text = (EXAMPLES / "akto-2024.md").read_text(encoding="utf-8")
    broken = text.replace("医疗", f"医{half}疗", 1)
    line = broken[: broken.index(half)].count("\n") + 1
    with pytest.raises(cnbudget.UnreadableError, match=f"line {line} is only half of one"):
        cnbudget.read_text(broken)
    budget = attrs.evolve(cnbudget.example("akto"), agency=f"甲{half}")
    as_json = cnbudget.to_text(budget, "json")
    with pytest.raises(cnbudget.UnreadableError, match="half of one"):
        cnbudget.read_text(as_json)
    escaped = as_json.encode("utf-8", "backslashreplace").decode()
    file = tmp_path / "a.json"
    file.write_text(escaped, encoding="utf-8")
    with pytest.raises(cnbudget.UnreadableError, match="half of one"):
        cnbudget.read_text(escaped)
    with pytest.raises(cnbudget.UnreadableError, match="half of one"):
        cnbudget.read(file)
    with pytest.raises(cnbudget.UnwritableError, match="half of one"):
        cnbudget.write(budget, file)
    assert file.read_text(encoding="utf-8") == escaped
    ledger = example_ledger("akto")
    named = attrs.evolve(ledger.entries[0], project=f"甲{half}")
    ledger = attrs.evolve(ledger, entries=[named, *ledger.entries[1:]])
    with pytest.raises(cnbudget.UnwritableError, match="half of one"):
        cnbudget.save_ledger(ledger, tmp_path / "l.csv")
    assert not (tmp_path / "l.csv").exists()
    for ending in ("md", "html", "xlsx", "docx", "csv"):  # these leave out what no file can hold
        cnbudget.write(budget, tmp_path / f"b.{ending}")


@given(text=st.text(max_size=200) | st.text(st.characters(categories=["Cs", "Nd"]), max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (cnbudget.read_text, lambda given: cnbudget.read_text(f"{{{given}")):
        with pytest.raises(cnbudget.CnbudgetError):
            reader(text)
