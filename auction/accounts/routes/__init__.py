"""The pages of one's account. Each knows who asks, checks the shape, makes one call, and answers."""

from auction.accounts.routes import mailbox, preferences, security, selling
from auction.accounts.routes.blueprint import blueprint

__all__ = ["blueprint", "mailbox", "preferences", "security", "selling"]
