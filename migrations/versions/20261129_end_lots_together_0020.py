"""End lots together

A sale may close all its lots at one end, which late bids move for all of them.

Revision 0020, after 0017; 2026-11-29 19:30:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None

KNOWN = op.f("ck_sales_known_closing")


def _know(*closings: str) -> None:
    with op.batch_alter_table("sales") as table:
        table.drop_constraint(KNOWN, type_="check")
        table.create_check_constraint(KNOWN, sa.column("closing").in_(closings))


def upgrade() -> None:
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
        sa.ForeignKeyConstraint(
            ["auction_id"], ["auctions.id"], name=op.f("fk_common_end_moves_auction_id_auctions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_end_moves")),
        sa.UniqueConstraint("sale_id", "ends_at", name=op.f("uq_common_end_moves_sale_id_ends_at")),
    )


def downgrade() -> None:
    op.drop_table("common_end_moves")
    op.drop_table("common_ends")
    op.execute("UPDATE sales SET closing = 'interval' WHERE closing = 'together'")
    _know("interval", "chain")
