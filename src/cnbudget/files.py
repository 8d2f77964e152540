"""Files given by their names: read whole, in bounded time and memory, or refused with the reason."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import attrs

__all__ = ["LARGEST_FILE", "Refusal", "bytes_of", "limited", "refusal"]

#: Files larger than this (in bytes) are not read.
LARGEST_FILE = 256 * 1024 * 1024
_CHUNK = 1024 * 1024


@attrs.frozen
class Refusal:
    """Why a file is not read, and what to do.

    Attributes:
        en: The reason in English.
        zh: The same in Chinese.
        hint: What to do, in English.
        hint_zh: The same in Chinese.
    """

    en: str
    zh: str
    hint: str = attrs.field(kw_only=True)
    hint_zh: str = attrs.field(kw_only=True)


class _RefusedError(OSError):
    """A file that can be opened and is not read."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.en)
        self.why = why


_DEVICE = Refusal(
    "this is a device, not a file",
    "这是设备，不是文件",
    hint="give the document itself: a file on the disk, or what another program pipes in",
    hint_zh="请给出文件本身：磁盘上的文件，或由其他程序经管道送来的内容",
)


def bytes_of(path: str | Path, most: int = LARGEST_FILE) -> bytes:
    """What a file holds.

    A pipe is read too, up to the same length. Devices (``/dev/zero``, a terminal) have no end and are refused.

    Args:
        path: The file.
        most: The largest that is read, in bytes.

    Raises:
        OSError: It cannot be opened, is a folder or a device, or is too large; see `refusal`.
        ValueError: No file can have this name.

    >>> import os
    >>> try:
    ...     bytes_of(os.devnull)
    ... except OSError as error:
    ...     print(refusal(error).zh)
    这是设备，不是文件
    """
    # without waiting: a named pipe that nobody writes to would not open
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, flags)
    with open(number, "rb", buffering=0) as file:
        about = os.fstat(number)
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError(21, "Is a directory", str(path))
        pipe = stat.S_ISFIFO(about.st_mode) or stat.S_ISSOCK(about.st_mode)
        if not (pipe or stat.S_ISREG(about.st_mode)):
            raise _RefusedError(_DEVICE)
        limited(about.st_size, most)
        if pipe:
            os.set_blocking(number, True)
        # the size is not believed: some files say 0 and have no end
        found = bytearray()
        while chunk := file.read(_CHUNK):
            found += chunk
            limited(len(found), most)
        return bytes(found)


def limited(length: int, most: int = LARGEST_FILE) -> None:
    """Refuse what is longer than is read.

    Raises:
        OSError: It is.
    """
    if length <= most:
        return
    size = f"{most // 2**20} MB"
    raise _RefusedError(
        Refusal(
            "the file is too large",
            "文件过大",
            hint=f"at most {size} are read",
            hint_zh=f"至多读 {size}",
        )
    )


def refusal(error: OSError | ValueError) -> Refusal:
    """An error of `bytes_of` in words.

    >>> refusal(FileNotFoundError(2, "No such file or directory")).zh
    '没有这个文件'
    """
    if isinstance(error, _RefusedError):
        return error.why
    reason = getattr(error, "strerror", None) or str(error)
    known: dict[type[Exception], str] = {
        FileNotFoundError: "没有这个文件",
        IsADirectoryError: "这是文件夹，不是文件",
    }
    return Refusal(
        f"the file cannot be opened: {reason}",
        known.get(type(error), f"文件打不开：{reason}"),
        hint="check the path",
        hint_zh="请检查路径",
    )
