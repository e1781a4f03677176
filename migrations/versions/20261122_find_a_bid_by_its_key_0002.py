"""Find a bid by its key: the book's unique index leads with the key, not with the person

Under a lot's lock the keys of all waiting bids are looked up at once. Leading with the person, the index was walked
through every entry that each of them had ever made on this lot.

Revision 0002, after 0001; 2026-11-22 05:00:00+00:00
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BY_KEY = "uq_book_entries_auction_id_bid_key_person_id"
BY_PERSON = "uq_book_entries_auction_id_person_id_bid_key"


def upgrade() -> None:
    with op.batch_alter_table("book_entries") as table:
        table.create_unique_constraint(BY_KEY, ["auction_id", "bid_key", "person_id"])
        table.drop_constraint(BY_PERSON, type_="unique")


def downgrade() -> None:
    with op.batch_alter_table("book_entries") as table:
        table.create_unique_constraint(BY_PERSON, ["auction_id", "person_id", "bid_key"])
        table.drop_constraint(BY_KEY, type_="unique")
