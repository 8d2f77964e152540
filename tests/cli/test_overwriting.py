"""No command writes over what it reads, by whatever name the file is called."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

import cnbudget
from cnbudget.cli import _COMMANDS, main
from cnbudget.composing.template_files import file_of as template_file
from cnbudget.layouts import file_of

#: Every option that names files, by command: what is read, and what is written.
READ = {
    "batch": {"files", "lists", "layout", "previous", "rules"},
    "check": {"files", "lists", "layout", "baseline", "previous", "rules"},
    "codes": {"lists", "documents"},
    "compare": {"files", "lists", "layout"},
    "convert": {"file", "layout"},
    "layout": {"file", "layout"},
    "picture": {"files", "layout"},
    "publish": {"ledger", "layout", "lists", "previous", "reasons", "template"},
    "reconcile": {"file", "layout", "rules"},
    "show": {"file", "layout"},
    "solve": {"problem"},
}
WRITTEN = {
    "batch": {"out"},
    "check": {"annotate", "html", "xlsx"},
    "compare": {"html", "xlsx"},
    "convert": {"out"},
    "layout": {"out"},
    "picture": {"out"},
    "publish": {"out", "blanks"},
    "reconcile": {"witness"},
}
#: Options that name no file.
OTHER = {
    "format", "checklist", "no_prose", "lang", "help", "text", "year", "changes", "kind", "limit",
    "tables_only", "agency", "level", "unit", "places", "rounding", "time_limit", "table", "claims", "steps",
    "together", "set", "jobs", "words", "name", "details", "units", "peers", "sum", "plugins", "no_plugins",
    "by", "dark",
}  # fmt: skip


def test_every_option_of_every_command_is_tried_here() -> None:
    for name in _COMMANDS:
        parser = argparse.ArgumentParser()
        import_module(f"cnbudget.cli.{name}").add_arguments(parser)
        options = {action.dest for action in parser._actions}
        assert options - OTHER == READ[name] | WRITTEN.get(name, set()), name


def _same(path: Path) -> Path:
    return path


def _relative(path: Path) -> Path:
    return Path(os.path.relpath(path))


def _through_a_folder(path: Path) -> str:
    return f"{path.parent}//../{path.parent.name}/./{path.name}"


def _link(path: Path) -> Path:
    link = path.parent / f"链接{path.suffix}"
    link.symlink_to(path)
    return link


def _link_of_a_folder(path: Path) -> Path:
    link = path.parent / "文件夹"
    link.symlink_to(path.parent)
    return link / path.name


def _hard_link(path: Path) -> Path:
    link = path.parent / f"硬链接{path.suffix}"
    link.hardlink_to(path)
    return link


def _other_case(path: Path) -> Path:
    other = path.parent / path.name.swapcase()
    if not other.exists():  # where case counts, a file of two names is what it comes to
        other.hardlink_to(path)
    return other


NAMES: list[Callable[[Path], Path | str]] = [
    _same,
    _relative,
    _through_a_folder,
    _link,
    _link_of_a_folder,
    _hard_link,
    _other_case,
]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of each kind that a command reads."""
    folder = tmp_path_factory.mktemp("原件")
    budget = cnbudget.example("akto")
    cnbudget.write(budget, folder / "b.xlsx")
    cnbudget.write(budget, folder / "b.md")
    old = cnbudget.check(budget, prose=False).to_json()
    (folder / "b.pdf").write_bytes(b"%PDF-1.7\n")  # it is refused before it is read
    (folder / "old.json").write_text(old, encoding="utf-8")
    examples = Path(__file__).parents[2] / "examples"
    for name in ("qingshan-2025.csv", "qingshan-2026.csv", "qingshan-2026-reasons.csv"):
        (folder / name).write_bytes((examples / name).read_bytes())
    (folder / "l.toml").write_bytes(file_of("xinjiang-2026").read_bytes())
    (folder / "t.toml").write_bytes(template_file("xinjiang").read_bytes())
    rule = '[[rule]]\nname = "甲"\nrelation = "agree"\nwhole = "basic[301].total"\nparts = "basic[302].total"\n'
    (folder / "r.toml").write_text(rule, encoding="utf-8")
    (folder / "lists").mkdir()
    (folder / "lists" / "functional.dat").write_text("299 =其他支出\n", encoding="utf-8")
    return folder


