"""Let mypy, strict, read what the documentation teaches: the Python examples of README and docs, page by page.

`python tools/type_examples.py` writes the code of each page as a module into a folder that is gone afterwards, and runs
mypy once over all of them against the package as it is installed; what it finds is told with the page and its line.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\s*$")
_PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.)(?: |$)")
_OPTIONS = ("--strict", "--hide-error-context", "--no-color-output")
#: In a session a name may stand for one thing after another, and who reads it sees which of several kinds of answer it
#: got: whether an example has last year's amount, a correction or a refutation. Data frames ship no types.
_CONFIG = """[mypy]
allow_redefinition_new = True
local_partial_types = True
disable_error_code = union-attr
[mypy-pandas.*,pyarrow.*,altair.*,numpy.*]
ignore_missing_imports = True
"""


def code_of(text: str) -> str:
    """The Python of a page, each line in its own line, so that what is said of it is said of the page's line."""
    return "\n".join(_lines(text)) + "\n"


def _lines(text: str) -> Iterator[str]:
    inside = ""
    session = asked = False
    refused = _refused(text)
    for number, line in enumerate(text.split("\n")):
        fence = _FENCE.match(line)
        if fence is not None:
            inside = "" if inside else fence["kind"] or "text"
            session = asked = False
            yield ""
        elif inside not in ("python", "pycon"):
            yield ""
        elif number in refused:
            session, asked = True, False
            yield ""
        elif _PROMPT.match(line) and (line.lstrip().startswith(">>>") or asked):
            session = asked = True
            yield _PROMPT.sub("", line, count=1)
        else:  # what a session printed is no code, nor are its dots
            asked = False
            yield "" if session or not line.strip() else line


def _refused(text: str) -> set[int]:
    """The lines of what a session shows to be an error: mypy may well say so, too."""
    found: set[int] = set()
    statement: list[int] = []
    done = False  # what was printed follows
    for number, line in enumerate(text.split("\n")):
        if line.lstrip().startswith(">>>"):
            statement, done = [], False
        if _PROMPT.match(line) and not done:
            statement.append(number)
        elif line.strip() == "Traceback (most recent call last):":
            found.update(statement)
            done = True
        else:
            done = True
    return found


def module_of(page: Path) -> str:
    """The name of a page's module."""
    name = page.relative_to(ROOT).with_suffix("").as_posix()
    return "page_" + re.sub(r"\W", "_", name)


def faults(pages: dict[str, str]) -> list[str]:
    """What mypy says of the code of pages, by the names of their modules."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, code in pages.items():
            files.append(Path(folder) / f"{name}.py")
            files[-1].write_text(code, encoding="utf-8")
        config = Path(folder) / "mypy.ini"
        config.write_text(_CONFIG, encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "mypy",
                "--config-file",
                str(config),
                *_OPTIONS,
                *map(str, files),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stdout + done.stderr)
        said = [line.removeprefix(f"{folder}/") for line in done.stdout.split("\n")]
        return [line for line in said if ": error:" in line or ": note:" in line]


def main() -> int:
    """Check all pages; 1 if mypy does not accept what one of them teaches."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    pages = {module_of(page): code_of(page.read_text(encoding="utf-8")) for page in PAGES}
    taught = {name: code for name, code in pages.items() if code.strip()}
    found = faults(taught)
    print("\n".join(found) or f"mypy accepts what {len(taught)} pages teach")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
