"""The public book: every single change is found, by us and by the file that anyone may run."""

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from auction.rules import book, chain
from auction.rules.actions import BuyNow, Close, ConfirmReserve, EndEarly, LowerReserve, Retract
from auction.rules.chain import Receipt
from tests.rules.builders import (
    ALI,
    BOB,
    CAT,
    CLOSES_AT,
    NOON,
    Lot,
    before_end,
    bid,
    lot,
    public_book,
    salt,
    terms,
)

Book = dict[str, Any]


def eventful() -> Lot:
    """A lot with every kind of entry but the other ways to end."""
    played = lot((ALI, 1_000), (BOB, 2_000), (ALI, 2_500), reserve_minor=5_000)
    played.accept(LowerReserve(3_000))
    played.accept(bid(CAT, 4_000))
    played.accept(Retract(CAT, "amount_error", *book.standing_history(played.entries)))
    played.accept(LowerReserve(2_200))
    played.accept(ConfirmReserve(ALI))
    played.accept(bid(ALI, 9_000), before_end(seconds=40))
    played.accept(bid(BOB, 6_000), before_end(seconds=20))
    played.accept(Close(), played.state.closes_at + timedelta(milliseconds=7))
    return played


def sound() -> Book:
    played = eventful()
    return public_book(played.terms, played.entries)


def rehashed(wrong: Book) -> Book:
    """The same wrong book by a forger who computes the whole chain anew."""
    last = chain.genesis(wrong["terms"])
    for entry in wrong["entries"]:
        entry.pop("hash", None)
        last = chain.entry_hash(last, entry)
        entry["hash"] = last
    return wrong


