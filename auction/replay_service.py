"""Recorded bids through the real service: its locks, its book and a database of its own that is thrown away after."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from auction import clock, config, db
from auction.accounts.service import NewPerson, create_person
from auction.app import create_app
from auction.bidding import audit, queries, service
from auction.bidding.service.opening import open_auction
from auction.catalogue import service as catalogue
from auction.errors import Refusal
from auction.replay import Played, Progress, Report, play_file
from auction.replay_file import Stream
from auction.rules import money
from auction.rules.terms import Terms


class ServicePlayer:
    """Plays each stream as an auction of the house, with the clock held at every bid's own moment."""

    def __init__(self) -> None:
        self.people: dict[int, int] = {}
        self.seller_id = self._person("replay-seller", roles=("seller",))

    def play(self, stream: Stream, terms: Terms) -> Played:
        with clock.at(terms.opens_at):
            auction_id = self._open(terms)
        refusals = [self._bid(auction_id, number, stream, terms) for number in range(len(stream.bids))]
        with clock.at(terms.closes_at):
            service.close_due()
        finding = audit.verify(auction_id)
        if not finding.is_sound:
            raise RuntimeError(finding.text)
        summary = queries.summary(auction_id)
        return Played(None if summary.leader_id is None else summary.price_minor, tuple(refusals))

    def _bid(self, auction_id: int, number: int, stream: Stream, terms: Terms) -> str | None:
        bid = stream.bids[number]
        with clock.at(terms.opens_at + bid.offset):
            try:
                service.place_bid(
                    auction_id=auction_id,
                    person_id=self._bidder(bid.bidder_id),
                    amount=money.plain(bid.amount_minor, terms.currency),
                    key=f"replay-{number}",
                    is_confirmed=True,
                )
            except Refusal as refusal:
                return refusal.code
        return None

    def _open(self, terms: Terms) -> int:
        listing_id = catalogue.create_draft(person_id=self.seller_id, currency=terms.currency).listing_id
        with db.transaction() as session:
            now = db.time_under_lock(session)
            lot = open_auction(session, listing_id=listing_id, seller_id=self.seller_id, terms=terms, now=now)
            catalogue.mark_published(session, listing_id=listing_id, now=now)
        return lot.id

    def _bidder(self, number: int) -> int:
        if number not in self.people:
            self.people[number] = self._person(f"bidder-{number}")
        return self.people[number]

    @staticmethod
    def _person(handle: str, roles: tuple[str, ...] = ()) -> int:
        new = NewPerson(email=f"{handle}@replay.example", handle=handle, roles=roles, is_confirmed=True)
        return create_person(new=new).id


def play_through_service(
    path: Path, currency: str, increments_name: str | None, progress: Progress | None = None
) -> Report:
    """As replay.play_file, by way of the service. Also audits every book. Raises RuntimeError for an unsound one."""
    with _house_of_its_own():
        return play_file(path, currency, increments_name, progress, player=ServicePlayer())


@contextmanager
def _house_of_its_own() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="mazad-replay-") as folder:
        given = {name: value for name, value in os.environ.items() if not name.startswith("MAZAD_")}
        settings = config.from_environment(given | {"MAZAD_INSTANCE": folder})
        app = create_app(replace(settings, scheduler=False, demo=False))
        with app.app_context():
            db.upgrade()
            yield
            db.db.session.remove()
            db.db.engine.dispose()
