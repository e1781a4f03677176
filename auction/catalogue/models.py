"""Tables of the catalogue: what is offered, not on which terms it is sold. No decisions here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

CONDITIONS = ("new", "like_new", "very_good", "good", "fair", "for_parts")


class Category(Base):
    """A shelf of the house, two levels at most, named in both languages."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    name_ar: Mapped[str] = mapped_column(sa.String(80))
    icon: Mapped[str] = mapped_column(sa.String(40), default="package", server_default="package")
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class Listing(Base):
    """What a seller offers. A draft may be incomplete; `wanted_terms` are the seller's words until it is published."""

    __tablename__ = "listings"
    __table_args__ = (
        sa.CheckConstraint("state IN ('draft', 'published')", name="state"),
        sa.Index("ix_listings_seller_id_updated_at", "seller_id", "updated_at"),
        sa.Index("ix_listings_category_id", "category_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"))
    state: Mapped[str] = mapped_column(sa.String(12), default="draft", server_default="draft")
    title: Mapped[str] = mapped_column(sa.String(300), default="", server_default=sa.text("''"))
    description: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    language: Mapped[str] = mapped_column(sa.String(2), default="en", server_default="en")
    condition: Mapped[str | None] = mapped_column(sa.String(12))
    wanted_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    folded: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class Picture(Base):
    """One picture of a listing; its renditions lie on the shelf under `key`."""

    __tablename__ = "pictures"
    __table_args__ = (sa.Index("ix_pictures_listing_id_position", "listing_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(64))
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[Any]]
    colour: Mapped[str] = mapped_column(sa.String(7))
    alternative: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    added_at: Mapped[datetime]


class Addition(Base):
    """Words added to a description after bidding began: dated, never edited."""

    __tablename__ = "additions"
    __table_args__ = (sa.Index("ix_additions_listing_id", "listing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.Text)
    added_at: Mapped[datetime]
