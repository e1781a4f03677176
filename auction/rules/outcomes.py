"""What came of an auction, said plainly: publicly for the book, and for the one secret column of its state."""

from collections.abc import Mapping
from typing import Any

from auction.rules.actions import Facts, Outcome, Sold, Unsold


def outcome_facts(outcome: Outcome) -> Facts:
    """How the last line says what came of it; the winner is that line's leader."""
    match outcome:
        case Sold(hammer_minor=hammer_minor):
            return {"outcome": "sold", "hammer_minor": hammer_minor}
        case Unsold(reason=reason):
            return {"outcome": "unsold", "reason": reason}


def outcome_to_plain(outcome: Outcome | None) -> dict[str, object] | None:
    match outcome:
        case None:
            return None
        case Sold(winner_id=winner_id, hammer_minor=hammer_minor):
            return {"winner": winner_id, "hammer": hammer_minor}
        case Unsold(reason=reason):
            return {"unsold": reason}


def outcome_from_plain(plain: Mapping[str, Any] | None) -> Outcome | None:
    if plain is None:
        return None
    return Unsold(plain["unsold"]) if "unsold" in plain else Sold(plain["winner"], plain["hammer"])
