"""A person named in a file of any format, in any way: nothing that is read, reported or written says who it is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from cnbudget import Disclosure, read
from cnbudget.cli import main
from tests.persons.planting import FORMATS, outputs, planted, small, tokens
from tests.persons.ways import WAYS, Way

_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_SHARE = 3  # every way in two formats; each format with every third way


@cache
def budget() -> Disclosure:
    return small()


@cache
def plain(kind: str, folder: Path) -> Disclosure:
    return read(planted(budget(), Way("nobody", secrets=("",)), kind, folder, last=True))


def bare(text: str) -> str:
    """Without blanks, and without the hash of the file, in which any three digits can stand."""
    text = _HASH.sub("", text)
    return text.replace(" ", "").replace("\u3000", "").replace("\\u3000", "")


@pytest.mark.parametrize("kind", FORMATS)
def test_ways_in_every_format(kind: str, tmp_path: Path) -> None:
    clean = tokens(plain(kind, tmp_path))
    start = FORMATS.index(kind) % _SHARE
    for number, way in enumerate(WAYS[start::_SHARE]):
        file = planted(budget(), way, kind, tmp_path, last=number % 2 == 0)
        found = read(file)
        assert tokens(found) == clean, way
        assert found.left_out >= 1, way
        for name, said in outputs(found, tmp_path):
            for secret in way.secrets:
                assert secret not in bare(said), (way, name)


@pytest.mark.parametrize("kind", FORMATS)
def test_on_the_command_line(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for way in WAYS[::9]:
        file = str(planted(budget(), way, kind, tmp_path, last=True))
        out = str(tmp_path / "out.md")
        for command in (
            ["check", file],
            ["check", file, "--lang", "en"],
            ["check", file, "--format", "json"],
            ["check", file, "--checklist"],
            ["show", file],
            ["show", file, "--claims"],
            ["convert", file, out],
        ):
            main(command)
            said = "".join(capsys.readouterr())
            assert all(secret not in bare(said) for secret in way.secrets), (way, command)
        written = Path(out).read_text(encoding="utf-8")
        assert all(secret not in bare(written) for secret in way.secrets), way
