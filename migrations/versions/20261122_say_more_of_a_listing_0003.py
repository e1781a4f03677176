"""Say more of a listing: specifics, delivery, captions, questions, templates

Attributes are asked per category and answered in the listing. Delivery stands beside the terms, the place apart from it
because lists are narrowed by it.

Revision 0003, after 0002; 2026-11-22 06:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("text", "whole", "decimal", "year", "choice", "choices", "yes_no")


def upgrade() -> None:
    op.create_table(
        "attributes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_ar", sa.String(length=80), nullable=False),
        sa.Column("unit_en", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("unit_ar", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(sa.column("kind").in_(KINDS), name=op.f("ck_attributes_known_kind")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_attributes_category_id_categories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("category_id", "slug", name=op.f("uq_attributes_category_id_slug")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_questions_answered_with_words")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_questions_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name=op.f("fk_questions_asker_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_listing_id", "questions", ["listing_id"])
    op.create_index("ix_questions_asker_id_asked_at", "questions", ["asker_id", "asked_at"])
    with op.batch_alter_table("listings") as table:
        table.add_column(sa.Column("specifics", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        table.add_column(sa.Column("delivery", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        table.add_column(sa.Column("country", sa.String(length=2), nullable=True))
        table.add_column(sa.Column("town", sa.String(length=80), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("is_template", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("listings") as table:
        table.alter_column("specifics", server_default=None)
        table.alter_column("delivery", server_default=None)
    with op.batch_alter_table("pictures") as table:
        table.add_column(sa.Column("caption", sa.String(length=200), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("pictures") as table:
        table.drop_column("caption")
    with op.batch_alter_table("listings") as table:
        for name in ("is_template", "town", "country", "delivery", "specifics"):
            table.drop_column(name)
    op.drop_index("ix_questions_asker_id_asked_at", table_name="questions")
    op.drop_index("ix_questions_listing_id", table_name="questions")
    op.drop_table("questions")
    op.drop_table("attributes")
