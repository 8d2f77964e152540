"""Show the examples of docstrings as code.

An extension of griffe, for the reference page: a paragraph of a docstring that begins with ``>>>`` becomes a
fenced block, which Markdown would otherwise take for quotations within quotations.
"""

from __future__ import annotations

import textwrap
from typing import Any

import griffe


class DoctestBlocks(griffe.Extension):
    """Fences the doctests of every docstring."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of an object, if it has one."""
        if obj.docstring is not None:
            paragraphs = obj.docstring.value.split("\n\n")
            obj.docstring.value = "\n\n".join(map(_fenced, paragraphs))


def _fenced(paragraph: str) -> str:
    """The paragraph, in a fence if it is a doctest."""
    plain = textwrap.dedent(paragraph).strip("\n")
    if not plain.startswith(">>> "):
        return paragraph
    kept = [line.split("  # doctest:")[0] for line in plain.split("\n")]
    return "\n".join(["```pycon", *(line for line in kept if line.strip() != "..."), "```"])
