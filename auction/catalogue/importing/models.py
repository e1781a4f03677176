"""Tables of the import desk: files that sellers brought, their rows, and by which reference a listing is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

STATES = ("reading", "mapping", "checking", "checked", "writing", "hanging", "done", "cancelled")
EFFECTS = ("unchecked", "new", "changed", "unchanged", "refused", "published")


class Import(Base):
    """One file and how far its import has come: `cursor` is the last row done (in `hanging`, with its pictures)."""

    __tablename__ = "imports"
    __table_args__ = (
        sa.CheckConstraint(sa.column("state").in_(STATES), name="known_state"),
        sa.Index("ix_imports_seller_id_created_at", "seller_id", "created_at"),
        sa.Index("ix_imports_state_updated_at", "state", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[str] = mapped_column(sa.String(12), default="reading", server_default="reading")
    row_count: Mapped[int] = mapped_column(default=0, server_default="0")
    columns: Mapped[list[Any]] = mapped_column(default=list)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_all: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    cursor: Mapped[int] = mapped_column(default=0, server_default="0")
    shelf_key: Mapped[str] = mapped_column(sa.String(64))
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportRow(Base):
    """One row as it stood in the file, and what it does to the seller's listings.

    `unmatched` is a category of theirs that we do not have.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        sa.UniqueConstraint("import_id", "number"),
        sa.CheckConstraint(sa.column("effect").in_(EFFECTS), name="known_effect"),
        sa.Index("ix_import_rows_import_id_effect", "import_id", "effect"),
        sa.Index("ix_import_rows_import_id_reference", "import_id", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("imports.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[dict[str, Any]]
    effect: Mapped[str] = mapped_column(sa.String(12), default="unchecked", server_default="unchecked")
    reference: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    faults: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unmatched: Mapped[str] = mapped_column(sa.String(80), default="", server_default=sa.text("''"))
    picture_notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    listing_id: Mapped[int | None]


class ImportPicture(Base):
    """A picture that came in the zip. It lies on the shelf as it came, until the import ends."""

    __tablename__ = "import_pictures"
    __table_args__ = (sa.UniqueConstraint("import_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("imports.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(200))
    digest: Mapped[str] = mapped_column(sa.String(40))


class Reference(Base):
    """The seller's own reference of a listing, and what the row it came from said last.

    `digest` is that row's; `pictures` holds [digest, key] of each picture that hangs for it, by its file's name.
    """

    __tablename__ = "listing_references"
    __table_args__ = (sa.UniqueConstraint("seller_id", "reference"),)

    listing_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reference: Mapped[str] = mapped_column(sa.String(100))
    digest: Mapped[str] = mapped_column(sa.String(64))
    pictures: Mapped[dict[str, Any]] = mapped_column(default=dict)
