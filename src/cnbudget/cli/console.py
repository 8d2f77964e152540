"""The standard streams as commands use them: whatever is wrong with them ends in a message, never in a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase, TextIOWrapper
from typing import Any

from cnbudget.errors import UnreadableError
from cnbudget.files import LARGEST_FILE, SourceFile, limited, refusal
from cnbudget.messages import tell
from cnbudget.outputs import encoded, reason_of

#: What stands for the standard input among files.
STANDARD_INPUT = "-"


@contextmanager
def keep_up() -> Iterator[None]:
    """Streams that can be written to: of a console's encoding what it can show, closed ones saying so."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file that is opened must not take its place
            os.open(os.devnull, os.O_RDWR)
    before = sys.stdout, sys.stderr
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (as long as the process)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another encoding shows what it can
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Closed(TextIOBase):
    """A standard output that was closed before we began: to write there is an error and not silence."""

    def write(self, text: str, /) -> int:  # noqa: ARG002
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def say(text: str) -> None:
    """Print a message to the standard error; if nobody can read it there, nobody can be told."""
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _drop(sys.stderr)


def give_up(error: OSError, lang: str) -> None:
    """Say what the system did not do; what is left for the standard output goes nowhere."""
    _drop(sys.stdout)
    reason = reason_of(error)
    if error.filename is not None:
        said = tell(lang, "commands.file_not_written", file=str(error.filename), reason=reason)
    else:
        said = tell(lang, "commands.output_not_written", reason=reason)
    say(f"cnbudget: {said}")


def _drop(stream: Any) -> None:
    """Let what is left in a stream go nowhere, so that it does not fail again at the end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(value: Any, *, indent: int | None = None) -> None:
    """Print a value as JSON, which is UTF-8 whatever the console is."""
    import json

    _print_bytes(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")


class JsonArray:
    """Objects that are printed as an array, each when it is known: none is kept.

    Args:
        one_alone: Whether a single object is printed as such.
    """

    def __init__(self, *, one_alone: bool) -> None:
        self._held: Any = None
        self._holds = one_alone
        self._printed = 0

    def add(self, value: Any) -> None:
        """Print an object; the first waits for the second if it may be the only one."""
        if self._holds and not self._printed and self._held is None:
            self._held = value
            return
        if self._held is not None:
            first, self._held = self._held, None
            self._print(first)
        self._print(value)

    def end(self) -> None:
        """Print what is left, and the array's end."""
        if self._held is not None:
            print_json(self._held)
        else:
            _print_bytes("]\n" if self._printed else "[]\n")

    def _print(self, value: Any) -> None:
        import json

        _print_bytes((", " if self._printed else "[") + json.dumps(value, ensure_ascii=False))
        self._printed += 1


def print_document(text: str, *, always: bool) -> None:
    """Print a document: in UTF-8 into a file or a pipe, and to a terminal as it can show it.

    Args:
        text: The document.
        always: Whether it is UTF-8 on a terminal too, as JSON is.

    Raises:
        UnwritableError: A character of it is half of one.
    """
    encoded(text)
    if always or not sys.stdout.isatty():
        _print_bytes(text)
    else:
        sys.stdout.write(text)


def _print_bytes(text: str) -> None:
    sys.stdout.flush()
    target = getattr(sys.stdout, "buffer", None)
    if target is None:  # a stream of text alone, as notebooks have
        sys.stdout.write(text)
    else:
        # a name of a file that is not UTF-8 stays as JSON writes such characters
        target.write(text.encode("utf-8", "backslashreplace"))


def standard_input() -> SourceFile:
    """The standard input as a file to be read, whatever kind it is.

    Raises:
        UnreadableError: It is closed, or longer than a file may be.
    """
    source = getattr(sys.stdin, "buffer", None)
    try:
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        data = (sys.stdin if source is None else source).read(LARGEST_FILE + 1)
        limited(len(data))
    except (OSError, ValueError) as error:
        raise UnreadableError(refusal(error), where=STANDARD_INPUT) from error
    return SourceFile(STANDARD_INPUT, data if isinstance(data, bytes) else data.encode())


def whole_input() -> str:
    """All of the standard input, as UTF-8.

    Raises:
        OSError: It is closed, or longer than a file may be.
        UnicodeDecodeError: It is not UTF-8.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    source = getattr(sys.stdin, "buffer", None)
    data = (sys.stdin if source is None else source).read(LARGEST_FILE + 1)
    limited(len(data))
    return data if isinstance(data, str) else data.decode("utf-8-sig")
