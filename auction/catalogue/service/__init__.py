"""The verbs of the catalogue, and the only writer of its tables. Every one locks the listing's row first.

`take_for_publishing`, `publishing_faults` and `mark_published` are steps for the transaction of bidding.
"""

from auction.catalogue.service.categories import seed_categories
from auction.catalogue.service.drafts import TERM_WORDS, DraftFields, Saved, create_draft, delete_draft, save_draft
from auction.catalogue.service.pictures import (
    MOST_PICTURES,
    PictureAdded,
    PicturesKept,
    add_picture,
    arrange_pictures,
    describe_picture,
    move_picture,
    remove_picture,
)
from auction.catalogue.service.indexing import reindex
from auction.catalogue.service.publishing import (
    Added,
    ToPublish,
    add_to_description,
    mark_published,
    publishing_faults,
    take_for_publishing,
)

__all__ = [
    "MOST_PICTURES",
    "TERM_WORDS",
    "Added",
    "DraftFields",
    "PictureAdded",
    "PicturesKept",
    "Saved",
    "ToPublish",
    "add_picture",
    "add_to_description",
    "arrange_pictures",
    "create_draft",
    "delete_draft",
    "describe_picture",
    "mark_published",
    "move_picture",
    "publishing_faults",
    "remove_picture",
    "save_draft",
    "seed_categories",
    "take_for_publishing",
]
    "reindex",
