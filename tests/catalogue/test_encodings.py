"""The encodings that published files come in give the same budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnbudget import check, read
from tests.documents import corpus


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "akto.txt"
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    file.write_bytes((mark + corpus.put_together(corpus.document("akto"))).encode(encoding))
    read_back = read(file)
    assert corpus.facts(read_back) == corpus.facts(corpus.budget("akto"))
    assert read_back.agency == "阿克陶县医疗保障局"
    assert check(read_back).ok


@pytest.mark.parametrize("lost", [1, 2])
def test_a_file_cut_in_the_middle_of_its_last_character(lost: int, tmp_path: Path) -> None:
    file = tmp_path / "akto.txt"
    file.write_bytes((corpus.put_together(corpus.document("akto")) + "\n局").encode()[:-lost])
    assert corpus.facts(read(file)) == corpus.facts(corpus.budget("akto"))
