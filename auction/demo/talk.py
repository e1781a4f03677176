"""What people of the demo house ask and answer, watch and follow, so that a visitor finds a lived-in house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from auction import clock
from auction.bidding import queries, service
from auction.catalogue import queries as listings
from auction.catalogue import service as catalogue
from auction.db import end_read
from auction.demo import goods
from auction.errors import Refusal

# By title: who asks, what, and what the seller has answered, if anything.
ASKED: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "Al Waha automatic diver, navy dial, steel bracelet, 1970s": (
        ("yusuf", "Has the movement been serviced lately?", "Yes, in March this year. The bill comes with the watch."),
        ("elena_r", "How many links can be taken out of the bracelet?", ""),
    ),
    "Sapphire star necklace, white gold, five stones": (
        ("aisha", "هل توجد شهادة فحص للأحجار؟", "Yes, a laboratory report of 2019 for the middle stone goes with it."),
    ),
    "عود شامي بثلاث شمسيات، ظهر من الجوز، صنعة دمشق 1978": (
        ("noor", "هل الأوتار جديدة؟ وهل في الظهر أي شق؟", "الأوتار بُدّلت قبل شهر، والظهر سليم بلا شقوق."),
    ),
    "Turkish-pattern oud, spruce face, rosewood binding": (
        ("james_o", "Does a hard case come with it?", "A padded bag does. I can pack it in a crate at cost."),
    ),
    "سجادة شيرازية صوف بميدالية معيّنة، أحمر وكحلي": (
        ("huda", "هل غُسلت السجادة غسلًا احترافيًا؟", "نعم، لدى مغسلة متخصصة في دبي قبل عرضها."),
    ),
    "Gold dhow ten-dinar, proof pair in case of issue": (
        ("pierre", "Is the certificate of the mint in the case?", ""),
    ),
}
WATCHED: Final[Mapping[str, tuple[str, ...]]] = {
    "sara": (
        "Armenian-style Kütahya vase, cobalt stars and red medallions",
        "Noor rangefinder in brown leather, violet-coated lens",
        "Turkish-pattern oud, spruce face, rosewood binding",
    ),
    "khalid": ("ميدالية ذهبية تذكارية عليها باب القلعة", "صندوق مبيّت كويتي من خشب الساج بمسامير نحاسية"),
    "elena_r": (
        "Al Waha automatic diver, navy dial, steel bracelet, 1970s",
        "Iznik-style dish, cobalt and coral rosette, 33 cm",
    ),
    "daniel_k": (
        "Al Waha automatic diver, navy dial, steel bracelet, 1970s",
        "Gulf dowry chest with brass arches and three drawers",
    ),
}
FOLLOWED: Final = (("sara", "layla"), ("khalid", "suwaidi_antiques"))
DRAFT: Final = catalogue.DraftFields(
    title="Brass coffee mill from Aleppo, folding crank",
    description="A cylinder mill for the saddle bag. The crank folds into the top; the teeth are sharp and bright.",
    language="en",
    category="coffee-pots",
    condition="good",
    wanted_terms={"currency": "USD", "starting": "40", "duration": "7d", "soft_close": "on"},
)


def begin(sellers: Mapping[str, int], buyers: Mapping[str, int]) -> None:
    """Let them ask, answer, watch and follow. What one of them may not do is left out."""
    lots = _lots(sellers)
    for title, lines in ASKED.items():
        for asker, question, answer in lines:
            if title in lots:
                _ask(lots[title], buyers[asker], question, sellers[goods.BY_TITLE[title].seller], answer)
    for handle, titles in WATCHED.items():
        for title in titles:
            if title in lots:
                catalogue.watch_listing(person_id=buyers[handle], listing_id=lots[title])
    for handle, seller in FOLLOWED:
        catalogue.follow_seller(person_id=buyers[handle], seller_id=sellers[seller])
    drafting = sellers[goods.SELLERS[0].handle]
    is_drafting = bool(listings.drafts_of(drafting))
    end_read()
    if not is_drafting:
        begun = catalogue.create_draft(person_id=drafting, language="en")
        catalogue.save_draft(listing_id=begun.listing_id, person_id=drafting, fields=DRAFT)


def _lots(sellers: Mapping[str, int]) -> dict[str, int]:
    """The listings of what is talked of, by title."""
    titles = {*ASKED, *(title for several in WATCHED.values() for title in several)}
    found = {title: listings.newest_by_title(sellers[goods.BY_TITLE[title].seller], title) for title in titles}
    end_read()
    return {title: listing_id for title, listing_id in found.items() if listing_id is not None}


def _ask(listing_id: int, asker_id: int, question: str, seller_id: int, answer: str) -> None:
    auction_id = queries.latest_auction_of(listing_id, seller_id)
    opens_at = queries.public_state(auction_id).opens_at
    end_read()
    try:
        with clock.at(opens_at + timedelta(hours=1)):
            asked = service.ask_question(auction_id=auction_id, person_id=asker_id, text=question)
        if answer:
            with clock.at(opens_at + timedelta(hours=3)):
                catalogue.answer_question(question_id=asked.question_id, person_id=seller_id, text=answer)
    except Refusal:
        return
