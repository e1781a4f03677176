"""Watch and follow

What a person keeps an eye on: lots they watch, lots they have looked at, sellers they follow, searches they saved.
Which auctions have called their watchers, and which openings of one seller are told in one notice.

Revision 0007, after 0006; 2026-11-22 05:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _person(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_{table}_{column}_people"))


def _listing(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f(f"fk_{table}_listing_id_listings"))


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("watched_at", UtcDateTime(), nullable=False),
        _person("person_id", "watches"),
        _listing("watches"),
        sa.PrimaryKeyConstraint("person_id", "listing_id", name=op.f("pk_watches")),
    )
    op.create_index("ix_watches_listing_id", "watches", ["listing_id"])
    op.create_table(
        "views",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("viewed_at", UtcDateTime(), nullable=False),
        _person("person_id", "views"),
        _listing("views"),
        sa.PrimaryKeyConstraint("person_id", "listing_id", name=op.f("pk_views")),
    )
    op.create_table(
        "view_counts",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        _listing("view_counts"),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_view_counts")),
    )
    op.create_table(
        "view_refusals",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _person("person_id", "view_refusals"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_view_refusals")),
    )
    op.create_table(
        "follows",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("person_id <> seller_id", name=op.f("ck_follows_not_oneself")),
        _person("person_id", "follows"),
        _person("seller_id", "follows"),
        sa.PrimaryKeyConstraint("person_id", "seller_id", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_seller_id", "follows", ["seller_id"])
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("wanted", sa.String(length=1000), nullable=False),
        sa.Column("is_alerting", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.Column("told_until", UtcDateTime(), nullable=False),
        sa.Column("alerted_at", UtcDateTime(), nullable=True),
        _person("person_id", "saved_searches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("person_id", "wanted", name=op.f("uq_saved_searches_person_id_wanted")),
    )
    op.create_index("ix_saved_searches_looked_at", "saved_searches", ["looked_at"])
    op.create_table(
        "reminders",
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_reminders_auction_id_auctions")),
        sa.PrimaryKeyConstraint("auction_id", name=op.f("pk_reminders")),
    )
    op.create_table(
        "gatherings",
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("lots", sa.JSON(), nullable=False),
        _person("seller_id", "gatherings"),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("pk_gatherings")),
    )


def downgrade() -> None:
    op.drop_table("gatherings")
    op.drop_table("reminders")
    op.drop_index("ix_saved_searches_looked_at", table_name="saved_searches")
    op.drop_table("saved_searches")
    op.drop_index("ix_follows_seller_id", table_name="follows")
    op.drop_table("follows")
    op.drop_table("view_refusals")
    op.drop_table("view_counts")
    op.drop_table("views")
    op.drop_index("ix_watches_listing_id", table_name="watches")
    op.drop_table("watches")
