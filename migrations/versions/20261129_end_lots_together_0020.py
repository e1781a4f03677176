"""End lots together, and cancel one bidder's bids

A sale may close all its lots at one end, which late bids move for all of them. Lines that cancel one bidder's bids are
found by the index of retractions; a seller may block whom they know only as a bidder on one lot.

Revision 0020, after 0019; 2026-11-29 19:30:00+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import conv

from auction.db import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KNOWN = conv("ck_sales_known_closing")
NAMED, KNOWN_AS = conv("uq_blocks_owner_id_blocked_id"), conv("uq_blocks_owner_id_blocked_id_seen_as")


def _know(*closings: str) -> None:
    with op.batch_alter_table("sales") as table:
        table.drop_constraint(KNOWN, type_="check")
        table.create_check_constraint(KNOWN, sa.column("closing").in_(closings))


def _index_kinds(condition: str) -> None:
    op.drop_index("ix_book_entries_retractions", table_name="book_entries")
    where = sa.text(condition)
    op.create_index(
        "ix_book_entries_retractions", "book_entries", ["auction_id"], sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    _index_kinds("kind IN ('retraction', 'bids_cancelled')")
    with op.batch_alter_table("blocks") as table:
        table.add_column(sa.Column("seen_as", sa.String(length=24), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("seen_on", sa.String(length=140), server_default=sa.text("''"), nullable=False))
        table.drop_constraint(NAMED, type_="unique")
        table.create_unique_constraint(KNOWN_AS, ["owner_id", "blocked_id", "seen_as"])
    _know("interval", "chain", "together")
    op.create_table(
        "common_ends",
        sa.Column("sale_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sales.id"], name=op.f("fk_common_ends_sale_id_sales")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_common_ends")),
    )
    op.create_table(
        "common_end_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sales.id"], name=op.f("fk_common_end_moves_sale_id_sales")),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_common_end_moves_auction_id_auctions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_end_moves")),
        sa.UniqueConstraint("sale_id", "ends_at", name=op.f("uq_common_end_moves_sale_id_ends_at")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM blocks WHERE id NOT IN (SELECT min(id) FROM blocks GROUP BY owner_id, blocked_id)")
    with op.batch_alter_table("blocks") as table:
        table.drop_constraint(KNOWN_AS, type_="unique")
        table.create_unique_constraint(NAMED, ["owner_id", "blocked_id"])
        table.drop_column("seen_on")
        table.drop_column("seen_as")
    _index_kinds("kind = 'retraction'")
    op.drop_table("common_end_moves")
    op.drop_table("common_ends")
    op.execute("UPDATE sales SET closing = 'interval' WHERE closing = 'together'")
    _know("interval", "chain")
