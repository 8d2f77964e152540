"""A message: a key and its values, put into words when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from cnbudget.messages.catalogue import entry, template
from cnbudget.messages.values import spoken

_GOES_ON = ("；", ";")


class Words(Protocol):
    """Something that can be said in Chinese and in English."""

    def text(self, lang: str) -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        ...


class _ByWords:
    """Words that are equal if they are of one key and read the same."""

    __slots__ = ()

    @property
    def key(self) -> str:
        """The key in the catalogue; "" if it has none."""
        return ""

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        raise NotImplementedError

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self.text("zh")

    @property
    def en(self) -> str:
        """In English."""
        return self.text("en")

    @property
    def both(self) -> tuple[str, str]:
        """In Chinese and in English."""
        return self.zh, self.en

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _ByWords):
            return NotImplemented
        return self.key == other.key and (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        return hash((self.key, self.zh, self.en))

    def __str__(self) -> str:
        return self.text("zh")


class Message(_ByWords):
    """A key of the catalogue and the values that it names.

    Attributes:
        key: The key.
        values: The values by name.
    """

    __slots__ = ("_key", "values")

    def __init__(self, key: str, values: dict[str, Any]) -> None:
        self._key = key
        self.values = values

    @property
    def key(self) -> str:
        """The key in the catalogue."""
        return self._key

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``).

        Raises:
            KeyError: The catalogue has no such key, or the entry names a value that was not given.
        """
        return self._put(entry(self.key).words(lang), lang)

    def hint(self, lang: str = "zh") -> str:
        """What to do about it; "" if nothing is said."""
        return self._put(entry(self.key).hint(lang), lang)

    def _put(self, words: str, lang: str) -> str:
        if "{" not in words:
            return words
        values = self.values
        parts: list[str] = []
        for piece in template(words):
            if (
                parts and piece.words[:1] in _GOES_ON
            ):  # a sentence that goes on behind a message has no end there
                parts[-1] = parts[-1].removesuffix("。").removesuffix(".")
            parts.append(piece.words)
            if piece.name is not None:
                parts.append(spoken(values[piece.name], piece.form, lang))
        return "".join(parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self._key, self.values)

    def __repr__(self) -> str:
        return f"<Message {self.key}: {self.en}>"


class Said(_ByWords):
    """Words from elsewhere, as they stand: a caller's own, a name in both languages, a message that was written down.

    Args:
        zh: In Chinese.
        en: In English.
        key: The key of the message that they were; "" if they were none.

    >>> message = say("amounts.ratio_to_zero")
    >>> Said(message.zh, message.en, message.key) == message
    True
    """

    __slots__ = ("_en", "_key", "_zh")

    def __init__(self, zh: str, en: str, key: str = "") -> None:
        self._zh = zh
        self._en = en
        self._key = key

    @property
    def key(self) -> str:
        """The key of the message that they were; "" if they were none."""
        return self._key

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self._zh if lang == "zh" else self._en

    def __reduce__(self) -> tuple[Any, ...]:
        return Said, (self._zh, self._en, self._key)

    def __repr__(self) -> str:
        return f"<Said {self._en}>"


class By(_ByWords):
    """Values that a function puts into words: ``By(function, value)`` says ``function(value, lang)``."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., str], *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self.function(*self.arguments, lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return By, (self.function, *self.arguments)


class Framed(_ByWords):
    """A message with something said around it: it keeps the key of the message.

    Attributes:
        words: The message.
        frame: It and what is around it.
    """

    __slots__ = ("frame", "words")

    def __init__(self, words: Words, frame: Message) -> None:
        self.words = words
        self.frame = frame

    @property
    def key(self) -> str:
        """The key of the message."""
        return getattr(self.words, "key", "")

    @property
    def values(self) -> dict[str, Any]:
        """The values of the message."""
        return getattr(self.words, "values", {})

    def text(self, lang: str = "zh") -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self.frame.text(lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return Framed, (self.words, self.frame)


def framed(words: Words, key: str, /, **values: Any) -> Framed:
    """A message within another, whose entry names it as ``{words}``.

    Args:
        words: The message.
        key: The key of what is said around it.
        values: The other values that it names.

    >>> framed(say("amounts.ratio_to_zero"), "report.at_place", place="table 3").text("en")
    'table 3: a ratio to zero'
    """
    return Framed(words, Message(key, {"words": words, **values}))


def say(key: str, /, **values: Any) -> Message:
    """A message.

    Args:
        key: A key of the catalogue, written out, so that a test finds it.
        values: The values that its entry names.

    >>> say("amounts.ratio_to_zero").text("en")
    'a ratio to zero'
    """
    return Message(key, values)


def tell(lang: str, key: str, /, **values: Any) -> str:
    """The words of a message in a language.

    >>> tell("zh", "amounts.ratio_to_zero")
    '除数为零'
    """
    return Message(key, values).text(lang)
