"""What can go wrong, as a small tree of exceptions.

Every error says the place first (file, table, row, column), then what is wrong, then what to do
about it. Each branch also subclasses the nearest builtin, so ``except ValueError`` works as usual,
and every error survives pickling.

Findings about a budget are values (`cnbudget.Finding`), never exceptions: an exception means that
cnbudget could not do what it was asked to do.

    >>> raise CodeError("level has 3, 5 or 7 digits", value="2080", hint="write 208, 20805 or 2080505")
    Traceback (most recent call last):
    ...
    cnbudget.errors.CodeError: '2080': level has 3, 5 or 7 digits (write 208, 20805 or 2080505)
"""

from __future__ import annotations

from typing import Any

from cnbudget.messages import Message


class CnbudgetError(Exception):
    """The root of the tree.

    Args:
        message: What is wrong: a message of the catalogue, with what to do about it; or words of your own, in English.
        zh: The same in Chinese; defaults to ``message``.
        where: The place: a file, and in it a table, row, column or line.
        hint: What to do about it, in English.
        hint_zh: The same in Chinese; defaults to ``hint``.
        value: The offending value, kept as it was given.

    Attributes:
        key: The key of the message in the catalogue; None for words of your own.

    >>> try:
    ...     raise MoneyError("not an amount", zh="不是金额", where="table 3", value="1.2.3", hint="mend it")
    ... except CnbudgetError as error:
    ...     print(error.text("en"))
    ...
    table 3: '1.2.3': not an amount (mend it)
    """

    def __init__(
        self,
        message: str | Message,
        *,
        zh: str = "",
        where: str = "",
        hint: str = "",
        hint_zh: str = "",
        value: Any = None,
    ) -> None:
        self.key: str | None = None
        if isinstance(message, Message):
            self.key, self.zh, self.message = message.key, message.zh, message.en
            self.hint = hint or message.hint("en")
            self.hint_zh = hint_zh or hint or message.hint("zh")
        else:
            self.zh, self.message = zh or message, message
            self.hint, self.hint_zh = hint, hint_zh or hint
        super().__init__(self.message)
        self.where = where
        self.value = value

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.message, self.__dict__.copy()))

    def __str__(self) -> str:
        return self.text("en")

    def text(self, lang: str = "zh") -> str:
        """The error in one line, in Chinese (``"zh"``) or English (``"en"``).

        >>> MoneyError("not an amount", zh="不是金额", where="表3 第5行", value="1.2.3").text("zh")
        '表3 第5行：“1.2.3”：不是金额'
        """
        parts = [self.where] if self.where else []
        if self.value is not None:
            chinese = lang == "zh" and isinstance(self.value, str)
            shown = f"“{self.value}”" if chinese else repr(self.value)
            parts.append(shown if len(shown) <= 80 else shown[:77] + "...")
        parts.append(self.reason(lang))
        line = ("：" if lang == "zh" else ": ").join(parts)
        return line.replace("\r", " ").replace("\n", " ")

    def reason(self, lang: str = "zh") -> str:
        """What is wrong and what to do about it, without the place and the value.

        >>> MoneyError("not an amount", where="table 3", value="1.2.3", hint="mend it").reason("en")
        'not an amount (mend it)'
        """
        message, hint = (self.zh, self.hint_zh) if lang == "zh" else (self.message, self.hint)
        if not hint:
            return message
        return f"{message}（{hint}）" if lang == "zh" else f"{message} ({hint})"


def _rebuild(cls: type[CnbudgetError], message: str, state: dict[str, Any]) -> CnbudgetError:
    error = cls.__new__(cls)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class CodeError(CnbudgetError, ValueError):
    """A classification code that is malformed.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.FunctionCode("20A")
    ... except CodeError as error:
    ...     print(error.value, isinstance(error, ValueError))
    ...
    20A True
    """


class MoneyError(CnbudgetError, ValueError):
    """Text or a number that is no amount of money, or an amount that cannot be had exactly.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.Amount("1.2.3", "万元")
    ... except MoneyError as error:
    ...     print(error.value, isinstance(error, ValueError))
    ...
    1.2.3 True
    """


