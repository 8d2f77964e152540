"""English names of subjects, unofficial: there is no official translation of the lists."""

from __future__ import annotations

import os
from functools import cache

from cnbudget.classification.rows import DATA, text_of_list


def english_name(name: str) -> str:
    """The English name for a Chinese one, or an empty text where there is none.

    The 类 of the functional list and all subjects of both economic lists have one.

    >>> english_name("公务接待费"), english_name("一般行政管理事务")
    ('Official hospitality', '')
    """
    return _names().get(name, "")


@cache
def _names() -> dict[str, str]:
    lines = text_of_list(os.path.join(DATA, "english.dat")).splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))
