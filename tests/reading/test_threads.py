"""Threads that read and check at the same time, with nothing loaded yet, find what one alone finds."""

from __future__ import annotations

import subprocess
import sys

from cnbudget import check, example
from cnbudget.examples import example_path

_RUN = """
import sys, threading
sys.setswitchinterval(1e-6)
paths = sys.argv[1:]
barrier = threading.Barrier(6)
said = [None] * 6
def work(number):
    barrier.wait()
    try:
        import cnbudget
        report = cnbudget.check(cnbudget.read(paths[number % len(paths)]))
        said[number] = report.text("en"), report.text("zh")
    except BaseException as error:
        said[number] = repr(error)
threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
for each in threads: each.start()
for each in threads: each.join()
for number, each in enumerate(said):
    assert each == said[number % len(paths)], (number, each)
print(said[0][0], said[1][0], sep="\\n\\n")
"""


def test_threads_with_cold_caches() -> None:
    names = ("artux", "akto")
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", _RUN, *(str(example_path(name)) for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    alone = "\n\n".join(check(example(name)).text("en") for name in names)
    assert done.stdout.rstrip("\n") == alone.rstrip("\n")
