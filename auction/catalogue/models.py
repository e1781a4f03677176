"""Tables of the catalogue: what is offered, not on which terms it is sold. No decisions here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auction.db import Base

ATTRIBUTE_KINDS = ("text", "whole", "decimal", "year", "choice", "choices", "yes_no")
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


class Attribute(Base):
    """One thing that listings of a category, and of those below it, are asked: brand, year, size.

    `choices` holds {"key", "en", "ar", "is_retired"} in their order. Nothing is deleted: what is retired is asked no
    more, and what was answered can still be read.
    """

    __tablename__ = "attributes"
    __table_args__ = (
        sa.UniqueConstraint("category_id", "slug"),
        sa.CheckConstraint(sa.column("kind").in_(ATTRIBUTE_KINDS), name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"))
    slug: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(12))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    name_ar: Mapped[str] = mapped_column(sa.String(80))
    unit_en: Mapped[str] = mapped_column(sa.String(20), default="", server_default=sa.text("''"))
    unit_ar: Mapped[str] = mapped_column(sa.String(20), default="", server_default=sa.text("''"))
    choices: Mapped[list[Any]] = mapped_column(default=list)
    is_needed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    retired_at: Mapped[datetime | None]


class Listing(Base):
    """What a seller offers. A draft may be incomplete; `wanted_terms` are the seller's words until it is published.

    `specifics` holds the answers by the attribute's id, `delivery` how the lot comes to its buyer, both as typed:
    `auction.catalogue.specifics` and `auction.catalogue.delivery` read them. A template is a draft to copy from.
    """

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
    specifics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    delivery: Mapped[dict[str, Any]] = mapped_column(default=dict)
    country: Mapped[str | None] = mapped_column(sa.String(2))
    town: Mapped[str] = mapped_column(sa.String(80), default="", server_default=sa.text("''"))
    is_template: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class ShippingTable(Base):
    """A seller's prices for sending by zone and weight, under a name only they see. A listing keeps a copy of it.

    `rates` is that of `auction.rules.delivery`, plain. Tables are thrown away as a whole; no listing looks back at one.
    """

    __tablename__ = "shipping_tables"
    __table_args__ = (sa.Index("ix_shipping_tables_seller_id", "seller_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    currency: Mapped[str] = mapped_column(sa.String(3))
    rates: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


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
    caption: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    added_at: Mapped[datetime]


class Addition(Base):
    """Words added to a description after bidding began: dated, never edited."""

    __tablename__ = "additions"
    __table_args__ = (sa.Index("ix_additions_listing_id", "listing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.Text)
    added_at: Mapped[datetime]


class Question(Base):
    """What somebody asked a seller about a published listing. Public once it is answered, the asker never named."""

    __tablename__ = "questions"
    __table_args__ = (
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_with_words"),
        sa.Index("ix_questions_listing_id", "listing_id"),
        sa.Index("ix_questions_asker_id_asked_at", "asker_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    asker_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    answered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Watch(Base):
    """A person watches a listing, whatever auction it stands in."""

    __tablename__ = "watches"
    __table_args__ = (sa.Index("ix_watches_listing_id", "listing_id"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"), primary_key=True)
    watched_at: Mapped[datetime]


class View(Base):
    """A person has looked at somebody else's listing. The newest of each person are kept, older ones forgotten."""

    __tablename__ = "views"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"), primary_key=True)
    viewed_at: Mapped[datetime]


class ViewCount(Base):
    """How many people have looked at a listing: one more with each row of `views`, however often they come back."""

    __tablename__ = "view_counts"

    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]


class ViewRefusal(Base):
    """A person who does not want it kept what they look at."""

    __tablename__ = "view_refusals"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime]


class Follow(Base):
    """A person hears when a seller opens a lot."""

    __tablename__ = "follows"
    __table_args__ = (
        sa.CheckConstraint("person_id <> seller_id", name="not_oneself"),
        sa.Index("ix_follows_seller_id", "seller_id"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    followed_at: Mapped[datetime]


class SavedSearch(Base):
    """A search by its query string, and how far its person has been told of what is new in it.

    `looked_at` is when it was last taken up; what opened up to `told_until` has been told, or was there before.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "wanted"),
        sa.Index("ix_saved_searches_looked_at", "looked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    wanted: Mapped[str] = mapped_column(sa.String(1000))
    is_alerting: Mapped[bool]
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    told_until: Mapped[datetime]
    alerted_at: Mapped[datetime | None]


class SearchEntry(Base):
    """The words of one published listing as search reads them: folded and stemmed, with spaces between and around.

    What makes them quick to search differs by database and is laid by the migrations alone: see `db.is_of_models`.
    """

    __tablename__ = "search_entries"

    listing_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    title: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)


class TitleWord(Base):
    """A word that stands in the title of a published listing: what a misspelt one may have been meant to be."""

    __tablename__ = "title_words"
    __table_args__ = (sa.Index("ix_title_words_initial_letters", "initial", "letters"),)

    word: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    initial: Mapped[str] = mapped_column(sa.String(1))
    letters: Mapped[int]
