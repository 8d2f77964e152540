"""Run the shell commands of the documentation and keep the outputs that it quotes.

    python tools/refresh_outputs.py [--check | --update] [PAGE…]

A block of ``sh`` directly followed by a block of ``text`` or ``json`` is a command and what it prints, as
on a terminal. ``--check`` (the default) fails with a diff where a quoted output is not what the command
prints now; ``--update`` writes what it prints. Commands run in a directory of their own that has the
examples and the files of ``docs/assets``.
"""

from __future__ import annotations

import argparse
import difflib
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAIR = re.compile(
    r"^```sh\n(?P<command>(?:(?!```).*\n)+?)```\n\s*^```(?:text|json)\n(?P<output>(?:(?!```).*\n)*)```$",
    re.MULTILINE,
)
PAIRS_LEFT_ALONE = ("pip install",)  # what installs something is not run


def pages() -> list[Path]:
    """The pages that may quote commands."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@functools.cache
def printed(command: str) -> str:
    """What the command prints, with its errors, as on a terminal."""
    bash = shutil.which("bash")
    if bash is None:
        raise SystemExit("bash is needed to run the documentation's commands")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(ROOT / "examples", place / "examples")
        shutil.copytree(ROOT / "docs" / "assets", place / "docs" / "assets")
        this = shlex.quote(sys.executable)
        paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        terminal = {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONUNBUFFERED": "1",  # lines and errors come in the order in which they are printed
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
        }
        done = subprocess.run(
            [bash, "-c", f'cnbudget() {{ {this} -m cnbudget "$@"; }}\n{command}'],
            cwd=place,
            env={**os.environ, **terminal},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    return done.stdout


def refreshed(text: str) -> str:
    """The page's text with what its commands print now."""

    def replaced(found: re.Match[str]) -> str:
        command = found["command"]
        if any(word in command for word in PAIRS_LEFT_ALONE):
            return found[0]
        start = found.start("output") - found.start()
        end = found.end("output") - found.start()
        return found[0][:start] + printed(command).rstrip("\n") + "\n" + found[0][end:]

    return PAIR.sub(replaced, text)


def main() -> int:
    """Check or update the pages."""
    parser = argparse.ArgumentParser(description="the outputs that the documentation quotes")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="fail if an output differs (default)")
    what.add_argument("--update", action="store_true", help="write what the commands print now")
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    args = parser.parse_args()
    different = 0
    for page in [path.resolve() for path in args.pages] or pages():
        old = page.read_text(encoding="utf-8")
        new = refreshed(old)
        if new == old:
            continue
        different += 1
        if args.update:
            page.write_text(new, encoding="utf-8")
            print(f"{page}: updated")
            continue
        lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
        sys.stdout.writelines(difflib.unified_diff(*lines, str(page), "as printed now"))
    return 1 if different and not args.update else 0


if __name__ == "__main__":
    sys.exit(main())