def test_a_sound_book_is_found_sound() -> None:
    assert chain.verify(sound()) is None
    kinds = [entry["kind"] for entry in sound()["entries"]]
    assert set(chain.KINDS) - set(kinds) == {
        "postponed",
        "extended_with",
        "bids_cancelled",
        "bought",
        "cancelled",
        "ended_early",
    }
    assert kinds[-3:] == ["bid", "extension", "closed"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    yield path
    for key, child in children:
        yield from leaves(child, (*path, key))


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value[:-1] + ("0" if value[-1:] != "0" else "1")
        case None:
            return "somebody"
        case _:
            return None


def changed(whole: Book, path: tuple[Any, ...], change: Any) -> Book:
    wrong = copy.deepcopy(whole)
    place: Any = wrong
    for key in path[:-1]:
        place = place[key]
    if change is None:
        del place[path[-1]]
    else:
        place[path[-1]] = change(place[path[-1]])
    return wrong


def test_every_single_change_to_any_field_is_found() -> None:
    whole = sound()
    paths = [path for path in leaves(whole) if path]
    assert len(paths) > 150
    unfound = [path for path in paths if chain.verify(changed(whole, path, other)) is None]
    removed = [path for path in paths if chain.verify(changed(whole, path, None)) is None]
    assert unfound == []
    assert removed == [("entries", len(whole["entries"]) - 1)], "only a cut at the very end needs the head to be seen"


def test_entries_left_out_doubled_or_swapped_are_found() -> None:
    whole = sound()
    for place in range(len(whole["entries"]) - 1):
        without, doubled, swapped = copy.deepcopy(whole), copy.deepcopy(whole), copy.deepcopy(whole)
        del without["entries"][place]
        doubled["entries"].insert(place, copy.deepcopy(whole["entries"][place]))
        lines = swapped["entries"]
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
        assert all(chain.verify(wrong) for wrong in (without, doubled, swapped))


GAP = "entries are numbered from 1 without a gap"
INSTANTS = "an instant is written like 2026-01-02T03:04:05.000006Z"
WHOLE = "amounts and counts are whole numbers"
SECRET = "a secret amount, and nothing else, stands as a commitment"
WHO = "an entry names who made it only where a bidder did"
END = "the end moved otherwise than the terms say"
MOVES = "the price moves only with a bid"
LEADS = "only a bid changes who leads"
RESERVE = "the reserve cannot change so here"
OUTCOME = "the outcome is not what the last state leads to"
FORGERIES: list[tuple[int, dict[str, Any], str]] = [
    (3, {"seq": 4}, GAP),
    (3, {"seq": "3"}, GAP),
    (3, {"seq": 3.0}, GAP),
    (3, {"kind": "gift"}, "there is no such kind of entry"),
    (3, {"at": "2026-03-02"}, INSTANTS),
    (3, {"closes_at": "2026-03-08T12:00:00Z"}, INSTANTS),
    (3, {"price_minor": "1050"}, WHOLE),
    (3, {"price_minor": True}, WHOLE),
    (3, {"bid_count": None}, WHOLE),
    (3, {"commitment": None}, SECRET),
    (3, {"commitment": "abc"}, SECRET),
    (13, {"commitment": "0" * 64}, SECRET),
    (3, {"bidder": None}, WHO),
    (13, {"bidder": "bidder-1"}, WHO),
    (1, {"kind": "closed"}, "the first entry opens the auction"),
    (1, {"closes_at": "2026-03-08T12:00:01.000000Z"}, "an auction opens with the end that its terms name"),
    (1, {"bid_count": 1}, "nobody has bid before the opening"),
    (1, {"price_minor": 100}, "nobody has bid before the opening"),
    (1, {"leader": "bidder-1"}, "nobody has bid before the opening"),
    (1, {"reserve": "none"}, "the terms say otherwise about the reserve"),
    (1, {"reserve": "met"}, "the terms say otherwise about the reserve"),
    (3, {"kind": "opened", "bidder": None, "commitment": None}, "an auction is opened once"),
    (3, {"at": "2026-03-02T11:59:59.999999Z"}, "time goes back"),
    (2, {"at": "2026-03-01T11:59:59.000000Z"}, "time goes back"),
    (13, {"at": "2026-03-08T12:01:39.999999Z"}, "it was closed before its end"),
    (10, {"at": "2026-03-08T12:00:00.000000Z"}, "it was entered at the end or after it"),
    (3, {"closes_at": "2026-03-08T12:30:00.000000Z"}, "only an extension moves the end"),
    (3, {"closes_at": "2026-03-08T11:30:00.000000Z"}, "only an extension moves the end"),
    (12, {"closes_at": "2026-03-08T12:01:41.000000Z"}, END),
    (12, {"closes_at": "2026-03-08T12:01:39.000000Z"}, END),
    (12, {"at": "2026-03-08T11:59:41.000000Z"}, END),
    (5, {"price_minor": 2_000}, MOVES),
    (13, {"price_minor": 9_000}, MOVES),
    (4, {"price_minor": 1_000}, "the price fell"),
    (4, {"price_minor": None}, "the price fell"),
    (2, {"price_minor": 99}, "the price is below the starting price"),
    (13, {"leader": "bidder-2"}, LEADS),
    (10, {"leader": "bidder-2"}, LEADS),
    (3, {"leader": "bidder-9"}, "somebody leads who did not bid"),
    (10, {"bidder": "bidder-2"}, "only the leader can have made this entry"),
    (9, {"bidder": "bidder-2"}, "only the leader can have made this entry"),
    (2, {"leader": None}, "there is a price exactly where somebody leads"),
    (2, {"price_minor": None}, "there is a price exactly where somebody leads"),
    (3, {"bid_count": 3}, "the bids are counted wrongly"),
    (13, {"bid_count": 6}, "the bids are counted wrongly"),
    (7, {"bid_count": 5}, "a retraction takes bids away"),
    (7, {"bid_count": -1}, "a retraction takes bids away"),
    (3, {"reserve": "none"}, RESERVE),
    (8, {"reserve": "met"}, RESERVE),
    (10, {"reserve": "not_met"}, RESERVE),
    (13, {"facts": {"outcome": "sold", "hammer_minor": 1}}, "it is sold to the leader at the price, or not at all"),
    (13, {"facts": {"outcome": "unsold", "reason": "no_bids"}}, OUTCOME),
    (13, {"facts": {"outcome": "unsold", "reason": "reserve_not_met"}}, OUTCOME),
    (13, {"facts": {}}, OUTCOME),
]


@pytest.mark.parametrize(("seq", "changes", "why"), FORGERIES, ids=lambda value: str(value)[:40])
def test_a_forger_who_hashes_anew_still_breaks_the_law(seq: int, changes: dict[str, Any], why: str) -> None:
    wrong = sound()
    assert len(wrong["entries"]) == 13
    wrong["entries"][seq - 1] |= changes
    found = chain.verify(rehashed(wrong))
    assert found is not None
    assert (found.seq, found.why) == (seq, why)


@pytest.mark.parametrize("name", [*chain.FIELDS, "hash"])
def test_a_missing_field_is_named(name: str) -> None:
    wrong = sound()
    del wrong["entries"][2][name]
    assert chain.verify(wrong) == (3, name, "the field is missing")


def test_bids_before_the_opening_are_found() -> None:
    played = lot((ALI, 500), at=terms().opens_at)
    played.entries = [replace(line, at=terms().opens_at - timedelta(hours=1)) for line in played.entries]
    found = chain.verify(public_book(played.terms, played.entries))
    assert found == (2, "at", "it was entered before the opening")


@pytest.mark.parametrize(
    ("ending", "changes", "why"),
    [
        (EndEarly("sell"), {"reserve": "not_met"}, "it is not sold while the reserve is not met"),
        (EndEarly("sell"), {"kind": "cancelled"}, "a cancellation takes all bids away"),
        (
            EndEarly("sell"),
            {"facts": {"outcome": "unsold", "reason": "reserve_not_met"}, "reserve": "not_met"},
            "this kind of end has another outcome",
        ),
        (EndEarly("cancel", "Lost."), {"bid_count": 1}, "a cancellation takes all bids away"),
        (EndEarly("cancel", "Lost."), {"facts": {"outcome": "unsold", "reason": "no_bids"}}, OUTCOME),
    ],
    ids=str,
)
def test_forged_early_ends_are_found(ending: EndEarly, changes: dict[str, Any], why: str) -> None:
    reserve = "not_met" if changes.get("reserve") else None
    played = lot((ALI, 500), (BOB, 900), reserve_minor=None)
    played.accept(ending)
    wrong = public_book(played.terms, played.entries)
    if reserve:
        wrong["terms"]["reserve_commitment"] = "0" * 64
        for entry in wrong["entries"]:
            entry["reserve"] = reserve
    wrong["entries"][-1] |= changes
    found = chain.verify(rehashed(wrong))
    assert found is not None
    assert found.why == why


def test_a_missing_or_invented_extension_is_found() -> None:
    whole = sound()
    wrong = copy.deepcopy(whole)
    moved = wrong["entries"].pop(11)
    assert moved["kind"] == "extension"
    wrong["entries"][11] |= {"seq": 12, "closes_at": whole["entries"][10]["closes_at"]}
    assert chain.verify(rehashed(wrong)) == (11, "closes_at", "this late bid should have moved the end")
    cut = rehashed({**copy.deepcopy(whole), "entries": copy.deepcopy(whole["entries"][:11])})
    assert chain.verify(cut) == (11, "closes_at", "this late bid should have moved the end")
    invented = lot((ALI, 500))
    lines = public_book(invented.terms, invented.entries)
    extra = {**lines["entries"][1], "seq": 3, "kind": "extension", "bidder": None, "commitment": None}
    lines["entries"].append(extra | {"closes_at": "2026-03-08T12:02:00.000000Z"})
    assert chain.verify(rehashed(lines)) == (3, "kind", "no late bid stands before this extension")


def test_nothing_is_entered_after_the_end() -> None:
    wrong = sound()
    wrong["entries"].append({**wrong["entries"][-1], "seq": 14})
    assert chain.verify(rehashed(wrong)) == (14, "kind", "nothing is entered after the end")


@pytest.mark.parametrize("ending", [EndEarly("sell"), EndEarly("cancel", "Lost."), BuyNow])
def test_the_other_ends_are_sound_too(ending: Any) -> None:
    played = lot((ALI, 500), (BOB, 900))
    if ending is BuyNow:
        played, ending = lot(buy_now_minor=3_000), BuyNow(bid(ALI, 1).bidder)
    played.accept(ending)
    assert chain.verify(public_book(played.terms, played.entries)) is None


def test_a_purchase_at_another_price_is_found() -> None:
    played = lot(buy_now_minor=3_000)
    played.accept(BuyNow(bid(ALI, 1).bidder))
    wrong = public_book(played.terms, played.entries)
    wrong["entries"][-1] |= {"price_minor": 2_000, "facts": {"outcome": "sold", "hammer_minor": 2_000}}
    found = chain.verify(rehashed(wrong))
    assert found is not None
    assert found.field == "price_minor"


def test_terms_of_another_auction_are_found() -> None:
    assert chain.verify({**sound(), "auction_id": 8}) == (0, "auction_id", "the terms belong to another auction")


@pytest.mark.parametrize(
    "nonsense", [{}, {"auction_id": 1}, {"auction_id": 1, "terms": {"auction_id": 1}, "entries": []}]
)
def test_what_is_no_book_is_said_to_be_none(nonsense: Book) -> None:
    assert chain.verify(nonsense) is not None


@pytest.mark.parametrize("nonsense", [[], None, 5, "book"])
def test_what_is_not_even_an_object_is_refused(nonsense: Any) -> None:
    assert chain.verify(nonsense) is not None


def test_a_receipt_proves_ones_own_entry() -> None:
    whole = sound()
    assert chain.verify(whole, Receipt(2, 1_000, salt(2))) is None
    for receipt in (Receipt(2, 1_001, salt(2)), Receipt(2, 1_000, salt(3)), Receipt(3, 1_000, salt(2))):
        assert chain.verify(whole, receipt) == (receipt.seq, "commitment", "the receipt does not belong to this entry")
    for seq in (0, 14, -1):
        assert chain.verify(whole, Receipt(seq, 1_000, salt(2))) == (seq, "seq", "the book has no such entry")


def test_the_public_book_holds_no_secret_amount() -> None:
    played = lot((ALI, 123_457), (BOB, 6_000), reserve_minor=987_654)
    text = json.dumps(public_book(played.terms, played.entries))
    hashes = re.compile(r"[0-9a-f]{64}")
    assert not {"123457", "6000", "987654", "reserve_minor"} & set(re.findall(r"\w+", hashes.sub("", text)))


def test_commitments_do_not_repeat_between_entries() -> None:
    assert chain.commitment(salt(1), 500) != chain.commitment(salt(2), 500)
    assert chain.commitment(salt(1), 500) != chain.commitment(salt(1), 501)


def run(*arguments: str) -> tuple[int, str]:
    """As a stranger runs it: the one file, no environment of ours."""
    command = [sys.executable, "-I", str(Path(chain.__file__)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_file_runs_alone(tmp_path: Path) -> None:
    whole = sound()
    path = tmp_path / "book.json"
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    code, said = run(str(path))
    assert code == 0
    assert said.startswith("SOUND: auction 7, 13 entries, sold, head " + whole["entries"][-1]["hash"])
    assert run(str(path), "2", "1000", salt(2)) == (0, said.rstrip("\n") + " Entry 2 is yours.\n")
    assert run(str(path), "2", "1001", salt(2))[0] == 1
    whole["entries"][3]["price_minor"] += 1
    path.write_text(json.dumps(whole), encoding="utf-8")
    code, said = run(str(path))
    assert code == 1
    assert said.startswith("NOT SOUND: entry 4, hash: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"a": 1, "a": 2}', '{"a": 1.5}', '{"a": NaN}', "[" * 50_000, "\x00"]
)
def test_a_file_that_is_no_book_gets_a_clear_no(tmp_path: Path, content: str) -> None:
    path = tmp_path / "book.json"
    path.write_text(content, encoding="utf-8")
    assert chain.main([str(path)]) != 0


def test_a_missing_file_and_a_wrong_call_get_a_clear_no(tmp_path: Path, capsys: Any) -> None:
    assert chain.main([str(tmp_path / "none.json")]) == 1
    assert chain.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_instants_are_equal_texts_in_any_zone() -> None:
    riyadh = timezone(timedelta(hours=3))
    at = datetime(2026, 3, 1, 15, 0, tzinfo=riyadh)
    assert chain.instant_text(at) == "2026-03-01T12:00:00.000000Z" == chain.instant_text(at.astimezone(UTC))
    assert chain.instant(chain.instant_text(NOON)) == NOON
    assert chain.instant(str(terms().to_plain()["closes_at"])) == CLOSES_AT
