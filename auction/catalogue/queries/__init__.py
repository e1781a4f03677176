"""Reads of the catalogue; every one hands out frozen values. Writes nothing."""

from auction.catalogue.queries.categories import (
    CategoryView,
    breadcrumbs,
    categories,
    category,
    forget_categories,
    in_category,
)
from auction.catalogue.queries.listings import (
    AdditionView,
    ListingCard,
    ListingView,
    OwnListing,
    description_changed_at,
    drafts_of,
    listing,
    matching,
    newest_by_title,
    own_listing,
    published_of,
)
from auction.catalogue.queries.pictures import PictureView, covers, keys_in_use, pictures_of

__all__ = [
    "AdditionView",
    "CategoryView",
    "ListingCard",
    "ListingView",
    "OwnListing",
    "PictureView",
    "breadcrumbs",
    "categories",
    "category",
    "covers",
    "description_changed_at",
    "drafts_of",
    "forget_categories",
    "in_category",
    "keys_in_use",
    "listing",
    "matching",
    "newest_by_title",
    "own_listing",
    "pictures_of",
    "published_of",
]
