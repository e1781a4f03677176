"""The verbs of the import desk, and the only writer of its tables. Every one locks the import's row first."""

from auction.catalogue.importing.service.batches import (
    Claim,
    Read,
    claim_work,
    finish_import,
    note_checked,
    note_hung,
    pass_over,
    write_listings,
)
from auction.catalogue.importing.service.desk import (
    Begun,
    begin_import,
    check_import,
    drop_import,
    finish_reading,
    forget_old,
    keep_picture,
    keep_rows,
    start_writing,
    stop_import,
)

__all__ = [
    "Begun",
    "Claim",
    "Read",
    "begin_import",
    "check_import",
    "claim_work",
    "drop_import",
    "finish_import",
    "finish_reading",
    "forget_old",
    "keep_picture",
    "keep_rows",
    "note_checked",
    "note_hung",
    "pass_over",
    "start_writing",
    "stop_import",
    "write_listings",
]
