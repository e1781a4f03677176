"""Lay the tables of delivery

People's address books, what was sent with whom, what waits to be picked up, and sellers' prices by zone and weight.

Revision 0012, after 0011; 2026-11-29 16:30:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shipping_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_shipping_tables_seller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_tables")),
    )
    op.create_index("ix_shipping_tables_seller_id", "shipping_tables", ["seller_id"])
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_addresses_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index("ix_addresses_person_id", "addresses", ["person_id"])
    op.create_index(
        "uq_addresses_default",
        "addresses",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "shipments",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("tracking", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_shipments")),
    )
    op.create_table(
        "pickups",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("times", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("tries_left >= 0", name=op.f("ck_pickups_tries")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_pickups_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_pickups")),
    )


def downgrade() -> None:
    op.drop_table("pickups")
    op.drop_table("shipments")
    op.drop_table("addresses")
    op.drop_table("shipping_tables")
