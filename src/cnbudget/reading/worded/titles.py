"""The titles that the vocabulary knows, and the tables under them: what is found before anything of them is read."""

from __future__ import annotations

from cnbudget.forms import Vocabulary, title_of, vocabulary
from cnbudget.forms.titles import label_alone
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.titles import Found, KnownTitles


class _WordedTitles:
    """Titles as the vocabulary knows them, for finding tables; each line is looked at once."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._met: dict[str, tuple[str, int | None, str, str] | None] = {}

    def match(self, text: str) -> tuple[str, int | None, str, str] | None:
        """The table's key, its number, its bare title and the title as known, if the text is a title."""
        if text in self._met:
            return self._met[text]
        found = self._met[text] = self._match(text)
        return found

    def _match(self, text: str) -> tuple[str, int | None, str, str] | None:
        alone = label_alone(text)
        if alone is not None:
            return "", alone, "", ""
        title = title_of(text, self.words)
        if title is None:
            return None
        return f"{title.text}", title.number, title.text, text

    def goes_on(self, table: Found, rows: list[GridRow]) -> bool:
        """Whether rows go on with a table whose page ended."""
        if not table.parts:
            return False
        head = table.parts[0]
        first = [text for text in rows[0].plain_texts if text]
        if first and any(first == row.plain_texts for row in head[:4]):
            return True
        width = max(len(row.cells) for row in head)
        if max(len(row.cells) for row in rows) != width:
            return False
        # documents with a layout do not need it
        from cnbudget.reading.worded.columns import is_data, is_numbering

        return is_data(rows[0], self.words) or (is_numbering(rows[0]) and len(rows) > 1)


def titles_by_words() -> KnownTitles:
    """The titles that are standard by their words: for one document, which is looked through more than once."""
    return _WordedTitles(vocabulary())
