"""Pictures as a browser shows them, without a network: every word is there, and nothing is fetched."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

import cnbudget
from cnbudget import pictures
from tests.browser.test_pages import CHROMIUM

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="the pages of reports were NOT opened in a browser: without Chromium"
)


def shown(file: Path, folder: Path) -> str:
    """What a page has become in a browser that reaches no other machine."""
    done = subprocess.run(  # noqa: S603
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000", "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return done.stdout


def test_every_word_of_a_picture_is_on_its_page(tmp_path: Path) -> None:
    picture = pictures.flows(cnbudget.example("artux"))
    picture.save(tmp_path / "flows.html")
    page = shown(tmp_path / "flows.html", tmp_path / "profile")
    drawn = page[page.index("<svg") : page.index("</svg>")]
    texts = [unescape(each).replace("\xa0", " ") for each in re.findall(r">([^<>]+)</text>", drawn)]
    missing = [each.text for each in picture.labels if each.text not in texts]
    assert missing == []


def test_png_is_made_where_there_are_fonts(tmp_path: Path) -> None:
    picture = pictures.shares(cnbudget.example("artux"))
    picture.save(tmp_path / "shares.png", dark=True)
    assert (tmp_path / "shares.png").read_bytes().startswith(b"\x89PNG")
