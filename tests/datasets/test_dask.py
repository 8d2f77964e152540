"""The same on a Dask cluster: its workers are processes, and one of them is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest

import cnbudget
from cnbudget.datasets import DatasetRun
from tests.batch.test_check_files import planned
from tests.datasets.test_write_dataset import rows

FILES = 40
#: A machine that does much else answers late, and a file is not lost for that, nor for a worker that died beside it.
PATIENT = {
    "distributed.comm.timeouts.connect": "120s",
    "distributed.comm.timeouts.tcp": "120s",
    "distributed.scheduler.allowed-failures": 10,
}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "公开"
    folder.mkdir()
    for number in range(FILES):
        ending, content, _ = planned(number)
        (folder / f"{number:03}.{ending}").write_bytes(content)
    return folder


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    library: Any = distributed  # its types are not whole
    settings: Any = dask  # likewise
    with (
        settings.config.set(PATIENT),
        library.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path / "dask"),
        ) as cluster,
        library.Client(cluster, timeout=120) as client,
    ):
        yield client


def test_a_cluster_gives_the_same_though_a_worker_dies(
    many: Path, client: Any, tmp_path: Path
) -> None:
    here = cnbudget.write_dataset(many, tmp_path / "一")
    killed: list[int] = []

    def kill(done: int, _: int, __: str) -> None:
        if done == FILES // 4:
            first = next(iter(client.scheduler_info()["workers"]))  # of those that live now
            (process,) = client.run(os.getpid, workers=[first]).values()
            os.kill(process, signal.SIGKILL)
            killed.append(process)

    with client.get_executor() as executor:
        there = cnbudget.write_dataset(many, tmp_path / "二", executor=executor, progress=kill)
        checked = [each.kind for each in cnbudget.check_files([many], executor=executor)]
    assert killed
    lost = [row for row in rows(tmp_path / "二")["files"] if "batch.executor_lost" in row]
    assert lost == []  # says what the cluster said
    assert there == here == DatasetRun(FILES, done=here.done, same=here.same, kinds=here.kinds)
    assert rows(tmp_path / "一") == rows(tmp_path / "二")
    assert checked == [each.kind for each in cnbudget.check_files([many])]
