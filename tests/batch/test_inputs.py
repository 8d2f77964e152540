"""Which files are meant: folders, patterns and archives are looked into, and what is left out is said."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import UnreadableError, check_files, to_text
from cnbudget.batch import Input, inputs_of
from cnbudget.batch.archives import Archives
from cnbudget.files import SourceFile
from tests.documents import corpus
from tests.reading import making


def names(*given: str | Path) -> list[str]:
    """What is found, by the parts of its name that do not depend on the folder."""
    return [each.name.replace(os.sep, "/") for each in inputs_of(list(given)).inputs]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "甲/说明.pdf", "甲/表.XLSX", "甲/图.png", "甲/下/附件.docx", "乙.md",
        "甲/~$表.xlsx", "甲/.隐/内.md", "甲/__MACOSX/表.xlsx", "甲/[1].md",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_a_folder_gives_what_is_in_it(here: Path) -> None:
    assert names("甲") == ["甲/[1].md", "甲/表.XLSX", "甲/说明.pdf", "甲/下/附件.docx"]
    assert inputs_of(["甲"]).passed_over == 1
    assert all(each.found for each in inputs_of(["甲"]).inputs)
    assert not inputs_of(["乙.md"]).inputs[0].found
    assert names(here / "甲" / "下") == [f"{here.as_posix()}/甲/下/附件.docx"]


@pytest.mark.usefixtures("here")
def test_patterns_are_expanded() -> None:
    assert names("*.md") == ["乙.md"]
    assert names("*/*.pdf", "*.md") == ["甲/说明.pdf", "乙.md"]
    assert names("**/*.docx") == ["甲/下/附件.docx"]
    assert names("甲*") == names("甲")
    assert len(set(names("**"))) == len(names("**")) == 5
    assert names("甲/[1].md") == ["甲/[1].md"]  # a file of this very name


def test_what_is_not_there_is_said(here: Path) -> None:
    (found,) = inputs_of(["*.csv"]).inputs
    assert found.refused is not None
    assert "没有与这个式样相符的文件" in found.refused.zh
    (checked,) = check_files(["没有.md"])
    assert isinstance(checked.results[0], UnreadableError)
    assert checked.kind == "unreadable"
    assert [each.status for each in check_files(["甲\0", "*.csv"])] == [2, 2]
    assert not inputs_of([here / "甲" / "__MACOSX"]).inputs[1:]


def archive(path: Path, members: dict[bytes, bytes]) -> Path:
    """An archive whose names are these bytes, as a Chinese Windows writes them: without saying of which encoding."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, content) in enumerate(members.items()):
            package.writestr(f"{number:x}".rjust(len(name), "~"), content)
    data = path.read_bytes()
    for number, name in enumerate(members):
        data = data.replace(f"{number:x}".rjust(len(name), "~").encode(), name)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_archives(here: Path, encoding: str) -> None:
    text = to_text(cnbudget.example("artux")).encode()
    members = {
        "预算公开/审计局.md": text,
        "预算公开\\水务局.md": text,
        "图片/照片.png": b"",
        "预算公开/~$审计局.xlsx": b"",
    }
    path = archive(here / "包.zip", {name.encode(encoding): each for name, each in members.items()})
    found = inputs_of([path.name])
    assert [each.name for each in found.inputs] == [
        "包.zip/预算公开/审计局.md",
        "包.zip/预算公开/水务局.md",
    ]
    assert found.passed_over == 1
    checked = list(check_files([path.name]))
    assert [each.kind for each in checked] == ["fine", "fine"]
    assert checked[0].reports[0].disclosure.source == "包.zip/预算公开/审计局.md"
    assert checked[0].reports[0].disclosure.content == text


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.binary(max_size=200), min_size=1))
def test_what_an_archive_holds_is_what_was_packed(members: dict[str, bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in members.items():
                package.writestr(f"{name}.md", content)
        with Archives() as archives:
            found = [
                archives.content(each.path, each.member or 0, each.name)
                for each in inputs_of([path]).inputs
            ]
    assert found == list(members.values())


def test_archives_within_archives_and_locked_ones_are_refused(here: Path) -> None:
    path = archive(here / "外.zip", {b"inner.zip": b"PK", b"a.rar": b"", b"b.md": b"x"})
    found = inputs_of([path]).inputs
    assert [each.refused is not None for each in found] == [True, True, False]
    assert found[0].refused is not None
    assert found[0].refused.key == "batch.archive_within"
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1) + 1)
    data[at + 8] |= 1  # says that it has a password
    path.write_bytes(data)
    assert inputs_of([path]).inputs[2].refused is not None


def test_bombs_are_refused(here: Path) -> None:
    bomb = here / "弹.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.md", b"0" * 20 * 2**20)
    (found,) = inputs_of([bomb]).inputs
    assert found.refused is not None
    assert found.refused.key == "batch.archive_too_large"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a.md", b"0" * 2000)
    packed = bomb.read_bytes()
    start, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    entry, tail = packed[start:end], bytearray(packed[end:])
    for at in (8, 10):
        tail[at : at + 2] = (40).to_bytes(2, "little")
    tail[12:16] = (40 * len(entry)).to_bytes(4, "little")
    bomb.write_bytes(packed[:start] + 40 * entry + bytes(tail))  # forty members in the same bytes
    (found,) = inputs_of([bomb]).inputs
    assert found.refused is not None


def test_a_damaged_archive_is_unreadable(here: Path) -> None:
    for number, data in enumerate((b"", b"PK\x03\x04", b"no archive at all")):
        path = here / f"{number}.zip"
        path.write_bytes(data)
        (checked,) = check_files([path])
        assert checked.kind == "unreadable"
    path = archive(here / "坏.zip", {b"a.md": bytes(range(256)) * 40})
    packed = bytearray(path.read_bytes())
    packed[60:100] = bytes(40)
    path.write_bytes(packed)
    (checked,) = check_files([path])
    assert checked.status == 2


def test_an_office_file_by_the_name_of_an_archive_is_read(here: Path) -> None:
    path = here / "表.zip"
    path.write_bytes(making.xlsx(corpus.document("artux")))
    (checked,) = check_files([path])
    assert checked.kind == "fine"
    assert checked.reports[0].disclosure.source == "表.zip"


def test_what_a_file_holds_can_be_given() -> None:
    text = to_text(cnbudget.example("artux")).encode()
    assert cnbudget.read(SourceFile("甲.md", text)).source == "甲.md"
    (checked,) = check_files([SourceFile("乙/甲.md", text)])
    assert checked.name == "乙/甲.md"
    assert checked.digests() == [("乙/甲.md", SourceFile("", text).sha256)]
    with pytest.raises(UnreadableError, match="空: the file is empty"):
        cnbudget.read(SourceFile("空", b""))
    assert "content" not in repr(Input("甲", content=text))
