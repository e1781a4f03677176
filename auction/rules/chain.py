"""The hash chain of an auction's public book, and the verifier that anyone may run: `python chain.py book.json`.

This one file needs nothing but Python's standard library (3.8 or later). The house runs it and offers it for download.

A book is `{"auction_id", "terms", "entries"}`. The chain grows from the terms: genesis = SHA-256(canonical(terms)),
and each entry's hash = SHA-256(hash before it, as hexadecimal text, followed by canonical(entry without "hash")).
Canonical is JSON with sorted keys, no spaces, UTF-8, instants as text in UTC with six decimals. A secret amount
appears as commitment = SHA-256(salt + ":" + minor units); who has bid holds the salt and can prove the entry theirs:
`python chain.py book.json SEQ AMOUNT_MINOR SALT`. The verdict is one line; the exit code is 0 for a sound book.
A book that is cut off at its end is still sound as far as it goes: compare the head hash that the verdict names.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Mapping, NamedTuple, NoReturn  # noqa: UP035 - runs on Python 3.8 too

HEX = re.compile(r"[0-9a-f]{64}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
BID_KINDS = ("bid", "raise")
FINAL_KINDS = ("bought", "cancelled", "ended_early", "closed")
MOVES_END = ("extension", "postponed", "extended_with")
TAKES_BACK = ("retraction", "bids_cancelled")
KINDS = ("opened", *MOVES_END, *TAKES_BACK, "reserve_lowered", "reserve_confirmed", *BID_KINDS, *FINAL_KINDS)
BY_BIDDER = ("bid", "raise", *TAKES_BACK, "reserve_confirmed", "bought")
BY_LEADER = ("raise", "reserve_confirmed", "bought")
MAY_FALL = (*TAKES_BACK, "cancelled")
MAY_CHANGE_PRICE = ("bid", "raise", *TAKES_BACK, "reserve_confirmed", "bought", "cancelled")
MAY_CHANGE_LEADER = ("bid", *TAKES_BACK, "bought", "cancelled")
FIELDS = (
    "seq",
    "at",
    "kind",
    "bidder",
    "commitment",
    "price_minor",
    "leader",
    "closes_at",
    "bid_count",
    "reserve",
    "facts",
)


@lru_cache(maxsize=256)
def instant_text(at: datetime) -> str:
    """2026-01-02T03:04:05.000006Z: always UTC with six decimals, so that equal instants are equal texts."""
    return at.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"  # noqa: UP017


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def canonical(value: object) -> bytes:
    return _CANONICAL.encode(value).encode("utf-8")


def genesis(public_terms: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(dict(public_terms))).hexdigest()


def entry_hash(prev_hash: str, public: Mapping[str, object]) -> str:
    """The hash of an entry, given that of the one before (or the genesis) and all its public fields but `hash`."""
    return hash_after(prev_hash, canonical(dict(public)))


def hash_after(prev_hash: str, written: bytes) -> str:
    """The same for an entry that is written out in canonical form already."""
    return hashlib.sha256(prev_hash.encode("ascii") + written).hexdigest()


def commitment(salt: str, minor: int) -> str:
    """Binds to an amount without telling it. The salt must be at least 128 random bits, one for each amount."""
    return hashlib.sha256(f"{salt}:{minor}".encode()).hexdigest()


class Difference(NamedTuple):
    """The first thing wrong with a book. `seq` is 0 for the book as a whole."""

    seq: int
    field: str
    why: str


class Receipt(NamedTuple):
    seq: int
    amount_minor: int
    salt: str


class _Broken(Exception):
    def __init__(self, seq: int, field: str, why: str) -> None:
        super().__init__(why)
        self.difference = Difference(seq, field, why)


def verify(book: Mapping[str, Any], receipt: Receipt | None = None) -> Difference | None:
    """The first difference between the book and what a book must be, or None."""
    try:
        _check_book(book)
        if receipt is not None:
            _check_receipt(book["entries"], receipt)
    except _Broken as broken:
        return broken.difference
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        return Difference(0, "form", f"this is not a book of the house ({type(error).__name__}: {error})")
    return None


def _check_book(book: Mapping[str, Any]) -> None:
    terms, entries = book["terms"], book["entries"]
    if book["auction_id"] != terms["auction_id"]:
        raise _Broken(0, "auction_id", "the terms belong to another auction")
    if not entries:
        raise _Broken(0, "entries", "the book is empty")
    last_hash = genesis(terms)
    due_end = None
    for place, entry in enumerate(entries, start=1):
        _check_form(place, entry)
        last_hash = entry_hash(last_hash, {name: value for name, value in entry.items() if name != "hash"})
        if entry["hash"] != last_hash:
            raise _Broken(place, "hash", "this entry, or something before it, is not what was written then")
        if place == 1:
            _check_opening(terms, entry)
            continue
        before = entries[place - 2]
        _check_times(terms, before, entry)
        _check_end(terms, due_end, before, entry)
        _check_course(terms, before, entry)
        _check_reserve(before, entry)
        if entry["kind"] in FINAL_KINDS:
            _check_outcome(terms, entry)
        due_end = _due_end(terms, before, entry)
    if due_end is not None:
        raise _Broken(len(entries), "closes_at", "this late bid should have moved the end")


def _check_form(place: int, entry: Mapping[str, Any]) -> None:
    def broken(field: str, why: str) -> NoReturn:
        raise _Broken(place, field, why)

    for name in (*FIELDS, "hash"):
        if name not in entry:
            broken(name, "the field is missing")
    if type(entry["seq"]) is not int or entry["seq"] != place:
        broken("seq", "entries are numbered from 1 without a gap")
    if entry["kind"] not in KINDS:
        broken("kind", "there is no such kind of entry")
    for name in ("at", "closes_at"):
        if not INSTANT.fullmatch(entry[name]):
            broken(name, "an instant is written like 2026-01-02T03:04:05.000006Z")
    if type(entry["bid_count"]) is not int or type(entry["price_minor"]) not in (int, type(None)):
        broken("price_minor", "amounts and counts are whole numbers")
    is_secret = entry["kind"] in (*BID_KINDS, "reserve_lowered")
    if is_secret != (entry["commitment"] is not None) or (is_secret and not HEX.fullmatch(entry["commitment"])):
        broken("commitment", "a secret amount, and nothing else, stands as a commitment")
    if (entry["kind"] in BY_BIDDER) != (entry["bidder"] is not None):
        broken("bidder", "an entry names who made it only where a bidder did")


def _check_opening(terms: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    if entry["kind"] != "opened":
        raise _Broken(1, "kind", "the first entry opens the auction")
    if entry["closes_at"] != terms["closes_at"]:
        raise _Broken(1, "closes_at", "an auction opens with the end that its terms name")
    if (entry["price_minor"], entry["leader"], entry["bid_count"]) != (None, None, 0):
        raise _Broken(1, "price_minor", "nobody has bid before the opening")
    if (entry["reserve"] == "none") != (terms["reserve_commitment"] is None) or entry["reserve"] == "met":
        raise _Broken(1, "reserve", "the terms say otherwise about the reserve")


def _check_times(terms: Mapping[str, Any], before: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    def broken(field: str, why: str) -> NoReturn:
        raise _Broken(entry["seq"], field, why)

    if entry["kind"] == "opened":
        broken("kind", "an auction is opened once")
    if before["kind"] in FINAL_KINDS:
        broken("kind", "nothing is entered after the end")
    if entry["at"] < before["at"]:
        broken("at", "time goes back")
    if entry["kind"] == "closed":
        if entry["at"] < before["closes_at"]:
            broken("at", "it was closed before its end")
    elif entry["at"] >= before["closes_at"] and entry["kind"] != "extended_with":
        broken("at", "it was entered at the end or after it")
    elif entry["at"] < terms["opens_at"] and entry["kind"] != "cancelled":
        broken("at", "it was entered before the opening")


def _due_end(terms: Mapping[str, Any], before: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    """The end that a late bid moves to, where it does."""
    soft_close = terms["soft_close"]
    is_same = (before["leader"], before["price_minor"]) == (entry["leader"], entry["price_minor"])
    if soft_close is None or terms["format"] != "english" or entry["kind"] not in BID_KINDS or is_same:
        return None
    at, closes_at = instant(entry["at"]), instant(entry["closes_at"])
    if closes_at - at >= timedelta(seconds=soft_close["window_seconds"]):
        return None
    moved = at + timedelta(seconds=soft_close["extension_seconds"])
    if soft_close["cap_seconds"]:
        moved = min(moved, instant(terms["closes_at"]) + timedelta(seconds=soft_close["cap_seconds"]))
    return instant_text(moved) if moved > closes_at else None


def _check_end(
    terms: Mapping[str, Any], due_end: str | None, before: Mapping[str, Any], entry: Mapping[str, Any]
) -> None:
    if entry["kind"] != "extension":
        if due_end is not None:
            raise _Broken(before["seq"], "closes_at", "this late bid should have moved the end")
        if entry["kind"] == "postponed":
            _check_postponed(terms, before, entry)
        elif entry["kind"] == "extended_with":
            _check_extended_with(terms, before, entry)
        elif entry["closes_at"] != before["closes_at"]:
            raise _Broken(entry["seq"], "closes_at", "only an extension moves the end")
    elif due_end is None:
        raise _Broken(entry["seq"], "kind", "no late bid stands before this extension")
    elif (entry["closes_at"], entry["at"]) != (due_end, before["at"]):
        raise _Broken(entry["seq"], "closes_at", "the end moved otherwise than the terms say")


def _check_postponed(terms: Mapping[str, Any], before: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    if terms.get("is_chained") is not True or type(entry["facts"].get("behind")) is not int:
        raise _Broken(entry["seq"], "kind", "this lot waits for no other")
    if entry["closes_at"] <= before["closes_at"]:
        raise _Broken(entry["seq"], "closes_at", "an end is put off to later, never to earlier")


def _check_extended_with(terms: Mapping[str, Any], before: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    """The common end of several lots was moved `since`, by a late bid on the lot `with`, before this one had ended."""

    def broken(field: str, why: str) -> NoReturn:
        raise _Broken(entry["seq"], field, why)

    since, soft_close = entry["facts"].get("since"), terms["soft_close"]
    if terms.get("is_together") is not True or soft_close is None or type(entry["facts"].get("with")) is not int:
        broken("kind", "this lot ends with no other")
    if not (isinstance(since, str) and INSTANT.fullmatch(since) and terms["opens_at"] <= since <= entry["at"]):
        broken("facts", "it does not say when the common end was moved")
    if since >= before["closes_at"]:
        broken("facts", "the common end was moved after this lot had ended")
    if entry["closes_at"] <= before["closes_at"]:
        broken("closes_at", "the common end moves to later, never to earlier")
    cap = timedelta(seconds=soft_close["cap_seconds"])
    if cap and instant(entry["closes_at"]) > instant(terms["closes_at"]) + cap:
        broken("closes_at", "the end was moved further than the terms allow")


def _check_course(terms: Mapping[str, Any], before: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    """Price, leader and count: what may change, and how, at each kind of entry."""

    def broken(field: str, why: str) -> NoReturn:
        raise _Broken(entry["seq"], field, why)

    kind, price, old_price = entry["kind"], entry["price_minor"], before["price_minor"]
    is_sealed_end = terms["format"] == "sealed" and kind == "closed"
    if price != old_price and kind not in MAY_CHANGE_PRICE and not is_sealed_end:
        broken("price_minor", "the price moves only with a bid")
    if old_price is not None and kind not in MAY_FALL and (price is None or price < old_price):
        broken("price_minor", "the price fell")
    if price is not None and price < terms["starting_minor"]:
        broken("price_minor", "the price is below the starting price")
    if entry["leader"] != before["leader"] and kind not in MAY_CHANGE_LEADER and not is_sealed_end:
        broken("leader", "only a bid changes who leads")
    if kind == "bid" and entry["leader"] not in (before["leader"], entry["bidder"]):
        broken("leader", "somebody leads who did not bid")
    if kind in BY_LEADER and terms["format"] == "english" and entry["leader"] != entry["bidder"]:
        broken("leader", "only the leader can have made this entry")
    if terms["format"] == "english" and (entry["leader"] is None) != (price is None):
        broken("leader", "there is a price exactly where somebody leads")
    added = entry["bid_count"] - before["bid_count"]
    expected = 1 if kind == "bid" or (kind == "raise" and terms["format"] == "english") else 0
    if added != expected and kind not in MAY_FALL:
        broken("bid_count", "the bids are counted wrongly")
    if entry["bid_count"] < 0 or (kind in TAKES_BACK and added > 0):
        broken("bid_count", "a retraction takes bids away")
    if kind == "bids_cancelled" and entry["leader"] == entry["bidder"]:
        broken("leader", "somebody leads whose bids were cancelled")
    if kind == "cancelled" and (entry["bid_count"], entry["leader"]) != (0, None):
        broken("bid_count", "a cancellation takes all bids away")


def _check_reserve(before: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    step, kind = (before["reserve"], entry["reserve"]), entry["kind"]
    allowed = {
        ("not_met", "met"): ("bid", "raise", "reserve_confirmed", "bought"),
        ("met", "not_met"): (*TAKES_BACK, "cancelled"),
        ("not_met", "none"): ("reserve_lowered", *TAKES_BACK),
        ("met", "none"): TAKES_BACK,
        ("hidden", "met"): ("closed",),
        ("hidden", "not_met"): ("closed", "cancelled"),
    }
    if step[0] != step[1] and kind not in allowed.get(step, ()):
        raise _Broken(entry["seq"], "reserve", "the reserve cannot change so here")


def _check_outcome(terms: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    def broken(field: str, why: str) -> NoReturn:
        raise _Broken(entry["seq"], field, why)

    facts, is_sold = entry["facts"], entry["facts"].get("outcome") == "sold"
    if is_sold:
        if entry["leader"] is None or facts.get("hammer_minor") != entry["price_minor"]:
            broken("facts", "it is sold to the leader at the price, or not at all")
        if entry["reserve"] not in ("none", "met"):
            broken("facts", "it is not sold while the reserve is not met")
    elif facts.get("outcome") != "unsold" or facts.get("reason") != _why_unsold(entry):
        broken("facts", "the outcome is not what the last state leads to")
    if is_sold != (entry["kind"] in ("bought", "ended_early")) and entry["kind"] != "closed":
        broken("facts", "this kind of end has another outcome")
    if entry["kind"] == "bought" and entry["price_minor"] != terms["buy_now_minor"]:
        broken("price_minor", "it was bought at another price than the terms name")


def _why_unsold(entry: Mapping[str, Any]) -> str | None:
    if entry["kind"] == "cancelled":
        return "cancelled"
    if entry["bid_count"] == 0:
        return "no_bids"
    return "reserve_not_met" if entry["reserve"] == "not_met" else None


def _check_receipt(entries: Any, receipt: Receipt) -> None:
    if not 1 <= receipt.seq <= len(entries):
        raise _Broken(receipt.seq, "seq", "the book has no such entry")
    if entries[receipt.seq - 1]["commitment"] != commitment(receipt.salt, receipt.amount_minor):
        raise _Broken(receipt.seq, "commitment", "the receipt does not belong to this entry")


def verdict(book: Mapping[str, Any], receipt: Receipt | None = None) -> tuple[bool, str]:
    """Whether the book is sound, and one line that says so."""
    difference = verify(book, receipt)
    if difference is not None:
        where = f"entry {difference.seq}" if difference.seq else "the book"
        return False, f"NOT SOUND: {where}, {difference.field}: {difference.why}."
    last = book["entries"][-1]
    state = last["facts"]["outcome"] if last["kind"] in FINAL_KINDS else "still running"
    proof = "" if receipt is None else f" Entry {receipt.seq} is yours."
    text = f"SOUND: auction {book['auction_id']}, {len(book['entries'])} entries, {state}, head {last['hash']}."
    return True, text + proof


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number")


def read(text: str) -> Any:
    """A book from JSON, strictly: no field twice and no fractions, so that all readers read the same."""
    return json.loads(text, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 4):
        sys.stderr.write("usage: python chain.py BOOK.json [SEQ AMOUNT_MINOR SALT]\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            book = read(file.read())
        receipt = Receipt(int(arguments[1]), int(arguments[2]), arguments[3]) if len(arguments) == 4 else None
    except (OSError, ValueError, RecursionError) as error:
        sys.stdout.write(f"NOT SOUND: the book cannot be read: {error}.\n")
        return 1
    is_sound, line = verdict(book, receipt)
    sys.stdout.write(line + "\n")
    return 0 if is_sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
