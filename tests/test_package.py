"""The package as it is installed: what importing it loads, and what goes into the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import cnbudget

ROOT = Path(__file__).parents[1]
LIBRARIES = (
    "openpyxl",
    "python_calamine",
    "docx",
    "pypdfium2",
    "pikepdf",
    "pdfplumber",
    "hypothesis",
    "altair",
    "vl_convert",
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def loaded(code: str) -> list[str]:
    """The libraries of extras that a program loads, and cnbudget's own modules among those loaded."""
    show = "import sys; print(*sorted(sys.modules))"
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{code}; {show}"], capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()[-1].split()


@pytest.mark.parametrize(
    "code",
    [
        "import cnbudget",
        "import cnbudget; cnbudget.check(cnbudget.example('artux')).text()",
        "from cnbudget.cli import main",
        "from cnbudget import example, pictures; pictures.flows(example('artux'))",
    ],
)
def test_no_library_of_an_extra_is_loaded(code: str) -> None:
    heads = {name.partition(".")[0] for name in loaded(code)}
    assert "cnbudget" in heads
    assert not heads & set(LIBRARIES)


def test_importing_loads_next_to_nothing() -> None:
    ours = [name for name in loaded("import cnbudget") if name.startswith("cnbudget.")]
    assert ours == ["cnbudget._version"]


def test_every_public_name_is_there() -> None:
    missing = [name for name in cnbudget.__all__ if not hasattr(cnbudget, name)]
    assert not missing


def test_every_example_goes_into_the_wheel() -> None:
    included = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    # the programs among them are read where they stand, and import the package
    files = {
        f"examples/{path.name}"
        for path in (ROOT / "examples").iterdir()
        if path.is_file() and path.suffix != ".py"
    }
    assert set(included) == files
    assert all(included[f] == f"cnbudget/example_files/{Path(f).name}" for f in files)


def described() -> str:
    """The description of a distribution, as the build makes it from the README."""
    hook = project()["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = "".join((ROOT / each["path"]).read_text(encoding="utf-8") for each in hook["fragments"])
    for each in hook["substitutions"]:
        text = re.sub(each["pattern"], each["replacement"], text)
    return text


def test_every_link_of_the_description_works_away_from_the_checkout() -> None:
    from markdown_it import MarkdownIt

    tokens = [each for block in MarkdownIt().parse(described()) for each in block.children or []]
    goals = [
        each.attrGet("href") or each.attrGet("src")
        for each in tokens
        if each.type in ("link_open", "image")
    ]
    assert goals
    assert [goal for goal in goals if not str(goal).startswith("https://")] == []


def test_the_description_keeps_what_the_readme_shows() -> None:
    fence = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert fence.findall(described()) == fence.findall(readme) != []
    assert "[" not in fence.sub("", described()).replace("[attrs]", "").replace(
        "[all]", ""
    ).replace("[pdf]", "")


def test_the_citation_is_of_this_version() -> None:
    said = dict(
        line.split(": ", 1)
        for line in (ROOT / "CITATION.cff").read_text(encoding="utf-8").split("\n")
        if re.match(r"[a-z-]+: [^>]", line)
    )
    assert said["version"] == cnbudget.__version__
    assert said["license"] == project()["project"]["license"]
    assert said["title"] == project()["project"]["name"]


def test_the_licence_stands_as_pep_639_has_it() -> None:
    data = project()["project"]
    assert data["license-files"] == ["LICENSE"]
    assert (ROOT / "LICENSE").is_file()
    assert not [each for each in data["classifiers"] if each.startswith("License ::")]


def test_everything_that_is_all_is_in_all() -> None:
    extras = project()["project"]["optional-dependencies"]
    users = set(extras) - {"all", "test", "dev", "benchmark"}
    assert extras["all"] == [f"cnbudget[{','.join(e for e in extras if e in users)}]"]
