"""Keep the operator's tables of increments, and find retractions at once

The steps of bidding and the floor of the large-bid guard were code; now the operator may set them for each currency.
Without a row the built-in table holds, so none is written here. A lot's page counts its retractions: they are few among
thousands of bids, so an index of their own finds them without a look at the rest.

Revision 0008, after 0007; 2026-11-22 05:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

import auction.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RETRACTIONS = "ix_book_entries_retractions"


def upgrade() -> None:
    op.create_table(
        "currency_terms",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("increments", sa.JSON(), nullable=False),
        sa.Column("large_bid_floor_minor", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", auction.db.UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("large_bid_floor_minor >= 0", name=op.f("ck_currency_terms_floor")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_currency_terms_changed_by_id_people")),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_currency_terms")),
    )
    op.create_index(
        RETRACTIONS,
        "book_entries",
        ["auction_id"],
        sqlite_where=sa.text("kind = 'retraction'"),
        postgresql_where=sa.text("kind = 'retraction'"),
    )


def downgrade() -> None:
    op.drop_index(RETRACTIONS, "book_entries")
    op.drop_table("currency_terms")
