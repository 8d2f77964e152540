"""Formats of old office programs, by way of LibreOffice where it is installed.

Budgets are still published as .doc, .wps, .et and .rtf. What such a file holds is not read here: LibreOffice saves it
as .docx or .xlsx, in a folder and with a profile of its own that are gone afterwards, and that is read.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from cnbudget.errors import UnreadableError
from cnbudget.files import limited
from cnbudget.messages import Said, say

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120  # a program that hangs is ended; what it had read by then is no answer


def converted(data: bytes, ending: str, into: str, name: Said) -> bytes:
    """A file of another format, as LibreOffice saves it.

    Args:
        data: The file.
        ending: The ending by which LibreOffice knows its format ("doc").
        into: The ending of the format that it is saved in ("docx").
        name: What the format is called.

    Raises:
        UnreadableError: LibreOffice is not installed, or it cannot read the file.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise UnreadableError(say("reading.format_not_read", name=name, into=into))
    with tempfile.TemporaryDirectory(prefix="cnbudget-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, out = home / f"file.{ending}", home / "out"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            into,
            "--outdir",
            str(out),
            str(source),
        ]
        try:
            _run(command)
            made = out / f"file.{into}"
            limited(made.stat().st_size)
            return made.read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnreadableError(say("reading.not_converted", name=name, into=into)) from error


def _run(command: list[str]) -> None:
    """Run a program, and end it with all that it started if it takes too long."""
    alone = hasattr(os, "killpg")
    process = subprocess.Popen(  # noqa: S603  (the program is that of the system, the names are ours)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=alone,
    )
    try:
        process.wait(_SECONDS)
    finally:
        if process.poll() is None:
            if alone:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
