"""Take reports about listings

What readers report about a listing, and what a moderator has said to it.

Revision 0011, after 0010; 2026-11-29 16:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REASONS = "reason IN ('counterfeit', 'forbidden', 'misleading', 'not_theirs', 'outside_deal', 'other')"


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_reports_{column}_{table}"))


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(REASONS, name=op.f("ck_reports_known_reason")),
        sa.CheckConstraint("outcome IN ('acted', 'nothing_wrong')", name=op.f("ck_reports_known_outcome")),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_reports_settled_with_an_outcome")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_reports_settled_by_somebody")
        ),
        _key("listing_id", "listings"),
        _key("auction_id", "auctions"),
        _key("reporter_id", "people"),
        _key("settled_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("listing_id", "reporter_id", name=op.f("uq_reports_listing_id_reporter_id")),
    )
    op.create_index("ix_reports_settled_at", "reports", ["settled_at"])


def downgrade() -> None:
    op.drop_index("ix_reports_settled_at", table_name="reports")
    op.drop_table("reports")
