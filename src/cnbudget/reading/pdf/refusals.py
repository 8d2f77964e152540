"""What is said of PDF files that are not read."""

from __future__ import annotations

from cnbudget.errors import UnreadableError
from cnbudget.messages import Message, say


def damaged(en: str) -> UnreadableError:
    """The file is damaged; ``en`` says what of it."""
    return UnreadableError(say("reading.pdf_damaged", en=en))


def tangled() -> UnreadableError:
    """How it is put together cannot be followed, so that its size is not known."""
    return UnreadableError(say("reading.pdf_structure"))


def too_large() -> UnreadableError:
    """It holds more than can be read."""
    return UnreadableError(say("reading.pdf_unpacks_too_large"))


def too_many_pages(count: int, most: int) -> UnreadableError:
    """It has more pages than are read."""
    return UnreadableError(say("reading.too_many_pages", count=count, most=most))


def scanned(why: Message) -> UnreadableError:
    """It has no text."""
    return UnreadableError(say("reading.pdf_scanned", why=why))