_BUDGET = ["b.md", "--layout", "l.toml"]
_LEDGER = [
    "qingshan-2026.csv", "--previous", "qingshan-2025.csv", "--reasons", "qingshan-2026-reasons.csv",
    "--layout", "l.toml", "--template", "t.toml", "--lists", "lists", "--format", "markdown",
]  # fmt: skip
WAYS: list[tuple[list[str], str]] = [
    *[
        (["check", "b.xlsx", "--lists", "lists", "--layout", "l.toml", "--annotate", "OUT"], taken)
        for taken in ("b.xlsx", "lists/functional.dat", "l.toml")
    ],
    *[
        (["check", "b.xlsx", "--rules", "r.toml", option, "OUT"], "r.toml")
        for option in ("--html", "--xlsx")
    ],
    (["check", "b.pdf", "--annotate", "OUT"], "b.pdf"),
    *[
        (["check", "b.xlsx", "--baseline", "old.json", "--previous", "b.md", option, "OUT"], taken)
        for option in ("--html", "--xlsx")
        for taken in ("b.xlsx", "old.json", "b.md")
    ],
    *[
        (["compare", "b.xlsx", *_BUDGET, "--lists", "lists", option, "OUT"], taken)
        for option in ("--html", "--xlsx")
        for taken in ("b.md", "b.xlsx", "l.toml", "lists/functional.dat")
    ],
    *[(["convert", *_BUDGET, "OUT", "--format", "json"], taken) for taken in ("b.md", "l.toml")],
    (["convert", "b.md", "OUT"], "b.md"),
    *[(["layout", *_BUDGET, "-o", "OUT"], taken) for taken in ("b.md", "l.toml")],
    *[
        (["publish", *_LEDGER, option, "OUT"], taken)
        for option in ("-o", "--blanks")
        for taken in (
            "qingshan-2026.csv",
            "qingshan-2025.csv",
            "qingshan-2026-reasons.csv",
            "l.toml",
            "t.toml",
            "lists/functional.dat",
        )
    ],
    *[(["picture", *_BUDGET, "-o", "OUT"], taken) for taken in ("b.md", "l.toml")],
    *[(["reconcile", *_BUDGET, "--witness", "OUT"], taken) for taken in ("b.md", "l.toml")],
    (["reconcile", "b.md", "--rules", "r.toml", "--witness", "OUT"], "r.toml"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("words", "taken"), WAYS)
def test_no_command_writes_over_an_input(
    words: list[str],
    taken: str,
    name: Callable[[Path], Path | str],
    originals: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for path in originals.rglob("*.*"):
        copy = tmp_path / path.relative_to(originals)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    out = str(name(tmp_path / taken))
    assert main([out if word == "OUT" else word for word in words]) == 2
    said = capsys.readouterr()
    assert "这就是要读的文件" in said.err
    assert said.out == ""  # refused before anything is read
    for path in originals.rglob("*.*"):
        assert (tmp_path / path.relative_to(originals)).read_bytes() == path.read_bytes()


def test_of_several_files_none_is_written_over(
    originals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = file_of("xinjiang-2026")
    before = shipped.read_bytes()
    words = [
        "publish",
        str(originals / "qingshan-2026.csv"),
        "-o",
        str(shipped),
        "--format",
        "markdown",
    ]
    assert main(words) == 2  # the form that is read, though its name was not given
    assert shipped.read_bytes() == before
    out = tmp_path / "a.csv"
    words = ["publish", str(originals / "qingshan-2026.csv"), "-o", str(out), "--blanks", str(out)]
    assert main([*words, "--lang", "en"]) == 2
    assert "two outputs would be written to this file" in capsys.readouterr().err
    assert not out.exists()


def test_the_standard_output_is_not_sent_into_what_is_read(originals: Path, tmp_path: Path) -> None:
    for words in (["show"], ["check"], ["reconcile"], ["check", "--format", "json"]):
        file = tmp_path / "甲.md"
        file.write_bytes((originals / "b.md").read_bytes())
        with file.open("ab") as target:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "cnbudget", *words, str(file)],
                stdout=target, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
        assert done.returncode == 2
        assert "标准输出写入这个文件" in done.stderr.decode()
        assert file.read_bytes() == (originals / "b.md").read_bytes()


def test_a_copy_with_comments_does_not_take_the_place_of_what_was_checked(tmp_path: Path) -> None:
    source = tmp_path / "b.xlsx"
    budget = cnbudget.example("akto")
    wrong = budget.expenditure.figures[0]
    cnbudget.write(budget.with_figures([(wrong, wrong.evolve(value=Decimal("1.00")))]), source)
    before = source.read_bytes()
    report = cnbudget.check(cnbudget.read(source))
    for name in NAMES[:1] + NAMES[3:]:
        with pytest.raises(cnbudget.AnnotationError, match="would be overwritten"):
            cnbudget.annotate(report, name(source))
    assert source.read_bytes() == before
    again = [cnbudget.annotate(report, tmp_path / "c.xlsx") for _ in range(2)]
    assert again[0] == again[1] > 0


def test_the_table_of_a_package_is_not_written_over_what_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "figures.csv"
    cnbudget.write(cnbudget.example("akto"), source)
    before = source.read_bytes()
    assert main(["convert", str(source), str(tmp_path / "datapackage.json")]) == 2
    assert "这就是要读的文件" in capsys.readouterr().err
    assert source.read_bytes() == before
    assert list(tmp_path.iterdir()) == [source]
