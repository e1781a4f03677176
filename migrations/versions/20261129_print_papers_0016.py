"""Print papers

Invoices, receipts, invoices for fees and credit notes, and the series they are numbered in. A paper is kept from being
changed by the database itself, on both kinds.

Revision 0016, after 0015; 2026-11-29 17:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_papers_{column}_{table}"))


def upgrade() -> None:
    op.create_table(
        "paper_series",
        sa.Column("series", sa.String(length=1), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_paper_series")),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("series", sa.String(length=1), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('invoice', 'receipt', 'fee_invoice', 'credit_note')", name=op.f("ck_papers_known_kind")
        ),
        sa.CheckConstraint("series IN ('S', 'R', 'F', 'C')", name=op.f("ck_papers_known_series")),
        sa.CheckConstraint("number > 0", name=op.f("ck_papers_number")),
        sa.CheckConstraint(
            "(corrects_id IS NOT NULL) = (kind = 'credit_note')", name=op.f("ck_papers_corrects_another")
        ),
        _key("order_id", "orders"),
        _key("from_id", "people"),
        _key("to_id", "people"),
        _key("corrects_id", "papers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_papers_series_year_number")),
        sa.UniqueConstraint("series", "cause", name=op.f("uq_papers_series_cause")),
    )
    op.create_index("ix_papers_order_id", "papers", ["order_id"])
    _keep_from_change()


def _keep_from_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER papers_never_{act.lower()} BEFORE {act} ON papers "
                "BEGIN SELECT RAISE(ABORT, 'papers is only added to'); END"
            )
        return
    op.execute(  # the function came with revision 0010
        "CREATE TRIGGER papers_never_changed BEFORE UPDATE OR DELETE ON papers "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_index("ix_papers_order_id", table_name="papers")
    op.drop_table("papers")
    op.drop_table("paper_series")
