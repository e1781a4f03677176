"""Lay the tables of reputation

Feedback of both sides of an order with its pictures, replies and hidings, the time in which it is given, and the
scorecards that were kept. All but that time is only added to: the database itself refuses to change or delete it.

Revision 0014, after 0013; 2026-11-29 16:10:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from auction.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

APPEND_ONLY = ("feedback", "feedback_pictures", "feedback_replies", "feedback_hidings", "scorecards")


def upgrade() -> None:
    op.create_table(
        "feedback_windows",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("auction_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("lots", sa.Integer(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("closes_at > finished_at", name=op.f("ck_feedback_windows_closes_after")),
        sa.ForeignKeyConstraint(["auction_id"], ["auctions.id"], name=op.f("fk_feedback_windows_auction_id_auctions")),
        sa.ForeignKeyConstraint(["buyer_id"], ["people.id"], name=op.f("fk_feedback_windows_buyer_id_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_feedback_windows_order_id_orders")),
        sa.ForeignKeyConstraint(["seller_id"], ["people.id"], name=op.f("fk_feedback_windows_seller_id_people")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_feedback_windows")),
    )
    op.create_index("ix_feedback_windows_buyer_id", "feedback_windows", ["buyer_id"])
    op.create_index("ix_feedback_windows_seller_id", "feedback_windows", ["seller_id"])
    op.create_index("ix_feedback_windows_reminded_at_finished_at", "feedback_windows", ["reminded_at", "finished_at"])
    op.create_index("ix_feedback_windows_told_at_closes_at", "feedback_windows", ["told_at", "closes_at"])
    _lay_feedback()
    _lay_what_hangs_on_feedback()
    op.create_table(
        "scorecards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("as_of", UtcDateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) = (subject = 'house')", name=op.f("ck_scorecards_subject_of_a_person")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_scorecards_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecards")),
        sa.UniqueConstraint("subject", "as_of", name=op.f("uq_scorecards_subject_as_of")),
    )
    _keep_from_change()


def _lay_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=6), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("description", sa.Integer(), nullable=True),
        sa.Column("communication", sa.Integer(), nullable=True),
        sa.Column("dispatch", sa.Integer(), nullable=True),
        sa.Column("charges", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("charges BETWEEN 1 AND 5", name=op.f("ck_feedback_charges")),
        sa.CheckConstraint("communication BETWEEN 1 AND 5", name=op.f("ck_feedback_communication")),
        sa.CheckConstraint("description BETWEEN 1 AND 5", name=op.f("ck_feedback_description")),
        sa.CheckConstraint("dispatch BETWEEN 1 AND 5", name=op.f("ck_feedback_dispatch")),
        sa.CheckConstraint("from_id <> about_id", name=op.f("ck_feedback_two_people")),
        sa.CheckConstraint(
            "side = 'buyer' OR coalesce(description, communication, dispatch, charges) IS NULL",
            name=op.f("ck_feedback_details_of_a_seller"),
        ),
        sa.CheckConstraint("side IN ('buyer', 'seller')", name=op.f("ck_feedback_known_side")),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_feedback_stars")),
        sa.ForeignKeyConstraint(["about_id"], ["people.id"], name=op.f("fk_feedback_about_id_people")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_feedback_from_id_people")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["feedback_windows.order_id"], name=op.f("fk_feedback_order_id_feedback_windows")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("order_id", "side", name=op.f("uq_feedback_order_id_side")),
    )
    op.create_index("ix_feedback_about_id_side_id", "feedback", ["about_id", "side", "id"])
    op.create_index("ix_feedback_from_id_id", "feedback", ["from_id", "id"])


def _lay_what_hangs_on_feedback() -> None:
    op.create_table(
        "feedback_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_pictures_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_pictures")),
        sa.UniqueConstraint("feedback_id", "position", name=op.f("uq_feedback_pictures_feedback_id_position")),
    )
    op.create_table(
        "feedback_replies",
        sa.Column("feedback_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replied_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_replies_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_feedback_replies")),
    )
    op.create_table(
        "feedback_hidings",
        sa.Column("feedback_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("hidden_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("part IN ('words', 'reply')", name=op.f("ck_feedback_hidings_known_part")),
        sa.CheckConstraint("why <> ''", name=op.f("ck_feedback_hidings_with_a_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_feedback_hidings_by_id_people")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_hidings_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("feedback_id", "part", name=op.f("pk_feedback_hidings")),
    )


def _keep_from_change() -> None:
    """Rows of these tables are added; the database refuses to change or delete one. PostgreSQL's function is there."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if not is_sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_never_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def downgrade() -> None:
    for table in ("scorecards", "feedback_hidings", "feedback_replies", "feedback_pictures", "feedback"):
        op.drop_table(table)
    op.drop_table("feedback_windows")
