"""How the catalogue says no, in sentences; and the names of conditions. No decision lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

CONDITIONS = {
    "new": _l("New"),
    "like_new": _l("Like new"),
    "very_good": _l("Very good"),
    "good": _l("Good"),
    "fair": _l("Fair"),
    "for_parts": _l("For parts or repair"),
}

wording.add(
    {
        "already_published": _l("This listing is published already. You can still add to its description."),
        "not_published": _l("This listing is not published yet: simply change its description."),
        "not_a_seller": _l("Your account cannot sell at the moment."),
        "too_many_drafts": _l("You have {limit} drafts already. Please publish or delete one first."),
        "unknown_category": _l("Please choose a category from the list."),
        "unknown_condition": _l("Please choose a condition from the list."),
        "category_too_wide": _l("Please choose a more exact category."),
        "picture_needed": _l("Please add at least one picture."),
        "title_needed": _l("Please give it a title."),
        "category_needed": _l("Please choose a category."),
        "condition_needed": _l("Please say in which condition it is."),
        "description_needed": _l("Please describe it."),
        "title_too_short": _l("Please write a title of at least 5 characters."),
        "title_too_long": _l("Please shorten the title to 140 characters."),
        "description_too_short": _l("Please describe the lot in at least 20 characters."),
        "description_too_long": _l("Please shorten the description to 20,000 characters."),
        "too_many_pictures": _l("A listing holds at most {limit} pictures."),
        "too_many_additions": _l("Nothing more can be added to this description."),
        "no_upload": _l("Please choose at least one picture."),
        "not_a_picture": _l("This is not a picture we can read. Please use JPEG, PNG, WebP, HEIC or GIF."),
        "broken": _l("This picture is damaged and cannot be read. Please take it or save it again."),
        "picture_too_small": _l("This picture is too small: each side needs at least 200 pixels."),
        "too_many_pixels": _l("This picture has too many pixels. Please send a smaller one."),
        "too_large_bytes": _l("This picture is larger than 15 megabytes. Please send a smaller one."),
        "not_on_shelf": _l("This picture does not exist any more."),
        "bad_shelf_name": _l("This picture does not exist any more."),
    }
)
