"""The JSON that other programs run against holds to the schema that ships with the package."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cnbudget import check, read, read_text
from cnbudget.checks.contract import SCHEMA, schema
from cnbudget.checks.findings import LAWS
from cnbudget.cli import main
from cnbudget.writing.records import schema as disclosure_schema
from tests.documents import corpus

_VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def valid(found: dict[str, Any]) -> dict[str, Any]:
    """An object of the output as another program gets it, held to the schema."""
    through: dict[str, Any] = json.loads(json.dumps(found, ensure_ascii=False))
    _VALIDATOR.validate(through)
    return through


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert SCHEMA == schema()["properties"]["schema"]["const"] == "cnbudget-check/1"


@pytest.mark.parametrize("read", [schema, disclosure_schema])
def test_a_schema_is_known_by_a_name_that_others_can_refer_to(read: Callable[[], Any]) -> None:
    name = read()["$id"]
    assert name.startswith("urn:cnbudget:")
    former = read()["properties"]["schema"][
        "const"
    ]  # what objects say, and what the name was before
    assert name == former.replace("cnbudget-", "urn:cnbudget:")
    registry: Registry[Any] = Registry().with_resource(name, Resource.from_contents(read()))
    assert Draft202012Validator({"$ref": name}, registry=registry).is_valid({}) is False


@pytest.mark.parametrize("name", corpus.NAMES)
def test_a_clean_document(name: str) -> None:
    path = corpus.path(name)
    found = valid(check(read(path)).to_dict())
    assert found["error"] is None
    assert found["file"] == {
        "name": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    assert found["disclosure"]["stage"] == "预算"
    numbers = [table["number"] for table in found["tables"] if table["status"] != "extra"]
    assert numbers == list(range(1, len(numbers) + 1))
    tallies = found["checked"]["by_law"]
    assert set(tallies) <= set(LAWS)
    for verdict in ("exact", "rounding", "violated", "undecided"):
        assert found["checked"][verdict] == sum(tally[verdict] for tally in tallies.values())
    counted = sum(table["figures"] for table in found["tables"])
    assert counted == len(corpus.printed(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", corpus.NAMES)
def test_a_changed_document(name: str) -> None:
    document = corpus.text(name)
    for cell in corpus.printed(document)[::25]:
        found = valid(check(read_text(corpus.with_cell(document, cell, "123.45"))).to_dict())
        violated = [each for each in found["findings"] if each["verdict"] == "violated"]
        assert len(violated) == found["checked"]["violated"]
        first = violated[0]
        assert first["caused_by"] is None
        assert first["suspects"][0]["line"] == cell.line
        assert first["suspects"][0]["value"] == "123.45"
        for each in found["findings"]:
            _coherent(each)


def _coherent(finding: dict[str, Any]) -> None:
    if finding["expected"] is not None and finding["found"] is not None:
        difference = Decimal(finding["found"]) - Decimal(finding["expected"])
        assert Decimal(finding["difference"]) == difference
    for figure in finding["figures"]:
        known = figure["state"] in ("value", "inferred")
        assert (figure["value"] is not None) == known
        assert (figure["basis"] is not None) == (figure["state"] == "inferred")
        if known:
            places = len(figure["value"].partition(".")[2])
            assert places == figure["places"]


def test_a_loosened_document_shows_what_was_inferred() -> None:
    found = valid(check(corpus.budget("akto"), prose=False).to_dict())
    (lost,) = [each for each in found["findings"] if each["law"] == "form"]
    filled = [f for f in lost["figures"] if (f["row"], f["column"]) == ("210", "项目支出")]
    (figure,) = [f for f in filled if f["state"] == "inferred"]
    assert figure["basis"] == "printed-precision"
    assert figure["candidates"] == ["22.11", "22.12", "22.13"]
    assert (figure["table"], figure["key"], figure["in"]) == (3, "expenditure", "table")
    assert figure["row_path"] == ["卫生健康支出"]
    others = [each for each in found["findings"] if each is not lost and each["law"] != "name"]
    assert all(each["caused_by"] == lost["id"] for each in others)


def test_missing_empty_and_extra_tables_have_their_status() -> None:
    parts = corpus.document("artux")
    parts.sheets = [sheet for sheet in parts.sheets if sheet.number != 7]
    text = corpus.put_together(parts) + "\n# 另一张表\n\n甲\t乙\n1.00\t2.00\n"
    found = valid(check(read_text(text)).to_dict())
    status = {table["key"]: table["status"] for table in found["tables"]}
    assert status["projects"] == "missing"
    assert status["fund"] == "empty"
    assert status["general"] == "present"
    (extra,) = [table for table in found["tables"] if table["status"] == "extra"]
    assert (extra["number"], extra["key"], extra["title"]) == (None, None, "另一张表")


def test_a_document_without_numbers_has_none() -> None:
    parts = corpus.document("artux")
    for sheet in parts.sheets:
        del sheet.intro[0]
    found = valid(check(read_text(corpus.put_together(parts))).to_dict())
    assert {table["number"] for table in found["tables"]} == {None}
    by_law = found["checked"]["by_law"]
    assert sum(tally["violated"] for law, tally in by_law.items() if law != "slip") == 0


@given(st.sampled_from(corpus.NAMES), st.integers(0, 2**32 - 1).map(Random))
def test_any_damaged_document_holds_to_the_schema(name: str, chance: Random) -> None:
    lines = corpus.put_together(corpus.document(name)).split("\n")
    rows = [i for i, line in enumerate(lines) if "\t" in line]
    for _ in range(chance.randrange(1, 12)):
        i = chance.choice(rows)
        cells = lines[i].split("\t")
        j = chance.randrange(len(cells))
        cells[j] = chance.choice(["", "1.2.3", "-5.00", "1e5", "20A", "合计", "8.888", "208", "x"])
        lines[i] = "\t".join(cells)
    found = valid(check(read_text("\n".join(lines))).to_dict())
    for each in found["findings"]:
        _coherent(each)


# Through the command line ------------------------------------------------------------------------


def test_one_file_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", str(corpus.path("artux"))]) == 0
    assert valid(json.loads(capsys.readouterr().out))["disclosure"]["year"] == 2026


def test_several_files_are_an_array_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.txt"
    document = corpus.text("akto")
    wrong.write_text(
        corpus.with_cell(document, corpus.printed(document)[0], "1.00"), encoding="utf-8"
    )
    missing = tmp_path / "missing.txt"
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    files = [str(pdf), str(corpus.path("artux")), str(missing), str(wrong)]
    assert main(["check", *files, "--format", "json"]) == 2
    captured = capsys.readouterr()
    unread, clean, gone, violated = map(valid, json.loads(captured.out))
    assert clean["error"] is None
    assert violated["checked"]["violated"] > 0
    assert set(unread) == {"schema", "file", "files", "error"}
    assert unread["file"]["sha256"] == hashlib.sha256(b"%PDF-1.4").hexdigest()
    assert unread["error"]["message"] == {
        "zh": "PDF 已损坏或不完整",
        "en": "the PDF is damaged or cut short",
    }
    assert unread["error"]["where"] == str(pdf)
    assert gone["file"]["sha256"] is None
    assert gone["error"]["message"]["zh"].startswith("没有这个文件")
    assert len(captured.err.splitlines()) == 2


def test_one_unreadable_file_is_an_object_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["check", str(empty), "--format", "json"]) == 2
    found = valid(json.loads(capsys.readouterr().out))
    assert found["error"]["message"] == {"zh": "文件是空的", "en": "the file is empty"}
    assert found["error"]["hint"] == "请给出部门预算公开的文本"
