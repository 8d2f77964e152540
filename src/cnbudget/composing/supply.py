"""What only the user can say: reasons, uses, the bases of projects; asked for by key, read from a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from cnbudget.errors import CnbudgetError
from cnbudget.files import bytes_of, refusal, text_of
from cnbudget.formulas import guarded, unguarded
from cnbudget.messages import say
from cnbudget.outputs import encoded, save

_KEY, _WHAT, _TEXT = "键", "说明", "内容"
_NAMES = {"键": "key", "key": "key", "内容": "text", "text": "text"}
_LARGEST = 1 << 24
_ENDS = "。；;，,．. \t\r\n"


def placeholder(what: str) -> str:
    """What stands where only the user can say something; `cnbudget.check` reports it.

    >>> placeholder("主要职能")
    '【待填写：主要职能】'
    """
    return f"【待填写：{what}】"


class ReasonsError(CnbudgetError, ValueError):
    """Reasons that cannot be read, or that no sentence asks for.

    >>> issubclass(ReasonsError, ValueError)
    True
    """


@attrs.frozen
class Blank:
    """Something in the narrative that only the user can say.

    Attributes:
        key: Its key ("income/general").
        what: What is asked for, in Chinese.
        kind: "reason" (主要原因是…), "use" (主要用于…), "text" or "number".
        needed: Whether the narrative has a sentence that needs it.
        text: What the user says, or "".

    >>> Blank("duties", "部门职责", needed=False).what
    '部门职责'
    """

    key: str
    what: str
    kind: str = attrs.field(default="reason", kw_only=True)
    needed: bool = attrs.field(default=True, kw_only=True)
    text: str = attrs.field(default="", kw_only=True)


class Supply:
    """What the user says, by key, and what was asked for."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        given: Iterable[tuple[object, object]] = (texts or {}).items()
        for key, text in given:
            if not isinstance(key, str) or not isinstance(text, str):
                raise ReasonsError(say("composing.not_reasons"), value=text, where=str(key))
        self.texts = {_clean(key): text.strip() for key, text in (texts or {}).items()}
        self.asked: dict[str, Blank] = {}

    def ask(self, key: str, what: str, kind: str = "reason", *, needed: bool = True) -> str:
        """What the user says under a key, or "".

        A reason may be given for a section as a whole: "income" serves every "income/…" that has none of its own.
        """
        key = _clean(key)
        found = self.texts.get(key, "")
        if not found and kind == "reason":
            found = self.texts.get(key.split("/", 1)[0], "")
        old = self.asked.get(key)
        self.asked[key] = Blank(
            key, what, kind=kind, needed=needed or (old is not None and old.needed), text=found
        )
        return found

    def said(self, key: str, what: str, kind: str = "reason", *, shown: str = "") -> str:
        """What the user says under a key, or a placeholder that shows what is asked for."""
        text = "".join(line.strip() for line in self.ask(key, what, kind).splitlines())
        return text.rstrip(_ENDS) or placeholder(shown or what)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """All that can be filled in, in the document's order."""
        return tuple(self.asked.values())

    def check(self) -> None:
        """Every text that was given has a place.

        Raises:
            ReasonsError: Some keys are not known; all of them are named.
        """
        known = set(self.asked) | {
            key.split("/", 1)[0] for key, blank in self.asked.items() if blank.kind == "reason"
        }
        strange = [key for key, text in self.texts.items() if text and key not in known]
        if strange:
            shown = "、".join(strange[:8]) + ("…" if len(strange) > 8 else "")
            raise ReasonsError(say("composing.reasons_not_asked"), value=shown)


def _clean(key: str) -> str:
    return "/".join(part.strip() for part in key.split("/"))


def read_reasons(path: str | Path) -> dict[str, str]:
    """The texts that a CSV file gives by key, as `save_reasons` writes it.

    Args:
        path: A CSV file (UTF-8 or GB 18030) with the columns 键 and 内容; other columns are left alone. Rows
            without a text are passed over.

    Raises:
        ReasonsError: The file cannot be read, or a key stands in it twice with two texts.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "reasons.csv")
    ...     with open(name, "w", encoding="utf-8") as file:
    ...         print("键,内容", "duties,负责医疗保障工作", sep=os.linesep, file=file)
    ...     found = read_reasons(name)
    ...
    >>> found
    {'duties': '负责医疗保障工作'}
    """
    file = Path(path)
    where = str(file)
    try:
        data = bytes_of(file, _LARGEST)
    except (OSError, ValueError) as error:
        raise ReasonsError(refusal(error), where=where) from error
    text = text_of(data)
    if text is None:
        raise ReasonsError(say("composing.not_text"), where=where)
    mark = max(",\t;", key=text[:4096].split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    found: dict[str, str] = {}
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [_NAMES.get(cell.strip(), "") for cell in cells]
                if not {"key", "text"} <= set(names):
                    raise ReasonsError(
                        say("composing.columns_lacking", key=_KEY, text=_TEXT), where=where
                    )
                continue
            row = dict(zip(names, map(unguarded, cells), strict=False))
            key, said = _clean(row.get("key", "")), row.get("text", "").strip()
            if said and found.setdefault(key, said) != said:
                raise ReasonsError(
                    say("composing.key_twice"),
                    value=key,
                    where=f"{where} 第{reader.line_num}行",
                )
    except csv.Error as error:
        raise ReasonsError(
            say("composing.not_csv", error=error), where=f"{where} 第{reader.line_num}行"
        ) from error
    return found


def save_reasons(blanks: Iterable[Blank], path: str | Path, *, every: bool = False) -> None:
    """Write a file to fill in: a row for each thing that the narrative needs.

    Args:
        blanks: What can be filled in, as `cnbudget.composing.blanks_of` gives it.
        path: The CSV file; it opens in Excel.
        every: Whether also what this document has no sentence for.

    Raises:
        UnwritableError: The file cannot be written; what was there before is still there.

    >>> import cnbudget
    >>> import os, tempfile
    >>> from cnbudget.composing import blanks_of
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "reasons.csv")
    ...     save_reasons(blanks_of(cnbudget.example("akto")), name)
    ...     with open(name, encoding="utf-8-sig") as file:
    ...         first = file.readline().strip()
    ...
    >>> first
    '键,说明,内容'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_KEY, _WHAT, _TEXT])
    for blank in blanks:
        if blank.needed or blank.text or every:
            writer.writerow(map(guarded, (blank.key, blank.what, blank.text)))
    save(path, encoded(out.getvalue(), path, mark=True))
