"""The pages of reports in a browser, as their readers open them: telephone and desk, light and dark, both languages.

`pages.mjs` opens them in Chromium; it needs Node.js and the packages of `package-lock.json`, which pip does not
install: `npm ci --prefix tests/browser`. `.ci/run` puts them into a folder of its own, and says where by
CNBUDGET_BROWSER.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from cnbudget.cli import main

HOME = Path(os.environ.get("CNBUDGET_BROWSER") or Path(__file__).parent)
ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in PROGRAMS if (found := shutil.which(name))), "")
NODE = shutil.which("node") or ""
LACKING = [
    what
    for what, there in (
        ("Chromium", CHROMIUM),
        ("Node.js", NODE),
        ("the packages of tests/browser (npm ci)", (HOME / "node_modules" / "axe-core").is_dir()),
    )
    if not there
]

pytestmark = pytest.mark.skipif(
    bool(LACKING),
    reason=f"the pages of reports were NOT opened in a browser: without {', '.join(LACKING)}",
)


def _workbook(folder: Path) -> Path:
    """A published workbook with two wrong amounts in it."""
    file = folder / "qingshan.xlsx"
    assert main(["publish", str(ROOT / "examples" / "qingshan-2026.csv"), "-o", str(file)]) == 0
    book = openpyxl.load_workbook(file)
    changed = 0
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        amounts = [each for each in cells if isinstance(each.value, int | float)]
        if len(amounts) > 20 and changed < 2:
            amounts[-1].value = float(str(amounts[-1].value)) + 90
            changed += 1
    assert changed == 2
    book.save(file)
    return file


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of three documents, and one of many files, one of them unreadable."""
    folder = tmp_path_factory.mktemp("pages")
    mistyped = folder / "mistyped.md"
    shutil.copy(ROOT / "docs" / "assets" / "mistyped.md", mistyped)
    sources = {
        "mistyped": [mistyped],
        "akto": [ROOT / "examples" / "akto-2024.md"],
        "workbook": [_workbook(folder)],
    }
    unread = folder / "空.md"
    unread.write_text("", encoding="utf-8")
    sources["many"] = [mistyped, unread]
    made = []
    for name, files in sources.items():
        made.append(folder / f"{name}.html")
        main(["check", *map(str, files), "--html", str(made[-1])])
    assert all(each.is_file() for each in made)
    return made


def opened(pages: list[Path]) -> subprocess.CompletedProcess[str]:
    """What the browser has to say of pages; the pictures go where CNBUDGET_PICTURES says."""
    pictures = os.environ.get("CNBUDGET_PICTURES")
    command = [NODE, str(HOME / "pages.mjs"), "--chromium", CHROMIUM]
    command += ["--pictures", pictures] if pictures else []
    return subprocess.run(  # noqa: S603
        [*command, *map(str, pages)], capture_output=True, text=True, check=False, timeout=600
    )


def test_every_way_of_opening_the_pages_is_without_a_fault(
    pages: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run = opened(pages)
    with capsys.disabled():
        print(f"\n{run.stdout.strip()}")
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{8 * len(pages)} ways of opening pages tried" in run.stdout


def test_a_broken_page_is_noticed(pages: list[Path], tmp_path: Path) -> None:
    text = pages[0].read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    for old, new, said in (
        (
            '<section class="overview">',
            '<section class="overview" style="width:2000px">',
            "overflow",
        ),
        ('href="#r1-F1"', 'href="#r1-F99"', "nothing is called r1-F99"),
    ):
        assert old in text
        broken.write_text(text.replace(old, new), encoding="utf-8")
        run = opened([broken])
        assert run.returncode == 1
        assert said in run.stdout
