"""The English rules against the slow model, on courses that nobody would think of."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auction.rules import book
from auction.rules.actions import (
    Accept,
    Action,
    Bidder,
    BuyNow,
    Close,
    ConfirmReserve,
    LowerReserve,
    Quote,
    Retract,
    Sold,
    Unsold,
)
from auction.rules.english import English
from auction.rules.terms import SoftClose
from tests.rules import builders
from tests.rules.builders import Lot, bid
from tests.rules.model import Model

people = st.integers(1, 4)
amounts = st.one_of(
    st.integers(50, 1_500), st.integers(1, 30).map(lambda dollars: dollars * 100), st.integers(1, 600_000)
)
bids = st.tuples(st.just("bid"), people, amounts)
waits = st.tuples(
    st.just("wait"), st.just(0), st.sampled_from([0, 1, 20, 60, 119, 120, 121, 600, 3_600, 3_601, 20_000])
)
commands = st.one_of(
    bids,
    bids,
    bids,
    waits,
    st.tuples(st.just("lower"), st.just(0), st.one_of(st.just(0), st.integers(50, 2_500))),
    st.tuples(st.just("confirm"), people, st.just(0)),
    st.tuples(st.just("retract"), people, st.just(0)),
)
courses = st.lists(commands, max_size=30)
starts = st.sampled_from([timedelta(days=2), timedelta(hours=13), timedelta(hours=2), timedelta(seconds=180)])
reserves = st.one_of(st.none(), st.integers(100, 2_500))
soft_closes = st.one_of(
    st.none(), st.builds(SoftClose, st.sampled_from([60, 120]), st.sampled_from([30, 120]), st.sampled_from([0, 150]))
)


class Both:
    """The rules and the model, walking side by side and compared after every step."""

    def __init__(self, reserve: int | None, soft_close: SoftClose | None, start: timedelta, **changes: Any) -> None:
        terms = builders.terms(reserve_minor=reserve, soft_close=soft_close, **changes)
        self.lot, self.now = Lot(terms), terms.closes_at - start
        seconds = (
            (0, 0, 0)
            if soft_close is None
            else (
                soft_close.window_seconds,
                soft_close.extension_seconds,
                soft_close.cap_seconds,
            )
        )
        self.model = Model(
            terms.starting_minor, reserve, terms.opens_at, terms.closes_at, *seconds, buy_now=terms.buy_now_minor
        )

    def step(self, kind: str, who: int, number: int) -> None:
        if kind == "wait":
            self.now += timedelta(seconds=number)
            return
        before = self.lot.state
        answer = self.lot.ask(self.action(kind, who, number), self.now)
        assert (answer.code if not isinstance(answer, Accept) else "accepted") == self.expected(kind, who, number)
        if not isinstance(answer, Accept):
            assert self.lot.state == before
        self.compare()

    def action(self, kind: str, who: int, number: int) -> Action:
        match kind:
            case "bid":
                return bid(who, number)
            case "lower":
                return LowerReserve(number)
            case "confirm":
                return ConfirmReserve(who)
            case "buy":
                return BuyNow(Bidder(who))
            case _:
                return Retract(who, "amount_error", *book.standing_history(self.lot.entries))

    def expected(self, kind: str, who: int, number: int) -> str:
        model = self.model
        match kind:
            case "bid":
                return model.bid(who, number, self.now)
            case "lower":
                return model.lower(number, self.now)
            case "confirm":
                return model.confirm(who, self.now)
            case "buy":
                return model.buy(who, self.now)
            case _:
                return model.retract(who, self.now)

    def compare(self) -> None:
        quote, model = self.lot.quote(self.now), self.model
        assert quote.leader_id == model.leader()
        assert quote.price_minor == model.price()
        assert quote.bid_count == len(model.bids())
        assert quote.closes_at == model.closes_at
        reserve = model.reserve_now()
        assert quote.reserve == ("none" if reserve is None else "met" if model.is_met() or model.sold_to else "not_met")
        if quote.phase == "open":
            assert quote.minimum_minor == model.minimum()
        match self.lot.rules.settle(self.lot.terms, self.lot.state):
            case Sold(winner_id, hammer_minor):
                assert model.outcome() == ("sold", winner_id, hammer_minor)
            case Unsold(reason):
                assert model.outcome() == ("unsold", reason)


@given(courses, reserves, soft_closes, starts)
def test_rules_and_model_agree_on_every_course(
    course: list[tuple[str, int, int]], reserve: int | None, soft_close: SoftClose | None, start: timedelta
) -> None:
    both = Both(reserve, soft_close, start)
    for command in course:
        both.step(*command)


@given(st.lists(st.one_of(commands, st.tuples(st.just("buy"), people, st.just(0))), max_size=8), reserves, starts)
def test_rules_and_model_agree_where_there_is_a_fixed_price(
    course: list[tuple[str, int, int]], reserve: int | None, start: timedelta
) -> None:
    both = Both(reserve, SoftClose(), start, buy_now_minor=3_000)
    for command in course:
        both.step(*command)


@given(courses, reserves, starts)
def test_the_book_of_any_course_replays_and_verifies(
    course: list[tuple[str, int, int]], reserve: int | None, start: timedelta
) -> None:
    both = Both(reserve, SoftClose(), start)
    for command in course:
        both.step(*command)
    lot = both.lot
    lot.accept(Close(), max(both.now, lot.state.closes_at))
    replayed = book.replay(lot.terms, lot.entries)
    assert replayed.difference is None
    assert replayed.state == lot.state
    assert builders.chain.verify(builders.public_book(lot.terms, lot.entries)) is None


@given(st.lists(bids, max_size=25), reserves)
def test_without_retraction_the_price_never_falls_and_never_passes_the_leaders_maximum(
    course: list[tuple[str, int, int]], reserve: int | None
) -> None:
    lot, price = builders.lot(reserve_minor=reserve), 0
    for _, who, amount in course:
        lot.ask(bid(who, amount))
        if lot.state.price_minor is not None:
            assert price <= lot.state.price_minor <= lot.state.leader_max
            price = lot.state.price_minor


@given(st.lists(bids, min_size=1, max_size=12), people, st.integers(1, 10_000))
def test_the_public_sees_nothing_of_how_much_more_the_leader_would_pay(
    course: list[tuple[str, int, int]], who: int, more: int
) -> None:
    """Two leaders who differ only in the part of their maximum that was never reached look alike in public."""
    lot = builders.lot()
    for _, bidder_id, amount in course:
        lot.ask(bid(bidder_id, amount))
    least = English.minimum_for(lot.terms, lot.state, who)
    enough = max(least, (lot.state.leader_max or 0) + 1)
    enough = lot.terms.increments.after(enough)
    modest, eager = Lot(lot.terms), Lot(lot.terms)
    modest.state = eager.state = lot.state
    answers = modest.events(bid(who, enough)), eager.events(bid(who, enough + more))
    assert [public(event) for event in answers[0]] == [public(event) for event in answers[1]]
    assert modest.quote() == eager.quote()


def public(event: Any) -> dict[str, object]:
    return book.public_entry(2, builders.NOON, event, bidder="a", leader="b", commitment=None)


@given(courses, reserves, starts)
def test_same_course_same_end_and_the_state_survives_its_column(
    course: list[tuple[str, int, int]], reserve: int | None, start: timedelta
) -> None:
    first, second = Both(reserve, SoftClose(), start), Both(reserve, SoftClose(), start)
    for command in course:
        first.step(*command)
        second.step(*command)
        plain = json.loads(json.dumps(English.state_to_plain(second.lot.state)))
        assert English.state_from_plain(plain) == second.lot.state
        second.lot.state = English.state_from_plain(plain)
    assert first.lot.state == second.lot.state
    assert first.lot.entries == second.lot.entries


def test_a_quote_has_no_room_for_a_secret() -> None:
    assert not {name for name in Quote._fields if "max" in name or name in ("reserve_minor", "runner")}
