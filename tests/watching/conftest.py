"""What the tests of watching and following share: guests at their browsers, the rows of notices."""

from tests.bidding.conftest import enter
from tests.notices.conftest import deliver_again, live_news, notices

__all__ = ["deliver_again", "enter", "live_news", "notices"]
