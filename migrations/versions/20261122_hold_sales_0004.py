"""Hold sales with many lots

A sale groups drafts of one seller under numbers; each becomes an auction when the sale is announced.

Revision 0004, after 0003; 2026-11-22 06:10:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = ("draft", "announcing", "announced")
CLOSINGS = ("interval", "chain")


def upgrade() -> None:
    op.create_table(
        "sales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="draft", nullable=False),
        sa.Column("name_en", sa.String(length=140), server_default=sa.text("''"), nullable=False),
        sa.Column("name_ar", sa.String(length=140), server_default=sa.text("''"), nullable=False),
        sa.Column("description_en", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("description_ar", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("viewing_en", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("viewing_ar", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("cover_listing_id", sa.Integer(), nullable=True),
        sa.Column("wanted_terms", sa.JSON(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("first_closes_at", UtcDateTime(), nullable=True),
        sa.Column("closing", sa.String(length=12), server_default="interval", nullable=False),
        sa.Column("interval_seconds", sa.Integer(), server_default="60", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(sa.column("state").in_(STATES), name=op.f("ck_sales_known_state")),
        sa.CheckConstraint("(state = 'draft') = (announced_at IS NULL)", name=op.f("ck_sales_announced_at_a_time")),
        sa.CheckConstraint(
            "state = 'draft' OR (opens_at IS NOT NULL AND first_closes_at > opens_at)", name=op.f("ck_sales_dated")
        ),
        sa.CheckConstraint(sa.column("closing").in_(CLOSINGS), name=op.f("ck_sales_known_closing")),
        sa.CheckConstraint("interval_seconds > 0", name=op.f("ck_sales_interval")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_sales_seller_id_people")),
        sa.ForeignKeyConstraint(
            ["cover_listing_id"],
            ["listings.id"],
            name=op.f("fk_sales_cover_listing_id_listings"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales")),
    )
    op.create_index("ix_sales_seller_id", "sales", ["seller_id"])
    op.create_index("ix_sales_state_opens_at", "sales", ["state", "opens_at"])
    op.create_table(
        "sale_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=1), server_default=sa.text("''"), nullable=False),
        sa.Column("starting", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("reserve", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sale_id"], ["sales.id"], name=op.f("fk_sale_lots_sale_id_sales")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_sale_lots_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_sale_lots_auction_id_auctions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_lots")),
        sa.UniqueConstraint("sale_id", "number", "letter", name=op.f("uq_sale_lots_sale_id_number_letter")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_sale_lots_listing_id")),
        sa.UniqueConstraint("auction_id", name=op.f("uq_sale_lots_auction_id")),
    )


def downgrade() -> None:
    op.drop_table("sale_lots")
    op.drop_index("ix_sales_state_opens_at", table_name="sales")
    op.drop_index("ix_sales_seller_id", table_name="sales")
    op.drop_table("sales")
