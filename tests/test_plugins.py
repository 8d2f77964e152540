"""Plug-ins: distributions in a folder of their own, loaded where they are asked for and nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cnbudget
from cnbudget import plugins
from cnbudget.cli import main
from cnbudget.errors import UnknownNameError, UsageError
from cnbudget.layouts import file_of
from cnbudget.reports import html

RULES = """
import pathlib
from cnbudget import Finding, Rule
loaded = True
def blank(budget):
    yield Finding.of("甲", "a note", severity="note")
rules = [Rule("上限", "ratio", whole="basic[总计].total", parts="basic[302].total", most=1), blank]
"""
#: What makes a distribution: its name, the names of its plug-ins, and the text of their module.
Install = Callable[[str, tuple[str, ...], str], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes a distribution in a folder that Python looks into."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))

    def made(distribution: str, names: tuple[str, ...], text: str) -> Path:
        module = f"offered_{distribution}_{abs(hash(tmp_path)) % 10**6}"
        about = folder / f"{distribution}-1.5.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.5\n"
        )
        lines = "".join(f"{name} = {module}\n" for name in names)
        (about / "entry_points.txt").write_text(f"[cnbudget.plugins]\n{lines}", encoding="utf-8")
        (folder / f"{module}.py").write_text(text, encoding="utf-8")
        return folder / f"{module}.py"

    return made


def budget() -> cnbudget.Disclosure:
    return cnbudget.example("artux")


def test_rules_of_a_plugin_are_held_to_and_named(install: Install) -> None:
    module = install("county", ("county",), RULES)
    assert plugins.available() == ("county",)
    assert module.stem not in sys.modules  # it is known, and not loaded
    assert cnbudget.check(budget()).plugins == ()
    assert module.stem not in sys.modules
    report = cnbudget.check(budget(), plugins=["county"])
    assert report.plugins == ("county (county 1.5)",)
    assert report.rules == ("上限", "blank")
    assert {each.law for each in report.findings if each.law.startswith("own:")} == {
        "own:上限",
        "own:blank",
    }
    assert "插件 county (county 1.5)" in report.text()
    assert "plug-ins county (county 1.5)" in report.text("en", details=True)
    assert "插件 county (county 1.5)" in html([report])
    assert report.to_dict()["made_by"]["plugins"] == ["county (county 1.5)"]
    (other,) = cnbudget.check_all([budget()], plugins=["county"])
    assert other.plugins == report.plugins


def test_from_the_command_line(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install("county", ("county",), RULES)
    document = tmp_path / "b.md"
    cnbudget.write(budget(), document)
    assert main(["check", str(document), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "cnbudget-check/1"
    assert main(["check", str(document), "--plugins", "county", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "cnbudget-check/2"
    assert found["made_by"]["plugins"] == ["county (county 1.5)"]
    assert (
        main(["check", str(document), "--plugins", "county", "--no-plugins", "--lang", "en"]) == 0
    )
    said = capsys.readouterr()
    assert "own:" not in said.out
    assert "county" not in said.out
    assert "were not loaded" in said.err
    assert main(["check", str(document), "--plugins", "nobody"]) == 2
    assert "没有安装这个插件" in capsys.readouterr().err


def test_processes_load_what_is_asked_for(install: Install, tmp_path: Path) -> None:
    module = install("county", ("county",), RULES)
    document = tmp_path / "b.md"
    cnbudget.write(budget(), document)
    code = (
        "import cnbudget\n"
        f"(one,) = cnbudget.check_files([{str(document)!r}], plugins=['county'], jobs=2, seconds=300)\n"
        "print(sorted(each.law for each in one.reports[0].findings if each.law.startswith('own:')))\n"
    )
    path = os.pathsep.join([str(module.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.strip() == "['own:blank', 'own:上限']", done.stderr


def test_forms_lists_and_words_of_a_plugin(install: Install, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
    form = file_of("xinjiang-2026").read_text(encoding="utf-8").replace("xinjiang-2026", "own-2026")
    (tmp_path / "own.toml").write_text(form, encoding="utf-8")
    install(
        "province", ("province",),
        f"lists = {str(tmp_path / 'lists')!r}\nlayouts = [{str(tmp_path / 'own.toml')!r}]\n"
        "vocabulary = ['column.source UNIT: 自筹款']\n",
    )  # fmt: skip
    found = plugins.load("province")
    assert [each.name for each in found.layouts] == ["own-2026"]
    assert found.vocabulary is not None
    assert found.vocabulary.says("自筹款", "column")[0].value == "UNIT"
    lists = found.lists_with(None)
    assert lists is not None
    assert lists.for_year(2026).functional["2080570"].name == "省级养老补助"
    assert cnbudget.check(budget(), plugins=found).lists != cnbudget.check(budget()).lists
    with pytest.raises(UsageError, match="give none besides"):
        cnbudget.check(budget(), plugins=found, lists=lists)
    document = tmp_path / "b.md"
    cnbudget.write(budget(), document)
    (checked,) = cnbudget.check_files([document], plugins=["province"])
    assert checked.reports[0].plugins == ("province (province 1.5)",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("raise OSError('disc')", "OSError: disc"),
        ("import nothing_of_that_name", "ModuleNotFoundError"),
        ("x = 1", "offers nothing"),
        ("rules = 1", "rules: 'int' object is not iterable"),
        ("rules = ['甲']", "not a rule"),
        ("rules = 'nowhere.toml'", "cannot be read"),
        ("layouts = ['nowhere.toml']", "layouts: "),
        ("lists = '/nowhere'", "lists: "),
        ("vocabulary = ['nonsense']", "vocabulary: "),
        ("from cnbudget import Rule\nA = 'a[1].b'\nrules = [Rule('甲', 'agree', whole=A, parts=A)] * 2", "together"),
    ],
)  # fmt: skip
def test_a_broken_plugin_is_named(install: Install, text: str, said: str) -> None:
    install("broken", ("broken",), text)
    with pytest.raises(UsageError, match="broken") as caught:
        cnbudget.check(budget(), plugins=["broken"])
    assert said in caught.value.text("en")
    assert cnbudget.check(budget()).ok  # it does no harm where nobody asks for it


def test_two_distributions_of_one_name_are_refused(install: Install) -> None:
    install("one", ("county",), RULES)
    install("two", ("county", "other"), RULES)
    with pytest.raises(UsageError, match=r"one 1\.5.*two 1\.5|two 1\.5.*one 1\.5"):
        plugins.load("county")
    assert plugins.load("other").names == ("other (two 1.5)",)


def test_two_that_offer_one_rule_are_refused_together(install: Install, tmp_path: Path) -> None:
    install("one", ("one",), RULES)
    install("two", ("two",), RULES)
    with pytest.raises(UsageError, match=r"one \(one 1\.5\), two \(two 1\.5\)") as caught:
        plugins.load(["one", "two"])
    assert caught.value.value == "上限"
    assert plugins.load("two").rules
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
    install("three", ("three",), f"lists = {str(tmp_path / '甲')!r}")
    install("four", ("four",), f"lists = {str(tmp_path / '乙')!r}")
    with pytest.raises(UsageError, match="three"):
        plugins.load(["three", "four"])


def test_no_such_plugin() -> None:
    with pytest.raises(UnknownNameError, match="no such plug-in"):
        plugins.load("nobody")
    assert plugins.load(()).names == ()
