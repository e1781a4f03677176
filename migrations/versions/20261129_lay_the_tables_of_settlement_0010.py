"""Lay the tables of settlement

Orders with their course, fees and tax in versions, the ledger, payments with their refunds, and the books of the built-in
test provider. What tells what happened (moves of money, changes of orders) is kept from being changed by the database
itself, on both kinds.

Revision 0010, after 0009; 2026-11-29 15:45:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("ledger_moves", "order_changes")


def upgrade() -> None:
    op.create_table(
        "provider_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider", sa.String(length=8), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint("provider", "event_id", name=op.f("uq_provider_events_provider_event_id")),
    )
    op.create_table(
        "test_charges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("parent_ref", sa.String(length=80), nullable=True),
        sa.Column("settles_at", UtcDateTime(), nullable=True),
        sa.Column("why", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_charges")),
        sa.UniqueConstraint("key", name=op.f("uq_test_charges_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_test_charges_ref")),
    )
    op.create_table(
        "fee_schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("from_at >= added_at", name=op.f("ck_fee_schedules_never_backdated")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_fee_schedules_added_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_schedules")),
        sa.UniqueConstraint("currency", "from_at", name=op.f("uq_fee_schedules_currency_from_at")),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("(name <> '') = (kind = 'provider')", name=op.f("ck_ledger_accounts_name_of_a_provider")),
        sa.CheckConstraint(
            "(person_id IS NOT NULL) = (kind IN ('buyer', 'seller'))",
            name=op.f("ck_ledger_accounts_person_of_a_person"),
        ),
        sa.CheckConstraint(
            "kind IN ('buyer', 'seller', 'escrow', 'revenue', 'tax', 'shipping', 'deposits', 'provider')",
            name=op.f("ck_ledger_accounts_known_kind"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ledger_accounts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("id", "currency", name=op.f("uq_ledger_accounts_id_currency")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_accounts_key")),
    )
    op.create_index("ix_ledger_accounts_person_id", "ledger_accounts", ["person_id"])

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("origin", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=18), server_default="awaiting_payment", nullable=False),
        sa.Column("seq", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("paid_at", UtcDateTime(), nullable=True),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seller_country", sa.String(length=2), nullable=True),
        sa.Column("buyer_country", sa.String(length=2), nullable=True),
        sa.Column("zone", sa.String(length=12), nullable=True),
        sa.Column("address", sa.JSON(), nullable=True),
        sa.Column("bill", sa.JSON(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("combined_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(combined_into_id IS NOT NULL) = (state = 'combined')", name=op.f("ck_orders_combined_into_another")
        ),
        sa.CheckConstraint(
            "origin IN ('won', 'bought', 'second_chance', 'combined')", name=op.f("ck_orders_known_origin")
        ),
        sa.CheckConstraint(
            "state IN ('awaiting_payment', 'paid', 'shipped', 'ready_for_pickup', 'delivered', 'completed', 'cancelled', 'refunded', 'in_dispute', 'combined')",
            name=op.f("ck_orders_known_state"),
        ),
        sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= total_minor", name=op.f("ck_orders_refunded")),
        sa.CheckConstraint("seller_id <> buyer_id", name=op.f("ck_orders_two_people")),
        sa.ForeignKeyConstraint(["buyer_id"], ["people.id"], name=op.f("fk_orders_buyer_id_people")),
        sa.ForeignKeyConstraint(["combined_into_id"], ["orders.id"], name=op.f("fk_orders_combined_into_id_orders")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_orders_seller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_buyer_id_id", "orders", ["buyer_id", "id"])
    op.create_index("ix_orders_seller_id_id", "orders", ["seller_id", "id"])
    op.create_index("ix_orders_state_due_at", "orders", ["state", "due_at"])

    op.create_table(
        "tax_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=10), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("is_inclusive", sa.Boolean(), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=60), nullable=False),
        sa.Column("seller_country", sa.String(length=2), nullable=True),
        sa.Column("buyer_country", sa.String(length=2), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("line IN ('goods', 'premium', 'delivery', 'fee')", name=op.f("ck_tax_rules_known_line")),
        sa.CheckConstraint("basis_points >= 0 AND basis_points <= 10000", name=op.f("ck_tax_rules_rate")),
        sa.CheckConstraint("from_at >= added_at", name=op.f("ck_tax_rules_never_backdated")),
        sa.CheckConstraint("until_at IS NULL OR until_at >= from_at", name=op.f("ck_tax_rules_ends_after_beginning")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_tax_rules_added_by_id_people")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_tax_rules_category_id_categories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rules")),
    )
    op.create_table(
        "ledger_moves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_ledger_moves_amount")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_ledger_moves_two_accounts")),
        sa.ForeignKeyConstraint(
            ["from_id", "currency"],
            ["ledger_accounts.id", "ledger_accounts.currency"],
            name=op.f("fk_ledger_moves_from_id_currency_ledger_accounts"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ledger_moves_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["to_id", "currency"],
            ["ledger_accounts.id", "ledger_accounts.currency"],
            name=op.f("fk_ledger_moves_to_id_currency_ledger_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_moves")),
        sa.UniqueConstraint("cause", "what", "from_id", "to_id", name=op.f("uq_ledger_moves_cause_what_from_id_to_id")),
    )
    op.create_index("ix_ledger_moves_at", "ledger_moves", ["at"])
    op.create_index("ix_ledger_moves_from_id", "ledger_moves", ["from_id"])
    op.create_index("ix_ledger_moves_order_id", "ledger_moves", ["order_id"])
    op.create_index("ix_ledger_moves_to_id", "ledger_moves", ["to_id"])

    op.create_table(
        "order_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=18), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.Column("why", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint("role IN ('buyer', 'seller', 'staff', 'house')", name=op.f("ck_order_changes_known_role")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_order_changes_by_id_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_changes_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_changes")),
        sa.UniqueConstraint("order_id", "seq", name=op.f("uq_order_changes_order_id_seq")),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=8), server_default="order", nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="created", nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("(order_id IS NOT NULL) = (purpose = 'order')", name=op.f("ck_payments_order_of_an_order")),
        sa.CheckConstraint("provider IN ('test', 'bank', 'stripe')", name=op.f("ck_payments_known_provider")),
        sa.CheckConstraint("purpose IN ('order', 'deposit')", name=op.f("ck_payments_known_purpose")),
        sa.CheckConstraint(
            "state IN ('created', 'waiting', 'held', 'succeeded', 'declined', 'cancelled')",
            name=op.f("ck_payments_known_state"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id_orders")),
        sa.ForeignKeyConstraint(["payer_id"], ["people.id"], name=op.f("fk_payments_payer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("key", name=op.f("uq_payments_key")),
        sa.UniqueConstraint("provider", "ref", name=op.f("uq_payments_provider_ref")),
    )
    op.create_index("ix_payments_order_id", "payments", ["order_id"])
    op.create_index("ix_payments_state_looked_at", "payments", ["state", "looked_at"])
    op.create_index(
        "uq_payments_open",
        "payments",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('created', 'waiting', 'held')"),
        postgresql_where=sa.text("state IN ('created', 'waiting', 'held')"),
    )

    op.create_table(
        "order_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("hammer_minor", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("category_path", sa.JSON(), nullable=False),
        sa.Column("promise", sa.JSON(), nullable=False),
        sa.Column("is_live", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_order_lots_auction_id_auctions")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_order_lots_listing_id_listings")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lots_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lots")),
    )
    op.create_index("ix_order_lots_order_id", "order_lots", ["order_id"])
    op.create_index(
        "uq_order_lots_live",
        "order_lots",
        ["auction_id"],
        unique=True,
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    )

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="created", nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('created', 'succeeded', 'failed')", name=op.f("ck_refunds_known_state")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_refunds_key")),
    )
    op.create_index("ix_refunds_payment_id", "refunds", ["payment_id"])
    op.create_index("ix_refunds_state", "refunds", ["state"])

    keep_from_change(APPEND_ONLY)


def keep_from_change(tables: tuple[str, ...]) -> None:
    """Rows of these tables are added; the database refuses to change or delete one."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_never_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:

    op.drop_table("refunds")

    op.drop_table("order_lots")

    op.drop_table("payments")
    op.drop_table("order_changes")

    op.drop_table("ledger_moves")
    op.drop_table("tax_rules")

    op.drop_table("orders")

    op.drop_table("ledger_accounts")
    op.drop_table("fee_schedules")
    op.drop_table("test_charges")
    op.drop_table("provider_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
