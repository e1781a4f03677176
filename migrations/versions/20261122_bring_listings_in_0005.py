"""Bring listings in: files of sellers, their rows and pictures, and the reference each listing is known by

Revision 0005, after 0004; 2026-11-22 07:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = ("reading", "mapping", "checking", "checked", "writing", "hanging", "done", "cancelled")
EFFECTS = ("unchecked", "new", "changed", "unchanged", "refused", "published")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="reading", nullable=False),
        sa.Column("row_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("is_all", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cursor", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shelf_key", sa.String(length=64), nullable=False),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(sa.column("state").in_(STATES), name=op.f("ck_imports_known_state")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_imports_seller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_seller_id_created_at", "imports", ["seller_id", "created_at"])
    op.create_index("ix_imports_state_updated_at", "imports", ["state", "updated_at"])
    op.create_table(
        "import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("effect", sa.String(length=12), server_default="unchecked", nullable=False),
        sa.Column("reference", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("unmatched", sa.String(length=80), server_default=sa.text("''"), nullable=False),
        sa.Column("picture_notes", sa.JSON(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(sa.column("effect").in_(EFFECTS), name=op.f("ck_import_rows_known_effect")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_rows_import_id_number")),
    )
    op.create_index("ix_import_rows_import_id_effect", "import_rows", ["import_id", "effect"])
    op.create_index("ix_import_rows_import_id_reference", "import_rows", ["import_id", "reference"])
    op.create_table(
        "import_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_pictures_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_pictures")),
        sa.UniqueConstraint("import_id", "name", name=op.f("uq_import_pictures_import_id_name")),
    )
    op.create_table(
        "listing_references",
        sa.Column("listing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_references_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_listing_references_seller_id_people")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_references")),
        sa.UniqueConstraint("seller_id", "reference", name=op.f("uq_listing_references_seller_id_reference")),
    )


def downgrade() -> None:
    op.drop_table("listing_references")
    op.drop_table("import_pictures")
    op.drop_index("ix_import_rows_import_id_reference", table_name="import_rows")
    op.drop_index("ix_import_rows_import_id_effect", table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index("ix_imports_state_updated_at", table_name="imports")
    op.drop_index("ix_imports_seller_id_created_at", table_name="imports")
    op.drop_table("imports")
