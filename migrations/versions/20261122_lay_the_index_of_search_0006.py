"""Lay the index of search

One table of folded words for all databases, and over it what each is quick with: on SQLite an FTS5 table that triggers
keep, on PostgreSQL columns of text search with GIN indexes, and trigrams of the titles' words where the server has them to offer.
The words of listings that are there are filled in by `mazad reindex`, for folding is the code's business.

Revision 0006, after 0005; 2026-11-22 06:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FTS5 = """
CREATE VIRTUAL TABLE search_fts USING fts5(
  title, words, content='search_entries', content_rowid='listing_id', tokenize='ascii', prefix='3 4')
"""
# FTS5 forgets a row only when it is told once more what stood in it.
FORGET = """INSERT INTO search_fts (search_fts, rowid, title, words)
VALUES ('delete', old.listing_id, old.title, old.words)"""
LEARN = "INSERT INTO search_fts (rowid, title, words) VALUES (new.listing_id, new.title, new.words)"
TRIGGERS = (
    f"CREATE TRIGGER search_fts_added AFTER INSERT ON search_entries BEGIN {LEARN}; END",
    f"CREATE TRIGGER search_fts_gone AFTER DELETE ON search_entries BEGIN {FORGET}; END",
    f"CREATE TRIGGER search_fts_changed AFTER UPDATE ON search_entries BEGIN {FORGET}; {LEARN}; END",
)
# The words as they are, past the server's dictionaries and its parser.
VECTOR = """
ALTER TABLE search_entries ADD COLUMN search_fts_{0} tsvector
GENERATED ALWAYS AS (array_to_tsvector(string_to_array(btrim({0}), ' '))) STORED
"""
GIN = "CREATE INDEX ix_search_fts_{0} ON search_entries USING gin (search_fts_{0})"
TRIGRAMS = "CREATE INDEX ix_search_fts_spelling ON title_words USING gin (word gin_trgm_ops)"
OFFERED = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
# A role that may not create extensions goes on without: the savepoint keeps the rest of the migration.
TRY_TRIGRAMS = """
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$
"""
PRESENT = "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("listing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_search_entries_listing_id_listings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_search_entries")),
    )
    op.create_table(
        "title_words",
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("initial", sa.String(length=1), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_title_words")),
    )
    with op.batch_alter_table("title_words") as table:
        table.create_index("ix_title_words_initial_letters", ["initial", "letters"])
    with op.batch_alter_table("auctions") as table:
        table.create_index("ix_auctions_opens_at", ["opens_at"])
    with op.batch_alter_table("listings") as table:
        table.drop_column("folded")
    if op.get_bind().dialect.name == "sqlite":
        for statement in (FTS5, *TRIGGERS):
            op.execute(statement)
        return
    for name in ("title", "words"):
        op.execute(VECTOR.format(name))
        op.execute(GIN.format(name))
    if op.get_bind().execute(sa.text(OFFERED)).first():
        op.execute(TRY_TRIGRAMS)
    if op.get_bind().execute(sa.text(PRESENT)).first():
        op.execute(TRIGRAMS)


def downgrade() -> None:
    op.drop_table("search_entries")  # before the table its triggers write to
    op.drop_table("title_words")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    with op.batch_alter_table("listings") as table:
        table.add_column(sa.Column("folded", sa.Text(), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table("auctions") as table:
        table.drop_index("ix_auctions_opens_at")
