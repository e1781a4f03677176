"""What the tests of disputes share: guests at their browsers."""

from tests.bidding.conftest import enter

__all__ = ["enter"]
