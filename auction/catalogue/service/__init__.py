"""The verbs of the catalogue, and the only writer of its tables. Every one locks the listing's row first.

`take_for_publishing`, `publishing_faults` and `mark_published` are steps for the transaction of bidding.
"""

from auction.catalogue.service.attributes import (
    AttributeFields,
    AttributeKept,
    change_attribute,
    create_attribute,
    move_attribute,
    retire_attribute,
    seed_attributes,
)
from auction.catalogue.service.categories import seed_categories
from auction.catalogue.service.copying import copy_listing, copy_own
from auction.catalogue.service.drafts import TERM_WORDS, DraftFields, Saved, create_draft, delete_draft, save_draft
from auction.catalogue.service.indexing import reindex
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
from auction.catalogue.service.publishing import (
    Added,
    ToPublish,
    add_to_description,
    drafts_to_publish,
    mark_published,
    publish_unchanged,
    publishing_faults,
    take_for_publishing,
)
from auction.catalogue.service.questions import (
    Answered,
    Asked,
    answer_question,
    enter_question,
    remove_question,
    tidy_question,
)
from auction.catalogue.service.searches import (
    LONGEST_NAME,
    Due,
    alert,
    change_search,
    claim_searches,
    delete_search,
    save_search,
)
from auction.catalogue.service.shipping import MOST_BANDS, MOST_TABLES, TableFields, TableKept, delete_table, keep_table
from auction.catalogue.service.viewing import MOST_KEPT as MOST_VIEWS
from auction.catalogue.service.viewing import NOTED_EVERY, clear_views, keep_views, note_view
from auction.catalogue.service.watching import (
    Followed,
    Watched,
    follow_seller,
    unfollow_seller,
    unwatch_listing,
    watch_listing,
)

__all__ = [
    "LONGEST_NAME",
    "MOST_BANDS",
    "MOST_PICTURES",
    "MOST_TABLES",
    "MOST_VIEWS",
    "NOTED_EVERY",
    "TERM_WORDS",
    "Added",
    "Answered",
    "Asked",
    "AttributeFields",
    "AttributeKept",
    "DraftFields",
    "Due",
    "Followed",
    "PictureAdded",
    "PicturesKept",
    "Saved",
    "TableFields",
    "TableKept",
    "ToPublish",
    "Watched",
    "add_picture",
    "add_to_description",
    "alert",
    "answer_question",
    "arrange_pictures",
    "change_attribute",
    "change_search",
    "claim_searches",
    "clear_views",
    "copy_listing",
    "copy_own",
    "create_attribute",
    "create_draft",
    "delete_draft",
    "delete_search",
    "delete_table",
    "describe_picture",
    "drafts_to_publish",
    "enter_question",
    "follow_seller",
    "keep_table",
    "keep_views",
    "mark_published",
    "move_attribute",
    "move_picture",
    "note_view",
    "publish_unchanged",
    "publishing_faults",
    "reindex",
    "remove_picture",
    "remove_question",
    "retire_attribute",
    "save_draft",
    "save_search",
    "seed_attributes",
    "seed_categories",
    "take_for_publishing",
    "tidy_question",
    "unfollow_seller",
    "unwatch_listing",
    "watch_listing",
]
