"""Take cards and transfers

The names by which Stripe knows people, the lines of the bank's statements, and what is to be sent back by hand. A payment
remembers that its money is on its way, a refund how often it was tried.

Revision 0015, after 0014; 2026-11-29 16:15:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("is_on_its_way", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("refunds", sa.Column("attempt", sa.Integer(), server_default="1", nullable=False))
    op.create_index("ix_refunds_ref", "refunds", ["ref"])

    op.create_table(
        "stripe_customers",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stripe_customers_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_stripe_customers")),
        sa.UniqueConstraint("customer", name=op.f("uq_stripe_customers_customer")),
    )
    op.create_table(
        "bank_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("payer", sa.String(length=140), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="unmatched", nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ref IS NOT NULL) = (state = 'matched')", name=op.f("ck_bank_lines_matched_with_a_payment")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_lines_amount")),
        sa.CheckConstraint("state IN ('unmatched', 'matched', 'sent_back')", name=op.f("ck_bank_lines_known_state")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["people.id"], name=op.f("fk_bank_lines_imported_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_lines")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_lines_fingerprint")),
        sa.UniqueConstraint("ref", name=op.f("uq_bank_lines_ref")),
    )
    op.create_index("ix_bank_lines_state", "bank_lines", ["state"])

    op.create_table(
        "bank_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("parent_ref", sa.String(length=80), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="to_make", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_returns_amount")),
        sa.CheckConstraint("state IN ('to_make', 'made', 'refused')", name=op.f("ck_bank_returns_known_state")),
        sa.ForeignKeyConstraint(["line_id"], ["bank_lines.id"], name=op.f("fk_bank_returns_line_id_bank_lines")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_bank_returns_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_returns")),
        sa.UniqueConstraint("key", name=op.f("uq_bank_returns_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_bank_returns_ref")),
    )
    op.create_index("ix_bank_returns_parent_ref", "bank_returns", ["parent_ref"])
    op.create_index("ix_bank_returns_state", "bank_returns", ["state"])


def downgrade() -> None:
    op.drop_table("bank_returns")
    op.drop_table("bank_lines")
    op.drop_table("stripe_customers")
    op.drop_index("ix_refunds_ref", "refunds")
    op.drop_column("refunds", "attempt")
    op.drop_column("payments", "is_on_its_way")
