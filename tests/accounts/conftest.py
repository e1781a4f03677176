"""What the tests of accounts share: the count of tries is emptied, and letters are read for their links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from auction import mail
from auction.accounts import attempts
from tests.databases import RESETS

if attempts._ALONE.storage.reset not in RESETS:
    RESETS.append(attempts._ALONE.storage.reset)


@pytest.fixture
def link_in() -> Callable[[mail.Kept], str]:
    """The first path of this house that a letter asks to open."""

    def find(letter: mail.Kept) -> str:
        found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter.text)
        assert found is not None, letter.text
        return found.group(1)

    return find
