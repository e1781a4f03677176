"""Follow what is not paid

Strikes with their redemptions, sanctions, appeals and talks of late payment; second chance offers, at most one open for
an auction; and which draft lists an unsold lot anew. Strikes, redemptions and the sanctions that came of them are kept
from being changed by the database itself, on both kinds.

Revision 0013, after 0012; 2026-11-29 16:10:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

APPEND_ONLY = ("strikes", "strike_redemptions", "strike_sanctions")


def upgrade() -> None:
    op.create_table(
        "strikes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("struck_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("person_id <> seller_id", name=op.f("ck_strikes_two_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_strikes_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_strikes_person_id_people")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_strikes_seller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strikes")),
        sa.UniqueConstraint("order_id", name=op.f("uq_strikes_order_id")),
    )
    op.create_index("ix_strikes_person_id_struck_at", "strikes", ["person_id", "struck_at"])

    op.create_table(
        "strike_redemptions",
        sa.Column("strike_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("redeemed_at", UtcDateTime(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("way IN ('paid_late', 'appeal')", name=op.f("ck_strike_redemptions_known_way")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_strike_redemptions_by_id_people")),
        sa.ForeignKeyConstraint(["strike_id"], ["strikes.id"], name=op.f("fk_strike_redemptions_strike_id_strikes")),
        sa.PrimaryKeyConstraint("strike_id", name=op.f("pk_strike_redemptions")),
    )
    op.create_table(
        "strike_sanctions",
        sa.Column("strike_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sanction_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanctions.id"], name=op.f("fk_strike_sanctions_sanction_id_sanctions")
        ),
        sa.ForeignKeyConstraint(["strike_id"], ["strikes.id"], name=op.f("fk_strike_sanctions_strike_id_strikes")),
        sa.PrimaryKeyConstraint("strike_id", name=op.f("pk_strike_sanctions")),
    )
    op.create_table(
        "strike_appeals",
        sa.Column("strike_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_strike_appeals_decided")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_strike_appeals_decided_by_id_people")),
        sa.ForeignKeyConstraint(["strike_id"], ["strikes.id"], name=op.f("fk_strike_appeals_strike_id_strikes")),
        sa.PrimaryKeyConstraint("strike_id", name=op.f("pk_strike_appeals")),
    )
    op.create_index("ix_strike_appeals_decided_at", "strike_appeals", ["decided_at"])

    op.create_table(
        "late_payments",
        sa.Column("strike_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(agreed_at IS NULL) = (order_id IS NULL)", name=op.f("ck_late_payments_agreed_with_order")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_late_payments_order_id_orders")),
        sa.ForeignKeyConstraint(["strike_id"], ["strikes.id"], name=op.f("fk_late_payments_strike_id_strikes")),
        sa.PrimaryKeyConstraint("strike_id", name=op.f("pk_late_payments")),
        sa.UniqueConstraint("order_id", name=op.f("uq_late_payments_order_id")),
    )

    op.create_table(
        "second_chances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("new_order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'lapsed')",
            name=op.f("ck_second_chances_known_state"),
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'open')", name=op.f("ck_second_chances_decided")),
        sa.CheckConstraint(
            "(new_order_id IS NOT NULL) = (state = 'accepted')", name=op.f("ck_second_chances_accepted_with_order")
        ),
        sa.CheckConstraint("person_id <> seller_id", name=op.f("ck_second_chances_two_people")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_second_chances_amount")),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_second_chances_auction_id_auctions")),
        sa.ForeignKeyConstraint(["new_order_id"], ["orders.id"], name=op.f("fk_second_chances_new_order_id_orders")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_second_chances_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_second_chances_person_id_people")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_second_chances_seller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_chances")),
    )
    op.create_index("ix_second_chances_auction_id", "second_chances", ["auction_id"])
    op.create_index("ix_second_chances_person_id", "second_chances", ["person_id"])
    op.create_index("ix_second_chances_state_ends_at", "second_chances", ["state", "ends_at"])
    op.create_index(
        "uq_second_chances_open",
        "second_chances",
        ["auction_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "relistings",
        sa.Column("auction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("relisted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_relistings_auction_id_auctions")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_relistings_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("auction_id", name=op.f("pk_relistings")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_relistings_listing_id")),
    )
    _keep_from_change(APPEND_ONLY)


def _keep_from_change(tables: tuple[str, ...]) -> None:
    """Rows of these tables are added; the database refuses to change or delete one."""
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_never_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def downgrade() -> None:
    for table in (
        "relistings",
        "second_chances",
        "late_payments",
        "strike_appeals",
        "strike_sanctions",
        "strike_redemptions",
        "strikes",
    ):
        op.drop_table(table)
