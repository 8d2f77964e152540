"""Files of reasons: what is written is read, and bad files are said to be bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.composing import Blank, ReasonsError, read_reasons, save_reasons
from cnbudget.composing.supply import Supply

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
).map(str.strip)


@given(
    st.dictionaries(
        st.builds(
            "{}/{}".format,
            st.sampled_from(["income", "items", "projects"]),
            st.from_regex(r"[0-9a-z甲乙：]{1,9}", fullmatch=True),
        ),
        TEXTS,
        max_size=5,
    )
)
def test_what_is_written_is_read(texts: dict[str, str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reasons.csv"
        save_reasons([Blank(key, "说明", text=text) for key, text in texts.items()], path)
        assert read_reasons(path) == {key: text for key, text in texts.items() if text}


def test_only_what_is_needed_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "reasons.csv"
    blanks = [
        Blank("a", "甲"),
        Blank("b", "乙", needed=False),
        Blank("c", "丙", needed=False, text="=1+1"),
    ]
    save_reasons(blanks, path)
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "键,说明,内容",
        "a,甲,",
        "c,丙,'=1+1",
    ]
    assert read_reasons(path) == {"c": "=1+1"}
    save_reasons(blanks, path, every=True)
    assert "b,乙," in path.read_text(encoding="utf-8-sig")


def test_files_as_offices_save_them(tmp_path: Path) -> None:
    path = tmp_path / "reasons.csv"
    path.write_bytes("键\t内容\t备注\r\nincome / general\t人员增加\t甲\r\n\r\n".encode("gb18030"))
    assert read_reasons(path) == {"income/general": "人员增加"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x00\x01", "not a text file"),
        ("键,说明\na,b\n".encode(), "lacks the columns"),
        ("键,内容\na,一\na,二\n".encode(), "two texts for one key"),
        (b"\xff\xff\xff", "not a text file"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "reasons.csv"
    path.write_bytes(data)
    with pytest.raises(ReasonsError, match=why) as error:
        read_reasons(path)
    assert str(path) in error.value.where


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ReasonsError, match="cannot be opened"):
        read_reasons(tmp_path / "none.csv")


def test_a_section_serves_its_keys_but_not_for_texts() -> None:
    supply = Supply({"income": "甲", "projects": "乙"})
    assert supply.ask("income/unit", "原因") == "甲"
    assert supply.ask("projects/某项目/basis", "依据", "text") == ""
    with pytest.raises(ReasonsError):
        supply.check()
