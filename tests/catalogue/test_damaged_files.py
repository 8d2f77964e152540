"""Whatever is damaged in whatever file is read: it is read, or refused in words, with the file's name."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget.examples import example_ledger
from tests.catalogue.damaging import damaged
from tests.catalogue.readers import READERS
from tests.profiles import tries

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", READERS)
def test_no_damage_ends_in_a_traceback(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    file = tmp_path / reader.name
    original = reader.original()
    file.write_bytes(original)
    if reader.refused:
        with pytest.raises(cnbudget.UnreadableError):
            reader.read(file)
    else:
        reader.read(file)

    @settings(max_examples=tries(2), suppress_health_check=list(HealthCheck))
    @given(data=damaged(original))
    def damage(data: bytes) -> None:
        file.write_bytes(data)
        try:
            reader.read(file)
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
