"""A process that reads and checks files for another: what it is told comes in, and what it finds goes out."""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import threading
from typing import IO, Any

_LENGTH = 8  # bytes before each message that say how long it is
_MANY = 20_000  # values that are made before circles among them are looked for: a document has many, and hardly any


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message to a stream.

    Raises:
        OSError: Nobody reads it any more.
    """
    data = pickle.dumps(message)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message of a stream.

    Raises:
        EOFError: There is none.
    """
    size = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return pickle.loads(_exactly(stream, size))  # noqa: S301  (it comes from a process that we started)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """So many bytes of a stream, which may give them in pieces."""
    found = bytearray()
    while len(found) < size:
        piece = stream.read(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def main() -> None:
    """Do what is told until nobody tells any more."""
    # without a buffer, whose lock would be held at the end
    told, out = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    # what libraries print is none of our messages
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process tells us to stop
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    working = threading.Event()

    def listen() -> None:
        try:
            while True:
                tasks.put(receive(told))
        except (EOFError, OSError):
            if working.is_set():  # whoever asked is gone
                os._exit(1)
            tasks.put(None)

    threading.Thread(target=listen, daemon=True).start()
    gc.set_threshold(_MANY)
    work = tasks.get()
    while (task := tasks.get()) is not None:
        working.set()
        send(out, work.done(task))
        working.clear()


def _stop(*_: object) -> None:
    raise SystemExit(1)


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(0)  # whatever still listens
