"""Order by price

On PostgreSQL open lots can be walked in the order of their prices: what many look for, sorted by price, need not be read
whole. SQLite reads no index of expressions back, and would lose it when the table is copied; a laptop's lots are few.

Revision 0021, after 0020; 2026-11-30 00:15:00+00:00
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_fts_price ON auctions (currency, coalesce(price_minor, starting_minor), id)"
            " WHERE ended_at IS NULL"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_fts_price")
