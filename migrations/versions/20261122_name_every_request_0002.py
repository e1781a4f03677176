"""Name every request in one column

Under a lot's lock the requests of all waiting bids are looked up at once. By auction, person and key, the planner could
take another index that begins with two of them, and read everything these people had ever bid on a hot lot.

Revision 0002, after 0001; 2026-11-22 05:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BY_KEY = "uq_book_entries_auction_id_person_id_bid_key"
BY_REQUEST = "uq_book_entries_request"


def upgrade() -> None:
    with op.batch_alter_table("book_entries") as table:
        table.add_column(sa.Column("request", sa.String(length=100), nullable=True))
    op.execute(
        "UPDATE book_entries SET request = auction_id || ':' || person_id || ':' || bid_key WHERE bid_key IS NOT NULL"
    )
    with op.batch_alter_table("book_entries") as table:
        table.create_unique_constraint(BY_REQUEST, ["request"])
        table.drop_constraint(BY_KEY, type_="unique")
        table.drop_column("bid_key")


def downgrade() -> None:
    with op.batch_alter_table("book_entries") as table:
        table.add_column(sa.Column("bid_key", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE book_entries SET bid_key = substr(request, length(auction_id || ':' || person_id || ':') + 1) "
        "WHERE request IS NOT NULL"
    )
    with op.batch_alter_table("book_entries") as table:
        table.create_unique_constraint(BY_KEY, ["auction_id", "person_id", "bid_key"])
        table.drop_constraint(BY_REQUEST, type_="unique")
        table.drop_column("request")
