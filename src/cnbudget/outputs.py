"""Files that are written: whole or not at all, and never over what is read.

Every file that the package writes goes through `save`. It is written beside its place under another name, and
takes its place when it is whole: whoever looks finds the old file or the new one. A link is followed, so that
it stays one; a device or a pipe is written to as it is.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from cnbudget.errors import UnwritableError
from cnbudget.messages import Message, say

PathLike = str | os.PathLike[str]


def save(path: PathLike, data: bytes) -> None:
    """Write a file, or replace it, whole or not at all.

    A file that is replaced keeps its permissions (and its owner, where the system allows that). Of a link, the
    file that it leads to is replaced. Another name of the same file (a hard link) keeps the old content.

    Args:
        path: The file.
        data: All that is to stand in it.

    Raises:
        UnwritableError: The file cannot be written; what was there before is still there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder, "预算.md"), b"# 2026")
    ...     Path(folder, "预算.md").read_bytes(), os.listdir(folder)
    (b'# 2026', ['预算.md'])
    """
    file = Path(path)
    try:
        old = _status(file)
        stream = _standard(old)
        if stream is not None:
            _send(stream, data)
        elif old is None or stat.S_ISREG(old.st_mode):
            _replace(Path(os.path.realpath(file)), old, data)
        else:
            with open(file, "wb", buffering=0) as target:  # a folder raises here
                _send(target.fileno(), data)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise unwritable(file, error) from error


def _replace(file: Path, old: os.stat_result | None, data: bytes) -> None:
    """Write a file beside its place, and put it there."""
    if old is not None and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    if not file.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    beside = file.parent / f".cnbudget-{os.getpid()}-{os.urandom(6).hex()}.tmp"
    mode = 0o666 if old is None else stat.S_IMODE(old.st_mode) & 0o777
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    target = os.open(beside, flags, mode)
    try:
        try:
            _send(target, data)
            os.fsync(target)
            if old is not None and hasattr(os, "fchown"):
                _keep_owner(target, old)
        finally:
            os.close(target)
        if old is not None:
            os.chmod(beside, stat.S_IMODE(old.st_mode))
        os.replace(beside, file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _keep_owner(target: int, old: os.stat_result) -> None:
    new = os.fstat(target)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(target, old.st_uid, old.st_gid)
        except OSError:  # only the system's administrator may give files away
            return


def _send(target: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(target, left[: 1 << 20]) :]


def _status(file: PathLike) -> os.stat_result | None:
    """What the system says of a file; None if there is none yet."""
    try:
        return os.stat(file)
    except FileNotFoundError:
        return None


def _standard(status: os.stat_result | None) -> int | None:
    """The standard output or error that a file is, by whatever name: that is written to, not replaced."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            if status is not None and os.path.samestat(status, os.fstat(number)):
                if stream is not None:
                    stream.flush()
                return number
        except OSError:  # it is closed
            continue
    return None


def is_standard_output(path: PathLike) -> bool:
    """Whether a file is the standard output, so that a message there would fall into it.

    >>> is_standard_output("没有这个文件")
    False
    """
    try:
        return _standard(_status(path)) == 1
    except (OSError, ValueError):
        return False


# Names of one file --------------------------------------------------------------------------------


def same_file(one: PathLike, other: PathLike) -> bool:
    """Whether two names are those of one file: relative, of a link, of a hard link, in other case.

    >>> same_file(__file__, os.path.relpath(__file__)), same_file("没有.md", "没有.csv")
    (True, False)
    """
    try:
        here, there = _status(one), _status(other)
        if here is not None and there is not None:
            return stat.S_ISREG(here.st_mode) and os.path.samestat(here, there)
        if here is None and there is None:  # neither is there yet
            return _full(one) == _full(other)
    except (OSError, ValueError):  # a name that no file can have
        return False
    return False


def _full(path: PathLike) -> str:
    return os.path.normcase(os.path.realpath(path))


