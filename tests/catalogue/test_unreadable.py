"""Files that cannot be read as a budget: for each, the exact message, in Chinese and in English."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cnbudget import CnbudgetError, LayoutError, UnknownNameError, UnreadableError, read, read_text

_NOT_TEXT = (
    "不是文本文件（UTF-8 或 GB 18030）",
    "not a text file (UTF-8 or GB 18030)",
)
_NO_TABLE = ("没有找到部门预算公开表", "no table of a published budget was found")

_DAMAGED = ("文件已损坏或不完整", "the file is damaged or cut short")
_BYTES = {
    "empty": (b"", ("文件是空的", "the file is empty")),
    "blank": (b" \n\t\n", ("文件是空的", "the file is empty")),
    "binary": (bytes(range(256)) * 64, _NOT_TEXT),
    "nul bytes": ("表 1\n部门收支总体情况表\n\x00".encode(), _NOT_TEXT),
    "nul bytes late": (b"a" * 100_000 + b"\x00", None),
    "pdf": (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        ("PDF 已损坏或不完整", "the PDF is damaged or cut short"),
    ),
    "zip cut short": (b"PK\x03\x04\x14\x00\x06\x00", _DAMAGED),
    "ole cut short": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _DAMAGED),
    "doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        ("不能读 Word（.doc） 文件", "Word (.doc) files are not read"),
    ),
    "locked xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        ("文件有密码保护", "the file is locked with a password"),
    ),
    "rtf": (b"{\\rtf1\\ansi}", ("不能读 RTF 文件", "RTF files are not read")),
    "no tables": ("关于预算的说明\n\n没有表。\n".encode(), _NO_TABLE),
    "titles alone": ("目录\n一、部门收支总体情况表\n二、部门收入总体情况表\n".encode(), _NO_TABLE),
    "another table": ("指标\t权重\n数量\t10\n质量\t90\n".encode(), _NO_TABLE),
    "unpaired surrogate in utf-16": (b"\xff\xfe\x00\xd8", _NOT_TEXT),
}


@pytest.mark.parametrize("kind", _BYTES)
def test_a_file_that_is_no_budget(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # as where LibreOffice is not installed
    data, words = _BYTES[kind]
    file = tmp_path / "预算.txt"
    file.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        read(file)
    error = caught.value
    assert error.where == str(file)
    assert error.hint
    assert error.hint_zh
    for lang in ("zh", "en"):
        assert error.text(lang).startswith(f"{file}{'：' if lang == 'zh' else ': '}")
        assert "\n" not in error.text(lang)
    if words is not None:
        assert (error.zh, error.message) == words
    assert isinstance(error, ValueError)
    assert pickle.loads(pickle.dumps(error)).text("zh") == error.text("zh")  # noqa: S301


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path / "没有.txt")
    assert caught.value.text("zh").startswith(f"{tmp_path / '没有.txt'}：没有这个文件")
    assert "the file cannot be opened: No such file or directory" in caught.value.text("en")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="the file cannot be opened: Is a directory"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["a\x00b.txt", "长" * 2000])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(UnreadableError):
        read(name)


@pytest.mark.parametrize("text", ["", " \n ", "\ufeff", "\t\n"])
def test_an_empty_text(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_text(text)
    if not text.strip():
        assert caught.value.text("zh") == "文本是空的（请给出部门预算公开的文本）"
        assert caught.value.text("en") == "the text is empty (give the text of a published budget)"


_TABLE = 'name = "x"\n[[tables]]\nkey = "a"\nnumber = 1\ntitle = "甲表"\n'
_LAYOUTS = {
    "no toml": ("name = [", "not a readable layout"),
    "nothing in it": ("", "something is missing or of the wrong kind: 'tables'"),
    "tables of the wrong kind": (
        'name = "x"\ntables = 3\n',
        "of the wrong kind",
    ),
    "no tables": ('name = "x"\ntables = []\n', "a table key stands twice, or no table"),
    "an unknown source": (
        f'{_TABLE}source = "GOLD"\n[[tables.sides]]\nlabels = ["项目"]\nrows = "project"\ncolumns = []\n',
        "not a funding source",
    ),
    "an unknown kind of rows": (
        f'{_TABLE}[[tables.sides]]\nlabels = ["项目"]\nrows = "magic"\ncolumns = []\n',
        "not a kind of rows",
    ),
    "a base that there is not": ('name = "x"\nextends = "nowhere"\n', "not a readable layout"),
    "a unit that there is not": (
        'name = "x"\nunit = "两"\n[[tables]]\nkey = "a"\nnumber = 1\ntitle = "甲表"\nsides = []\n',
        "",
    ),
}


@pytest.mark.parametrize("kind", _LAYOUTS)
def test_a_broken_layout(kind: str, tmp_path: Path) -> None:
    toml, words = _LAYOUTS[kind]
    file = tmp_path / "form.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        read_text("部门收支总体情况表\n项目\t预算数\n", layout=file)
    assert words in caught.value.text("en")
    assert "form.toml" in caught.value.where or "nowhere" in caught.value.where
    assert caught.value.zh


def test_a_layout_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="not a readable layout"):
        read_text("部门收支总体情况表", layout=tmp_path / "no.toml")


@pytest.mark.parametrize("name", ["mars-2026", "", "../xinjiang-2026", "xinjiang-2026.", "a\x00"])
def test_an_unknown_layout(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        read_text("部门收支总体情况表", layout=name)
    assert caught.value.text("zh") == (
        f"“{name}”：没有这种表式（已有：central, final-accounts, shanghai-2025, xinjiang-2024, "
        "xinjiang-2026；也可给出 .toml 文件的路径）"
    )
    assert isinstance(caught.value, (CnbudgetError, LookupError))
