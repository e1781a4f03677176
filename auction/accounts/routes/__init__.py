"""The pages of one's account. Each knows who asks, checks the shape, makes one call, and answers."""

from auction.accounts.routes import api, mailbox, preferences, security, selling
from auction.accounts.routes.blueprint import blueprint

__all__ = ["api", "blueprint", "mailbox", "preferences", "security", "selling"]