class ScopeError(CnbudgetError, ValueError):
    """A scope that cannot be: an empty set in a dimension, an unknown dimension, a false partition.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.Scope(source="no such source")
    ... except ScopeError as error:
    ...     print(error.value)
    ...
    no such source
    """


class LayoutError(CnbudgetError, ValueError):
    """A layout that is unknown or whose data is wrong.

    >>> from cnbudget import layouts
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "form.toml")
    ...     with open(name, "w", encoding="utf-8") as file:
    ...         _ = file.write("tables = 3")
    ...     try:
    ...         layouts.load(name)
    ...     except LayoutError as error:
    ...         print(isinstance(error, ValueError))
    ...
    True
    """


class LedgerError(CnbudgetError, ValueError):
    """An entry that cannot be, or a file of entries with rows that cannot be read.

    Attributes:
        rows: Every bad row, each an error of its own with its place.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.Ledger.of([{"金额": "x"}], agency="某局", year=2026)
    ... except LedgerError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """

    rows: tuple[LedgerError, ...] = ()


class NotInBudgetError(CnbudgetError, LookupError):
    """A table, row, column or figure that the disclosure does not have.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.example("artux")["no such table"]
    ... except NotInBudgetError as error:
    ...     print(error.value, isinstance(error, LookupError))
    ...
    no such table True
    """


class UnreadableError(CnbudgetError, ValueError):
    """A file that cannot be read as a published budget, or one of its sets of tables.

    Attributes:
        set: Which of the file's sets of tables, from 1; 0 for the file.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.read_text("nothing of a budget")
    ... except UnreadableError as error:
    ...     print(error.text("en")[:44])
    ...
    no table of a published budget was found (th
    """

    set: int = 0


class AnnotationError(CnbudgetError, ValueError):
    """A file into which findings cannot be written as comments.

    >>> import cnbudget
    >>> report = cnbudget.check(cnbudget.example("artux"))
    >>> try:
    ...     cnbudget.annotate(report, "copy.xlsx")
    ... except AnnotationError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """


class ComparisonError(CnbudgetError, ValueError):
    """Documents that cannot be compared: of agencies, years or stages that have nothing to do with each other.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.compare(cnbudget.example("artux"))
    ... except ComparisonError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """


class UnknownNameError(CnbudgetError, LookupError):
    """A name (an example, a catalogue, a layout) that is not known; the hint lists those that are.

    >>> from cnbudget import layouts
    >>> try:
    ...     layouts.load("no-such-form")
    ... except UnknownNameError as error:
    ...     print(error.value, isinstance(error, LookupError))
    ...
    no-such-form True
    """


class UnknownCodeError(UnknownNameError, KeyError):
    """A well-formed code that a classification does not list in a year.

    >>> from cnbudget import classification
    >>> try:
    ...     classification.for_year(2026).functional["2999999"]
    ... except UnknownCodeError as error:
    ...     print(error.value, isinstance(error, KeyError))
    ...
    2999999 True
    """


class CatalogueError(CnbudgetError, ValueError):
    """A file of a classification whose text is wrong, or that contradicts the other files.

    >>> from cnbudget import classification
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "functional.dat")
    ...     with open(name, "w", encoding="utf-8") as file:
    ...         print("no list", file=file)
    ...     try:
    ...         classification.load(folder)
    ...     except CatalogueError as error:
    ...         print(isinstance(error, ValueError))
    ...
    True
    """


class UsageError(CnbudgetError, ValueError):
    """Arguments that do not go together, or that would do nothing.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.records([1])
    ... except UsageError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """


class UnwritableError(CnbudgetError, ValueError):
    """A file that cannot be written.

    >>> import cnbudget
    >>> try:
    ...     cnbudget.write(cnbudget.example("artux"), "no such folder/budget.md")
    ... except UnwritableError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """


class MissingExtraError(CnbudgetError, ImportError):
    """A library of an extra that is not installed; the hint is the command that installs it.

    >>> issubclass(MissingExtraError, ImportError)
    True
    """
