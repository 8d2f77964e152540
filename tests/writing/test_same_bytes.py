"""The same input gives the same bytes: whatever the clock, the time zone and the seed of hashes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import cnbudget
from cnbudget.packages import settled
from cnbudget.writing import _made

_MAKE = """
import datetime, hashlib, sys, time
from pathlib import Path

later = int(sys.argv[2])
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=later)
    @classmethod
    def utcnow(cls):
        return super().now() + datetime.timedelta(seconds=later)
datetime.datetime = Later
clock, local = time.time, time.localtime
time.time = lambda: clock() + later
time.localtime = lambda seconds=None: local(clock() + later if seconds is None else seconds)

import cnbudget
from cnbudget.composing import blanks_of, save_reasons
from cnbudget.examples import example_ledger

folder = Path(sys.argv[1])
budget = cnbudget.example("akto")
broken = cnbudget.example("artux")
wrong = broken.expenditure["2101501"].basic
broken = broken.with_figures([(wrong, wrong.evolve(value=wrong.value * 10))])
for ending in ("md", "html", "xlsx", "docx", "json", "csv"):
    cnbudget.write(budget, folder / f"a.{ending}")
for ending in ("xlsx", "docx"):
    cnbudget.write(broken, folder / f"b.{ending}")
    report = cnbudget.check(cnbudget.read(folder / f"b.{ending}"))
    cnbudget.annotate(report, folder / f"c.{ending}")
    (folder / f"{ending}.txt").write_text(report.to_json() + report.text(), encoding="utf-8")
ledger = example_ledger("akto")
cnbudget.save_ledger(ledger, folder / "l.csv")
cnbudget.write(cnbudget.publish(ledger, "xinjiang-2024", rounding="additive"), folder / "p.json")
save_reasons(blanks_of(budget), folder / "r.csv")
found = cnbudget.reconcile(budget, prose=False)
(folder / "reconciled.txt").write_text(found.to_json() + found.text(), encoding="utf-8")
cnbudget.save_ledger(found.witness, folder / "w.csv")
"""


def test_neither_clock_nor_seed_shows(tmp_path: Path) -> None:
    made: list[dict[str, bytes]] = []
    for number, (seed, later, zone) in enumerate(
        [("0", 0, "UTC"), ("4021", 40_000_007, "America/New_York")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", _MAKE, str(folder), str(later)],
            check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        )  # fmt: skip
        made.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert len(made[0]) == 17
    for other in made[1:]:
        assert [name for name in made[0] if made[0][name] != other[name]] == []


def test_office_files_say_no_time() -> None:
    for name in ("excel", "word"):
        data = _made(cnbudget.example("akto"), name, None)
        assert isinstance(data, bytes)
        with zipfile.ZipFile(BytesIO(data)) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            properties = package.read("docProps/core.xml")
        assert b"created" not in properties
        assert b"modified" not in properties
        assert settled(data) == data