def keep_apart(
    outputs: Iterable[PathLike | None],
    inputs: Iterable[PathLike | None],
) -> None:
    """Refuse to write over a file that is read, or two outputs to one file; the standard output is an output too.

    Args:
        outputs: The files to write; None where there is none.
        inputs: The files that are read; None where there is none.

    Raises:
        UnwritableError: An output is an input, by whatever name, or another output.
    """
    written = [Path(path) for path in outputs if path is not None]
    read = [Path(path) for path in inputs if path is not None]
    into = next((path for path in read if _is_standard_file(path)), None)
    if into is not None:
        raise UnwritableError(say("files.standard_output_is_input"), where=str(into))
    for number, path in enumerate(written):
        taken = next((each for each in read if same_file(each, path)), None)
        if taken is not None:
            raise UnwritableError(say("files.output_is_input", taken=taken), where=str(path))
        if any(same_file(each, path) for each in written[:number]):
            raise UnwritableError(say("files.outputs_same"), where=str(path))


def _is_standard_file(path: Path) -> bool:
    try:
        status = _status(path)
        return status is not None and stat.S_ISREG(status.st_mode) and _standard(status) == 1
    except (OSError, ValueError):
        return False


# What is written ----------------------------------------------------------------------------------


def encoded(text: str, file: PathLike = "", *, mark: bool = False) -> bytes:
    r"""A text as UTF-8.

    Args:
        text: The text.
        file: The file that it goes to, for the message.
        mark: Whether the mark stands before it by which spreadsheets know UTF-8.

    Raises:
        UnwritableError: A character of it is half of one (a lone surrogate), which no file can hold.

    >>> encoded("预算", mark=True)[:3]
    b'\xef\xbb\xbf'
    """
    try:
        return text.encode("utf-8-sig" if mark else "utf-8")
    except UnicodeEncodeError as error:
        near = text[max(0, error.start - 10) : error.start + 10]
        raise UnwritableError(
            say("files.half_character"),
            where=str(file),
            value=near.encode("utf-8", "backslashreplace").decode(),
        ) from error


# What keeps a file from being written -------------------------------------------------------------

_REASONS = {
    errno.ENOENT: say("files.no_folder"),
    errno.ENOTDIR: say("files.no_folder"),
    errno.EISDIR: say("files.folder_not_written"),
    errno.ENOSPC: say("files.disk_full"),
    errno.EDQUOT: say("files.quota_used"),
    errno.EFBIG: say("files.too_large_for_disk"),
    errno.EROFS: say("files.disk_read_only"),
    errno.ENAMETOOLONG: say("files.name_too_long"),
    errno.EPIPE: say("files.reader_gone"),
    errno.EBADF: say("files.closed"),
}
_KINDS: tuple[tuple[type[OSError], int], ...] = (
    (FileNotFoundError, errno.ENOENT),
    (NotADirectoryError, errno.ENOTDIR),
    (IsADirectoryError, errno.EISDIR),
    (BrokenPipeError, errno.EPIPE),
)


def reason_of(error: Exception) -> Message:
    """Why the system did not write, and what to do.

    >>> reason_of(OSError(errno.ENOSPC, "No space left on device")).both
    ('磁盘已满', 'the disk is full')
    """
    number = getattr(error, "errno", None)
    number = next((n for kind, n in _KINDS if isinstance(error, kind)), number)
    if isinstance(error, PermissionError):
        return say("files.denied")
    reason = getattr(error, "strerror", None) or str(error)
    return _REASONS.get(number or 0) or say("files.not_written", reason=reason)


def unwritable(file: Path, error: Exception) -> UnwritableError:
    """The error for a file that the system did not write, in words.

    >>> unwritable(Path("没有/预算.csv"), FileNotFoundError()).text("zh")
    '没有：没有这个文件夹（请先建立文件夹）'
    """
    folder = isinstance(error, FileNotFoundError | NotADirectoryError)
    return UnwritableError(reason_of(error), where=str(file.parent if folder else file))
