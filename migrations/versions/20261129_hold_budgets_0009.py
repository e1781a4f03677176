"""Hold budgets, and what sellers ask of bidders

A buyer's budget and the lots it is about; the primary key of a lot's place is what a bid finds it by. Unpaid cases that
are open on a person, and who has been let into a sale: both are looked at only for lots whose terms ask for it.

Revision 0009, after 0008; 2026-11-29 15:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN_HOLDS = "ix_payment_holds_open"


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=True),
        sa.Column("most_lots", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_budgets_total")),
        sa.CheckConstraint("most_lots > 0", name=op.f("ck_budgets_most_lots")),
        sa.CheckConstraint(
            "total_minor IS NOT NULL OR most_lots IS NOT NULL", name=op.f("ck_budgets_limits_something")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_budgets_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
    )
    op.create_index("ix_budgets_person_id", "budgets", ["person_id"])
    op.create_table(
        "budget_lots",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_budget_lots_person_id_people")),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_budget_lots_auction_id_auctions")),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budgets.id"], name=op.f("fk_budget_lots_budget_id_budgets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "auction_id", name=op.f("pk_budget_lots")),
    )
    op.create_index("ix_budget_lots_budget_id", "budget_lots", ["budget_id"])
    op.create_table(
        "payment_holds",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_payment_holds_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "ref", name=op.f("pk_payment_holds")),
    )
    op.create_index(
        OPEN_HOLDS,
        "payment_holds",
        ["person_id"],
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "sale_approvals",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'approved', 'declined')", name=op.f("ck_sale_approvals_known_state")),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_sale_approvals_decided_at_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sales.id"], name=op.f("fk_sale_approvals_sale_id_sales"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sale_approvals_person_id_people")),
        sa.PrimaryKeyConstraint("sale_id", "person_id", name=op.f("pk_sale_approvals")),
    )


def downgrade() -> None:
    op.drop_table("sale_approvals")
    op.drop_index(OPEN_HOLDS, table_name="payment_holds")
    op.drop_table("payment_holds")
    op.drop_index("ix_budget_lots_budget_id", table_name="budget_lots")
    op.drop_table("budget_lots")
    op.drop_index("ix_budgets_person_id", table_name="budgets")
    op.drop_table("budgets")
