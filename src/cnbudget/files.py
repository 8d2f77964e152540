"""Files given by their names: read whole, in bounded time and memory, or refused with the reason."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import attrs

from cnbudget.limits import LIMITS
from cnbudget.messages import Message, say
from cnbudget.values import Value

#: Files larger than this (in bytes) are not read.
LARGEST_FILE = LIMITS.file
_CHUNK = 1024 * 1024
_LOOKED_AT = 1 << 16  # bytes of a damaged text in which no zero may stand


@attrs.frozen(eq=False, repr=False)
class SourceFile(Value):
    """A file that something was read from.

    Attributes:
        name: What it is called.
        content: Its bytes.
    """

    name: str
    content: bytes = attrs.field(repr=False)

    @property
    def sha256(self) -> str:
        """Its digest."""
        from hashlib import sha256  # slow to import, and not needed for a report in words

        return sha256(self.content).hexdigest()


class _RefusedError(OSError):
    """A file that can be opened and is not read."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.en)
        self.why = why


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
            raise _RefusedError(say("files.is_device"))
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
    raise _RefusedError(
        say("files.too_large", size=f"{most // 2**20} MB" if most >= 2**20 else f"{most} B")
    )


def refusal(error: OSError | ValueError) -> Message:
    """An error of `bytes_of` in words.

    >>> refusal(FileNotFoundError(2, "No such file or directory")).zh
    '没有这个文件'
    """
    if isinstance(error, _RefusedError):
        return error.why
    if isinstance(error, FileNotFoundError):
        return say("files.not_there")
    if isinstance(error, IsADirectoryError):
        return say("files.is_folder")
    reason = getattr(error, "strerror", None) or str(error)
    return say("files.not_opened", reason=reason)


def text_of(data: bytes, *, cut: bool = False) -> str | None:
    r"""The text of a text file: UTF-8, UTF-16 with its mark, or GB 18030; None if it is none of these.

    Args:
        data: What the file holds.
        cut: Whether a file that ends within its last character is still read.

    >>> text_of("预算".encode("gb18030")), text_of("预算".encode()[:-1], cut=True), text_of(b"\0")
    ('预算', '预', None)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\x00" in (data[:_LOOKED_AT] if cut else data):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if cut and encoding == "utf-8-sig" and error.start > len(data) - 4:
                return data[: error.start].decode(encoding)
    return None
