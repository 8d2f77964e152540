"""The agencies that headings name: those whose part of the text they open, and one that is named by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import Context
from cnbudget.words import plain


def misnamed(sections: Sequence[Section], context: Context) -> tuple[Section, ...]:
    """The headings that name an agency of which nothing else in the document knows.

    Where the tables have agencies, where headings name several, or where the text speaks of the agency elsewhere, a
    heading opens its part. Otherwise the name was left over from another document, and what stands under it is still
    about the agency that publishes.

    Args:
        sections: The sections of the document.
        context: What is known of it.
    """
    if context.agencies:
        return ()
    named: dict[str, list[Section]] = {}
    for section in sections:
        agency = context.agency_of(section.title) if section.title and not section.key else None
        if agency is not None:
            named.setdefault(agency, []).append(section)
        elif section.title and context.is_own(section.title):
            return ()
        if len(named) > 1:
            return ()
    for agency, headings in named.items():
        if not any(agency in text for text in _texts(sections)):
            return tuple(headings)
    return ()


def _texts(sections: Sequence[Section]) -> Iterator[str]:
    return (
        plain(passage.text)
        for section in sections
        if section.key != "contents"
        for passage in section.passages
    )
