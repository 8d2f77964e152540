"""Threads that read and check at the same time, with nothing loaded yet, find what one alone finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cnbudget import check, read
from cnbudget.examples import example_path
from tests.documents import corpus
from tests.reading import making

_RUN = """
import sys, threading
sys.setswitchinterval(1e-6)
paths = sys.argv[1:]
count = 2 * len(paths)
barrier = threading.Barrier(count)
said = [None] * count
def work(number):
    barrier.wait()
    try:
        import cnbudget
        report = cnbudget.check(cnbudget.read(paths[number % len(paths)]))
        said[number] = report.text("en"), report.text("zh")
    except BaseException as error:
        said[number] = repr(error)
threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
for each in threads: each.start()
for each in threads: each.join()
for number, each in enumerate(said):
    assert each == said[number % len(paths)], (number, each)
print(*(en for en, _ in said[:len(paths)]), sep="\\n\\n")
"""


def _found_by_threads(paths: list[Path]) -> None:
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", _RUN, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    alone = "\n\n".join(check(read(path)).text("en") for path in paths)
    assert done.stdout.rstrip("\n") == alone.rstrip("\n")


def test_threads_with_cold_caches() -> None:
    _found_by_threads([example_path("artux"), example_path("akto")])


def test_threads_that_read_files_of_other_kinds(tmp_path: Path) -> None:
    """What opens workbooks, documents, pages and PDF files is loaded by two threads at once, too."""
    parts = corpus.document("artux")
    made = {
        "xlsx": making.xlsx(parts),
        "docx": making.word(parts),
        "html": making.web_page(parts).encode(),
        "pdf": making.pdf(parts),
    }
    for ending, content in made.items():
        (tmp_path / f"甲.{ending}").write_bytes(content)
    _found_by_threads(sorted(tmp_path.iterdir()))
