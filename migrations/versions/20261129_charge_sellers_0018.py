"""Charge sellers

What sellers were charged while their lots were offered, on which invoice it stands, and which lots are promoted. An
invoice for such fees is of no order. Charges are kept from being changed by the database itself, on both kinds.

Revision 0018, after 0017; 2026-11-29 19:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_AN_ORDER = "order_id IS NOT NULL OR kind = 'fee_invoice'"


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "promotions",
        sa.Column("auction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        _key("promotions", "auction_id", "auctions"),
        sa.PrimaryKeyConstraint("auction_id", name=op.f("pk_promotions")),
    )
    op.create_table(
        "fee_charges",
        sa.Column("id", BIG, nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("is_inclusive", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("charged_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('insertion', 'reserve', 'promotion')", name=op.f("ck_fee_charges_known_kind")),
        sa.CheckConstraint(
            "net_minor >= 0 AND tax_minor >= 0 AND net_minor + tax_minor > 0", name=op.f("ck_fee_charges_amount")
        ),
        _key("fee_charges", "auction_id", "auctions"),
        _key("fee_charges", "seller_id", "people"),
        _key("fee_charges", "rule_id", "tax_rules"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_charges")),
        sa.UniqueConstraint("auction_id", "kind", name=op.f("uq_fee_charges_auction_id_kind")),
    )
    op.create_index("ix_fee_charges_seller_id_currency", "fee_charges", ["seller_id", "currency"])
    op.create_index("ix_fee_charges_charged_at", "fee_charges", ["charged_at"])
    _set_papers_free(is_free=True)
    op.create_table(
        "paper_charges",
        sa.Column("charge_id", BIG, autoincrement=False, nullable=False),
        sa.Column("paper_id", BIG, nullable=False),
        _key("paper_charges", "charge_id", "fee_charges"),
        _key("paper_charges", "paper_id", "papers"),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_paper_charges")),
    )
    op.create_index("ix_paper_charges_paper_id", "paper_charges", ["paper_id"])
    for table in ("fee_charges", "paper_charges"):
        _keep_from_change(table)


def _set_papers_free(*, is_free: bool) -> None:
    """Papers of no order, or none. SQLite makes the table anew, and its guards have to be laid again."""
    with op.batch_alter_table("papers") as table:
        if is_free:
            table.create_check_constraint(op.f("ck_papers_of_an_order"), OF_AN_ORDER)
            table.create_index("ix_papers_to_id", ["to_id"])
        else:
            table.drop_index("ix_papers_to_id")
            table.drop_constraint(op.f("ck_papers_of_an_order"), type_="check")
        table.alter_column("order_id", existing_type=sa.Integer(), nullable=is_free)
    if op.get_bind().dialect.name == "sqlite":
        _keep_from_change("papers")


def _keep_from_change(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_never_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
        return
    op.execute(  # the function came with revision 0010
        f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("paper_charges")
    _give_up_papers_of_no_order()
    _set_papers_free(is_free=False)
    op.drop_table("fee_charges")
    op.drop_table("promotions")


def _give_up_papers_of_no_order() -> None:
    """The older house cannot hold them. Their numbers stay taken."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER papers_never_delete")
        op.execute("DELETE FROM papers WHERE order_id IS NULL")
        return
    op.execute("ALTER TABLE papers DISABLE TRIGGER papers_never_changed")
    op.execute("DELETE FROM papers WHERE order_id IS NULL")
    op.execute("ALTER TABLE papers ENABLE TRIGGER papers_never_changed")
