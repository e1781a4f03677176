"""Fills the demo house: people, listings with drawn pictures, a few days of bidding. Every verb is the real one."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta

from auction import clock
from auction.accounts import queries as accounts
from auction.accounts import service as people
from auction.accounts.passwords import hashed
from auction.bidding import queries, service
from auction.catalogue import media
from auction.catalogue import queries as listings
from auction.catalogue import service as catalogue
from auction.catalogue.pictures import Picture, render_picture
from auction.db import end_read
from auction.demo import afterwards, art, asked, evening, goods, talk
from auction.demo.bidders import offer
from auction.demo.good import Good, Somebody
from auction.errors import Refusal
from auction.notices import service as notices
from auction.rules import money

PASSWORD = "mazad-demo-2026"  # noqa: S105 - for a house that anybody may look into; never made in production
VIEWS = 3
LONG_AGO = timedelta(days=400)
EVERYBODY = (*goods.SELLERS, *goods.BUYERS, *goods.STAFF)
Step = Callable[[int, int], None]


def is_empty() -> bool:
    """Whether there is something to fill: nobody has an account here yet, or a demo was begun and broken off."""
    known = _known()
    if known:
        is_wanted = bool(len(known) < len(EVERYBODY) or missing_goods(known)) or afterwards.are_untold(known)
    else:
        is_wanted = not accounts.has_people()
    end_read()
    return is_wanted


def missing_goods(known: dict[str, int]) -> tuple[Good, ...]:
    """What the demo's sellers, ids by handle, have never offered here."""
    return tuple(
        good
        for good in goods.GOODS
        if good.seller not in known or listings.newest_by_title(known[good.seller], good.title) is None
    )


def fill(step: Step) -> None:
    """Make the demo house, or what it still lacks. `step` hears (done, total). Well under a minute on two cores."""
    catalogue.seed_categories(shelves=goods.CATEGORIES)
    catalogue.seed_attributes(attributes=asked.ATTRIBUTES)
    sellers, buyers = make_people()
    chance = random.Random(2026)
    now = clock.now()
    wanted = missing_goods(sellers)
    end_read()
    drafts: list[int] = []
    evening.clear(sellers[evening.SELLER], wanted)
    for done, (good, pictures) in enumerate(zip(wanted, _drawn(wanted), strict=True), start=1):
        if evening.belongs(good):
            drafts.append(draft_good(good, sellers[good.seller], pictures))
            step(done, len(wanted))
            continue
        opened_at = now - timedelta(hours=chance.uniform(5, 90))
        with clock.at(opened_at):
            auction_id = list_good(good, sellers[good.seller], pictures, ends_at=now + ends_in(good, chance))
        play_bids(auction_id, list(buyers.values()), opened_at, now, chance)
        step(done, len(wanted))
    if drafts:
        auctions, opened_at = evening.hold(sellers[evening.SELLER], drafts, now)
        for auction_id in auctions:
            play_bids(auction_id, list(buyers.values()), opened_at, now, chance)
    talk.begin(sellers, buyers)
    afterwards.tell({**sellers, **buyers}, now, _drawn, list_good)
    afterwards.look_ahead(sellers, buyers)


def make_people() -> tuple[dict[str, int], dict[str, int]]:
    """Everybody of the demo, by handle: sellers, then buyers; who is here already stays as they are."""
    known = _known()
    end_read()
    with clock.at(clock.now() - LONG_AGO):
        made = known | _made([one for one in EVERYBODY if one.handle not in known])
    for one in goods.BUYERS[2:]:  # nobody reads the robots' mail: let the outbox show what concerns the visitor
        notices.choose_mails(person_id=made[one.handle], kinds=[])
    return (
        {one.handle: made[one.handle] for one in goods.SELLERS},
        {one.handle: made[one.handle] for one in goods.BUYERS},
    )


def _known() -> dict[str, int]:
    """Those of the demo's people, staff and all, who have an account here: ids by handle."""
    found = ((one.handle, accounts.find_by_email(one.email)) for one in EVERYBODY)
    return {handle: person.id for handle, person in found if person}


def _made(absent: list[Somebody]) -> dict[str, int]:
    password = hashed(PASSWORD)
    return {
        one.handle: people.create_person(
            new=people.NewPerson(
                email=one.email,
                handle=one.handle,
                password_hash=password,
                roles=one.roles,
                is_confirmed=True,
                is_demo=True,
                settings=people.Settings(language=one.language, time_zone=one.time_zone, full_name=one.name),
            )
        ).id
        for one in absent
    }


def _drawn(wanted: tuple[Good, ...]) -> Iterator[list[Picture]]:
    """The pictures of each good, drawn on all cores, in order. Of what is sold already there is one."""
    counts = [1 if good.slot == "past" else VIEWS for good in wanted]
    jobs = [
        (good.art_kind, good.art_seed, view)
        for good, views in zip(wanted, counts, strict=True)
        for view in range(views)
    ]
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as cores:
        drawn = iter(cores.map(_draw, jobs, chunksize=VIEWS))
        for views in counts:
            yield [next(drawn) for _view in range(views)]


