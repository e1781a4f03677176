"""What the import desk says: why a file or a row is refused, what a row does, how our fields are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from auction import wording

FIELDS = {
    "reference": _l("Your reference"),
    "title": _l("Title"),
    "description": _l("Description"),
    "category": _l("Category"),
    "condition": _l("Condition"),
    "currency": _l("Currency"),
    "starting": _l("Starting price"),
    "reserve": _l("Reserve"),
    "buy_now": _l("Buy now price"),
    "duration": _l("How long does it run?"),
    "pictures": _l("Pictures"),
}
HELPS = {
    "reference": _l("By this we know a listing again: importing twice makes nothing twice."),
    "description": _l("HTML becomes paragraphs and lists."),
    "category": _l("By our names in either language, or a path such as Watches > Wristwatches."),
    "starting": _l("With or without the sign of the currency."),
    "pictures": _l("Names of files in your zip, separated by commas, semicolons or |."),
}
STATES = {
    "mapping": _l("Columns to match"),
    "checking": _l("Being checked"),
    "checked": _l("Ready to import"),
    "writing": _l("Being imported"),
    "hanging": _l("Pictures being added"),
    "done": _l("Imported"),
    "cancelled": _l("Stopped"),
}
EFFECTS = {
    "unchecked": _l("Not checked"),
    "new": _l("New"),
    "changed": _l("Changed"),
    "unchanged": _l("Unchanged"),
    "refused": _l("Refused"),
    "published": _l("Published, left as it is"),
}

wording.add(
    {
        "unreadable_file": _l("This file cannot be read."),
        "no_file": _l("Please choose a file."),
        "spreadsheet": _l("This is a spreadsheet. Please save it as CSV (UTF-8) and choose that file."),
        "packet_broken": _l("This packed file is damaged, or packed in a way we do not open. Please pack it again."),
        "table_too_large": _l("The table is larger than {megabytes} MB. Please divide it."),
        "too_many_files": _l("A zip may hold at most {limit} pictures. Please divide it."),
        "packet_too_large": _l("Unpacked, this zip is larger than {megabytes} MB. Please divide it."),
        "packet_path": _l("A file in the zip has a name we cannot accept: {name}"),
        "packet_locked": _l("This zip is locked with a password. Please pack it without one."),
        "many_tables": _l("The zip holds more than one table. Please leave one CSV or JSON file in it."),
        "no_table": _l("The zip holds no table. Please put one CSV or JSON file into it."),
        "packed_picture_too_large": _l("A picture in the zip is larger than 15 MB: {name}"),
        "broken_row": _l("Row {row} cannot be read. Please look at its quotes and brackets."),
        "cut_short": _l("The file ends in the middle of the list. Please send it again."),
        "no_rows": _l("The file holds no rows."),
        "too_many_rows": _l("The file holds more than {limit} rows. Please divide it."),
        "too_many_columns": _l("The file has more than {limit} columns. Its separators may be mixed up."),
        "cell_too_long": _l("A text in row {row} is longer than {limit} characters. A quote may be missing there."),
        "wrong_encoding": _l("The file is not in UTF-8; it looks like {encoding}. Please save it as UTF-8."),
        "not_objects": _l("Row {row} is not an object with fields."),
        "too_deep": _l("Row {row} is nested too deeply."),
        "unknown_column": _l("The file has no such column."),
        "column_needed": _l("Please choose the column."),
        "reference_needed": _l("There is no reference."),
        "reference_twice": _l("An earlier row has the same reference."),
        "category_unmatched": _l("We have no such category."),
        "unknown_duration": _l("An auction runs 1 hour, or 1, 3, 5, 7, 10, 14 or 30 days."),
        "picture_is_address": _l("This is an address. Please put the picture into the zip and give its file name."),
        "more_pictures_than_fit": _l("A listing holds at most 24 pictures."),
        "picture_not_there": _l("A picture with this name did not come along."),
        "too_many_imports": _l("You have {limit} imports open already. Please finish or delete one first."),
        "rows_refused": _l("Rows with errors are left. Correct them, or import the others alone."),
        "nothing_to_import": _l("There is nothing to import: no row is new or changed."),
        "too_many_imported": _l("You may hold {limit} imported drafts. Please publish or delete some first."),
        "import_moved_on": _l("This import has moved on in the meantime. Here is where it stands."),
    }
)
