"""Keys of what comes of a file: equal only where nothing that it depends on is different."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from pathlib import Path
from typing import Any

import attrs

from cnbudget._version import __version__
from cnbudget.batch import Input, Options
from cnbudget.classification import files_of
from cnbudget.errors import CnbudgetError
from cnbudget.files import bytes_of
from cnbudget.layouts import Layout, file_of
from cnbudget.layouts.written import toml_of

#: Options by which a file alone comes out no differently.
_NOTHING = frozenset(("check", "paired"))
_DIGITS = 32


def key_of(settings: str, one: Input, content: bytes) -> str:
    """The key of what comes of a file: of its content, its kind, and how it is read and checked.

    Args:
        settings: What `settings_of` says.
        one: The file; of its name only the ending says what it is.
        content: All that is in it.

    >>> one = key_of("", Input("a/预算.md"), b"# 2026")
    >>> one == key_of("", Input("b/2026.MD"), b"# 2026"), one == key_of("", Input("预算.md"), b"# 2025")
    (True, False)
    """
    found = hashlib.sha256(f"{settings}\n{Path(one.name).suffix.lower()}\n".encode())
    found.update(content)
    return found.hexdigest()[:_DIGITS]


def content_of(one: Input) -> bytes | None:
    """What a file holds; None where it cannot be opened, which reading it tells better, or need not end (a pipe)."""
    if one.content is not None:
        return one.content
    if one.refused is not None or one.member is not None or not os.path.isfile(one.path):
        return None
    try:
        return bytes_of(one.path)
    except (OSError, ValueError, CnbudgetError):
        return None


def settings_of(options: Options, lang: str) -> str:
    """What decides, beside the file, what comes of it: the version, and all options with the files that they name.

    Args:
        options: How files are read and checked.
        lang: The language of words.

    Raises:
        CnbudgetError: A file that an option names cannot be read.

    >>> settings_of(Options(), "zh") == settings_of(Options(prose=False), "zh")
    False
    """
    told: dict[str, Any] = {"version": __version__, "lang": lang}
    for field in attrs.fields(Options):
        if field.name not in _NOTHING:
            told[field.name] = _told(field.name, getattr(options, field.name))
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def _told(name: str, value: Any) -> Any:
    """The value of an option; of files what is in them, and not what they are called."""
    if value is None or isinstance(value, bool | int):
        return value
    if name == "lists":
        return [
            [os.path.basename(path), _digest(Path(path).read_bytes())] for path in files_of(value)
        ]
    if isinstance(value, str | Path):
        path = file_of(value)
        return _digest(path.read_bytes()) if path.is_file() else str(value)
    if isinstance(value, tuple) and all(isinstance(each, Input) for each in value):
        return [_digest(content_of(each) or b"") for each in value]
    return _digest(toml_of(value).encode() if isinstance(value, Layout) else pickle.dumps(value))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]
