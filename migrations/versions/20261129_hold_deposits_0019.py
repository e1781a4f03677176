"""Hold deposits

Who may bid where a deposit is asked for, the deposits themselves, and what their payments give to orders.

Revision 0019, after 0018; 2026-11-29 19:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ASKED = sa.text("state = 'asked'")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    _admissions()
    _deposits()
    _offsets()


def _admissions() -> None:
    op.create_table(
        "admissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("limit_minor", sa.BigInteger(), nullable=True),
        sa.Column("is_in_force", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(auction_id IS NULL) <> (sale_id IS NULL)", name=op.f("ck_admissions_to_a_lot_or_a_sale")),
        sa.CheckConstraint("limit_minor > 0", name=op.f("ck_admissions_limit")),
        _key("admissions", "person_id", "people"),
        _key("admissions", "auction_id", "auctions"),
        _key("admissions", "sale_id", "sales"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("person_id", "auction_id", name=op.f("uq_admissions_person_id_auction_id")),
        sa.UniqueConstraint("person_id", "sale_id", name=op.f("uq_admissions_person_id_sale_id")),
    )


def _deposits() -> None:
    states = "'asked', 'held', 'applied', 'spent', 'released', 'forfeited', 'given_up'"
    op.create_table(
        "deposits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("limit_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("left_minor", sa.BigInteger(), nullable=False),
        sa.Column("forfeited_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("returned_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="asked", nullable=False),
        sa.Column("why", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_deposits_known_state")),
        sa.CheckConstraint("(auction_id IS NULL) <> (sale_id IS NULL)", name=op.f("ck_deposits_for_a_lot_or_a_sale")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_deposits_amount")),
        sa.CheckConstraint(
            "left_minor >= 0 AND forfeited_minor >= 0 AND returned_minor >= 0 "
            "AND left_minor + forfeited_minor + returned_minor <= amount_minor",
            name=op.f("ck_deposits_no_more_than_put_down"),
        ),
        sa.CheckConstraint("state <> 'applied' OR order_id IS NOT NULL", name=op.f("ck_deposits_applied_to_an_order")),
        _key("deposits", "person_id", "people"),
        _key("deposits", "seller_id", "people"),
        _key("deposits", "auction_id", "auctions"),
        _key("deposits", "sale_id", "sales"),
        _key("deposits", "payment_id", "payments"),
        _key("deposits", "order_id", "orders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_deposits_payment_id")),
    )
    for scope in ("auction_id", "sale_id"):
        op.create_index(
            f"uq_deposits_asked_{scope}", "deposits", ["person_id", scope], unique=True, sqlite_where=ASKED,
            postgresql_where=ASKED,
        )  # fmt: skip
        op.create_index(f"ix_deposits_{scope}_state", "deposits", [scope, "state"])
    op.create_index("ix_deposits_person_id_id", "deposits", ["person_id", "id"])
    op.create_index("ix_deposits_order_id", "deposits", ["order_id"])


def _offsets() -> None:
    op.create_table(
        "payment_offsets",
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offered_minor", sa.BigInteger(), nullable=False),
        sa.Column("used_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("offered_minor > 0", name=op.f("ck_payment_offsets_offered")),
        sa.CheckConstraint("used_minor BETWEEN 0 AND offered_minor", name=op.f("ck_payment_offsets_used")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND used_minor", name=op.f("ck_payment_offsets_refunded")),
        _key("payment_offsets", "payment_id", "payments"),
        _key("payment_offsets", "order_id", "orders"),
        sa.PrimaryKeyConstraint("payment_id", "order_id", name=op.f("pk_payment_offsets")),
    )
    op.create_index("ix_payment_offsets_order_id", "payment_offsets", ["order_id"])


def downgrade() -> None:
    op.drop_table("payment_offsets")
    op.drop_table("deposits")
    op.drop_table("admissions")
