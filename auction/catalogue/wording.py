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

ATTRIBUTE_KIND_NAMES = {
    "text": _l("Text"),
    "whole": _l("Whole number"),
    "decimal": _l("Number with decimals"),
    "year": _l("Year"),
    "choice": _l("One choice of several"),
    "choices": _l("Any number of choices"),
    "yes_no": _l("Yes or no"),
}

wording.add(
    {
        "table_gone": _l("This table is no longer there. Please choose another."),
        "table_in_another_currency": _l("This table is in another currency than the lot."),
        "weight_needed": _l("Please enter the weight in whole grams."),
        "weights_rise": _l("Each row is heavier than the one before."),
        "too_heavy": _l("This is heavier than any row of the table."),
        "price_needed": _l("Please enter a price. 0 means free of charge."),
        "bands_needed": _l("A table needs at least one weight with a price."),
        "not_a_percentage": _l("Please enter a whole number from 0 to 100."),
        "too_many_tables": _l("You have {limit} tables, which is the most."),
        "already_published": _l("This listing is published already. You can still add to its description."),
        "own_watch": _l("This is your own lot. You find it on your desk."),
        "too_many_watches": _l("You watch {most} lots, which is the most. Please remove one first."),
        "follow_oneself": _l("You cannot follow yourself."),
        "too_many_follows": _l("You follow {most} sellers, which is the most. Please leave one first."),
        "too_many_searches": _l("You have saved {most} searches, which is the most. Please delete one first."),
        "search_too_long": _l("This search is longer than we can keep. Please leave something out."),
        "not_published": _l("This listing is not published yet: simply change its description."),
        "not_a_seller": _l("Your account cannot sell at the moment."),
        "too_many_drafts": _l("You have {limit} drafts already. Please publish or delete one first."),
        "unknown_category": _l("Please choose a category from the list."),
        "unknown_condition": _l("Please choose a condition from the list."),
        "category_too_wide": _l("Please choose a more exact category."),
        "unknown_country": _l("Please choose a country from the list."),
        "country_needed": _l("Please say in which country it is."),
        "town_needed": _l("Please say in which town it is."),
        "delivery_needed": _l("Please say how it comes to the buyer: picked up, or sent somewhere."),
        "specific_needed": _l("Please answer this: buyers of such things ask for it."),
        "not_whole": _l("Please give a whole number."),
        "not_a_year": _l("Please give a year in digits, not later than the next one."),
        "value_too_large": _l("This number is too large."),
        "ambiguous_number": _l("It is not clear whether the comma groups digits. Please write 1.250 or 1250."),
        "is_template": _l("This is a template. Begin a listing from it, and publish that."),
        "too_many_attributes": _l("A category asks for at most {limit} things."),
        "choices_needed": _l("Please offer at least two choices, a line for each."),
        "too_many_choices": _l("Please offer at most {limit} choices."),
        "choices_in_both_languages": _l("Please write every choice in both languages: English | العربية"),
        "choices_twice": _l("The same choice stands here twice."),
        "question_too_short": _l("Please ask in at least 5 characters."),
        "own_question": _l("This is your own lot: questions come from others."),
        "question_blocked": _l("This seller does not take questions from your account."),
        "questions_waiting": _l("{limit} of your questions about this lot wait for an answer already."),
        "questions_today": _l("You have asked {limit} questions since yesterday. Please come back tomorrow."),
        "already_answered": _l("This question is answered already."),
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