def _draw(job: tuple[str, int, int]) -> Picture:
    return render_picture(art.draw(*job))


def list_good(good: Good, seller_id: int, pictures: list[Picture], ends_at: datetime) -> int:
    """Sell one thing as a seller does: draft, pictures, words, publish. Returns the auction."""
    listing_id = draft_good(good, seller_id, pictures, ends_at)
    return service.publish_listing(listing_id=listing_id, person_id=seller_id).auction_id


def draft_good(good: Good, seller_id: int, pictures: list[Picture], ends_at: datetime | None = None) -> int:
    """All of it but the publishing; in a sale the end is the sale's. Returns the listing."""
    listing_id = catalogue.create_draft(person_id=seller_id, language=good.language, currency=good.currency).listing_id
    hang_pictures(listing_id, seller_id, pictures)
    words = catalogue.DraftFields(
        title=good.title,
        description=good.description,
        language=good.language,
        category=good.category,
        condition=good.condition,
        wanted_terms={
            "currency": good.currency,
            "starting": money.plain(good.starting_minor, good.currency),
            "reserve": "" if good.reserve_minor is None else money.plain(good.reserve_minor, good.currency),
            "buy_now": "" if good.buy_now_minor is None else money.plain(good.buy_now_minor, good.currency),
            "duration": "exact" if ends_at else "7d",
            "ends_at": ends_at.isoformat() if ends_at else "",
            "soft_close": "on",
        },
        specifics=_answers(good),
        delivery=_delivery(good),
        country=asked.PLACES[good.seller][0],
        town=asked.PLACES[good.seller][1],
    )
    catalogue.save_draft(listing_id=listing_id, person_id=seller_id, fields=words)
    return listing_id


def _answers(good: Good) -> dict[int, list[str]]:
    """What the good says to what its category asks, in a house that asks it."""
    answers = asked.answers_of(good.title)
    questions = listings.attributes_asked(listings.category(good.category).id)
    end_read()
    return {
        one.id: answers[one.slug].split() if one.kind == "choices" else [answers[one.slug]]
        for one in questions
        if one.slug in answers
    }


def _delivery(good: Good) -> dict[str, str]:
    zones = zip(("ship_country", "ship_region", "ship_world"), asked.SHIPPING[good.currency], strict=True)
    is_sent = good.category not in asked.PICKUP_ONLY
    is_taken_back = good.slot in ("days", "past")
    returns = {"returns": "14", "return_payer": "buyer"} if is_taken_back else {"returns": "none"}
    return {"pickup": "on", "dispatch": "3", **(dict(zones) if is_sent else {}), **returns}


def hang_pictures(listing_id: int, seller_id: int, pictures: list[Picture]) -> None:
    for picture in pictures:
        made = media.shelve(picture, listing_id)
        catalogue.add_picture(
            listing_id=listing_id,
            person_id=seller_id,
            key=made.key,
            width=made.width,
            height=made.height,
            widths=made.widths,
            colour=made.colour,
        )


def ends_in(good: Good, chance: random.Random) -> timedelta:
    """From minutes to days, by the good's own slot: some always end while a visitor looks."""
    low, high = {"minutes": (4, 55), "hours": (60, 1_200), "days": (1_400, 9_000)}[good.slot]
    return timedelta(minutes=chance.uniform(low, high))


def play_bids(auction_id: int, buyers: list[int], start: datetime, end: datetime, chance: random.Random) -> None:
    """Some bids at times gone by, so that a visitor finds a history."""
    times = sorted(start + (end - start) * chance.random() ** 0.6 for _bid in range(chance.randrange(0, 9)))
    for moment in times:
        with clock.at(moment):
            card = queries.card(auction_id)
            buyer_id = chance.choice(buyers)
            amount_minor = offer(card, buyer_id)
            if amount_minor is None or card.phase != "open":
                continue
            try:
                service.place_bid(
                    auction_id=auction_id,
                    person_id=buyer_id,
                    amount=money.plain(amount_minor, card.currency),
                    key=f"demo-{auction_id}-{moment.timestamp()}",
                    is_confirmed=True,
                )
            except Refusal:
                continue


def sign_ins() -> list[str]:
    """How a visitor gets in; nothing in a house without the demo's people."""
    is_demo = bool(_known())
    end_read()
    if not is_demo:
        return []
    lines = ["", "Sign in with one of these (the password is the same):", f"  password   {PASSWORD}"]
    for role, one in (("a buyer", goods.BUYERS[0]), ("another", goods.BUYERS[1]), ("a seller", goods.SELLERS[0])):
        lines.append(f"  {role:10} {one.email}")
    lines += [f"  {one.roles[-1]:10} {one.email}" for one in goods.STAFF]
    return lines


def known_people() -> tuple[dict[int, str], dict[str, int]]:
    """Sellers by id and the robots among the buyers by handle, as they are in this house."""
    known = _known()
    sellers = {known[one.handle]: one.handle for one in goods.SELLERS if one.handle in known}
    buyers = {one.handle: known[one.handle] for one in goods.BUYERS[2:] if one.handle in known}
    return sellers, buyers
