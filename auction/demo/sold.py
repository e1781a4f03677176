"""What was sold in the demo house before anybody looked in, and what became of each sale: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auction.demo.good import Good


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One sale. `rival` bid up to the first of `maxima`, `buyer` up to the second. Moments are in days before now, None
    for what has not happened; `praise` is the buyer's feedback, `thanks` the seller's, `reply` the seller's answer.
    """

    good: Good
    buyer: str
    rival: str
    maxima: tuple[int, int]
    ended: float
    paid: float | None = None
    sent: float | None = None
    carrier: str = "other"
    tracking: str = ""
    arrived: float | None = None
    confirmed: float | None = None
    praise: tuple[int, str] | None = None
    thanks: tuple[int, str] | None = None
    reply: str = ""
    refunded: tuple[float, str] | None = None
    given_up: float | None = None
    offered: float | None = None


def _good(
    title: str,
    description: str,
    category: str,
    art: tuple[str, int],
    seller: str,
    currency: str = "USD",
    starting_minor: int = 40_00,
    value_minor: int = 150_00,
) -> Good:
    return Good(
        title=title,
        description=description,
        language="ar" if title[0] > "\u0600" else "en",
        category=category,
        condition="good",
        art_kind=art[0],
        art_seed=art[1],
        seller=seller,
        slot="past",
        currency=currency,
        starting_minor=starting_minor,
        value_minor=value_minor,
    )


STORIES: Final = (
    Story(
        good=_good(
            "Copper coffee pot with a curved beak, chased in Damascus",
            "A band of leaves round the belly, tinned inside, the hinge tight. It pours without a drop lost.",
            "coffee-pots", ("dallah", 71), "layla",
        ),
        buyer="sara", rival="pierre", maxima=(95_00, 130_00), ended=27, paid=26, sent=24, carrier="dhl",
        tracking="JD014600003871", arrived=19, confirmed=18.5,
        praise=(5, "Even finer than in the pictures, and packed like a glass. The note about its history moved me."),
        thanks=(5, "Paid within the day and wrote kindly. A pleasure."),
        reply="Thank you, Sara. May it pour many mornings in Stockholm.",
    ),
    Story(
        good=_good(
            "مسبحة من عظم الجمل بفواصل فضة، 33 حبة",
            "حبات متناسقة مخروطة باليد، والشرابة فضة عيار 925. من مجموعة شخصية.",
            "prayer-beads", ("beads", 72), "suwaidi_antiques",
            currency="AED", starting_minor=200_00, value_minor=700_00,
        ),
        buyer="khalid", rival="aisha", maxima=(520_00, 640_00), ended=25, paid=24.5, sent=23, carrier="aramex",
        tracking="33481920557", arrived=20, confirmed=19,
        praise=(5, "وصلت كما وُصفت وأجمل، والتغليف يليق بها. أنصح بالتعامل معه."),
        thanks=(5, "مشترٍ راقٍ، دفع في الحال."),
        reply="أهلًا بك دائمًا يا أخ خالد.",
    ),
    Story(
        good=_good(
            "Cobalt dish with a yellow rosette and a border of leaves, 28 cm",
            "Painted under the glaze; a small firing flaw at the foot, seen in the picture. No repair.",
            "ceramics-glass", ("dish", 73), "layla",
        ),
        buyer="maryam", rival="daniel_k", maxima=(110_00, 140_00), ended=22, paid=20, sent=18, carrier="dhl",
        tracking="JD014600004412", arrived=13, confirmed=12,
        praise=(4, "الطبق جميل وسليم. تأخر يومين عن الموعد لكن البائعة أخبرتني مسبقًا."),
        thanks=(5, "Patient and friendly; thank you."),
    ),
    Story(
        good=_good(
            "Piston fountain pen in burgundy celluloid, 14 ct nib",
            "Restored: new cork, the nib smooth and springy. It writes as one hopes it will.",
            "pens-instruments", ("pen", 74), "whitaker", currency="GBP", starting_minor=30_00, value_minor=120_00,
        ),
        buyer="sara", rival="elena_r", maxima=(72_00, 90_00), ended=20, paid=19.8, sent=18, carrier="royal_mail",
        tracking="RM771204518GB", arrived=14, confirmed=13,
        praise=(3, "The pen is lovely, but it came with a dry nib and no word about the ink it had."),
        thanks=(5, "Prompt payment."),
        reply="Fair point, and I am sorry: I have put it into my notes for the next parcel.",
    ),
    Story(
        good=_good(
            "Pierced brass lantern from Fes, wired, star pattern",
            "Pierced by hand. Wired for electricity by the owner before me; please have it looked at.",
            "lamps", ("lantern", 75), "nadia_b", currency="EUR",
        ),
        buyer="pierre", rival="james_o", maxima=(120_00, 150_00), ended=18, paid=17, sent=15, carrier="dpd",
        tracking="01126819347721",
        refunded=(9, "The dome was crushed on the way. We are sorry; all of it is given back."),
        praise=(4, "Dented on the way, but the money came back without a discussion."),
        thanks=(5, "Thank you for the pictures and your patience."),
    ),
    Story(
        good=_good(
            "Walnut table radio with ivory keys, 1956",
            "The valves are tested and the dial glows. Some hum after an hour. The case was polished, not stripped.",
            "radios-records", ("radio", 76), "layla",
        ),
        buyer="tariq", rival="sara", maxima=(150_00, 190_00), ended=7, given_up=1.8, offered=1,
    ),
    Story(
        good=_good(
            "فانوس نحاس مخرّم بالنجوم، صنعة القاهرة",
            "سليم بلا ثلمة ولا لحام، ويُعلّق بحلقته.",
            "lamps", ("lantern", 77), "suwaidi_antiques",
            currency="AED", starting_minor=150_00, value_minor=600_00,
        ),
        buyer="khalid", rival="noor", maxima=(400_00, 480_00), ended=9, paid=8.5, sent=6, carrier="aramex",
        tracking="33481925114", arrived=1,
    ),
    Story(
        good=_good(
            "Turquoise vase with black stars, Kyoto ware",
            "Thrown in Kyoto in the 1960s, signed under the foot. In its wooden box.",
            "ceramics-glass", ("vase", 78), "morita", currency="JPY", starting_minor=8_000, value_minor=40_000,
        ),
        buyer="sara", rival="huda", maxima=(21_000, 26_000), ended=6, paid=5.5, sent=2, carrier="fedex",
        tracking="794658312046",
    ),
    Story(
        good=_good(
            "Sea chart of the Gulf, hand-coloured, 1860 survey",
            "A later printing on laid paper, once folded; the colour is of its time. Not framed.",
            "maps", ("chart", 79), "layla",
        ),
        buyer="khalid", rival="ahmad_n", maxima=(135_00, 170_00), ended=3, paid=2,
    ),
    Story(
        good=_good(
            "Green-ground carpet with a stepped medallion, 1.80 m",
            "Knotted by hand in wool, the fringes whole. One small darn near the end.",
            "carpets-textiles", ("rug", 80), "nadia_b", currency="EUR", starting_minor=60_00, value_minor=220_00,
        ),
        buyer="sara", rival="fatima", maxima=(160_00, 200_00), ended=0.4,
    ),
    Story(
        good=_good(
            "Two gilt medals with a laurel wreath, in a leather case",
            "Struck for a jubilee; both very fine, with the box of the time.",
            "coins", ("coin", 81), "layla",
        ),
        buyer="yusuf", rival="elena_r", maxima=(88_00, 110_00), ended=1.3,
    ),
)  # fmt: skip

# Where parcels go, by handle. Nobody lives there.
ADDRESSES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "sara": ("SE", {"name": "Sara Lindqvist", "line1": "Tallstigen 4", "postcode": "118 00", "city": "Stockholm"}),
    "khalid": (
        "SA",
        {
            "name": "خالد العتيبي", "line1": "7421 شارع النخلة", "district": "الملقا", "city": "الرياض",
            "postcode": "13521", "phone": "+966500000017",
        },
    ),
    "maryam": (
        "KW",
        {
            "name": "مريم الكندري", "line1": "شارع 12، منزل 3", "line2": "5", "city": "الجابرية", "region": "حولي",
            "phone": "+96550000021",
        },
    ),
    "pierre": ("FR", {"name": "Pierre Laurent", "line1": "9 rue des Tilleuls", "postcode": "69001", "city": "Lyon"}),
}  # fmt: skip

BUDGET_OF: Final = "sara"
BUDGET: Final = {"name": "Brass and blue for the hall", "total": "900", "most": "2"}
IN_BUDGET: Final = (
    "Armenian-style Kütahya vase, cobalt stars and red medallions",
    "Iznik-style dish, cobalt and coral rosette, 33 cm",
    "Gulf dowry chest with brass arches and three drawers",
)
PROMOTED: Final = (
    "Al Waha automatic diver, navy dial, steel bracelet, 1970s",
    "سجادة شيرازية صوف بميدالية معيّنة، أحمر وكحلي",
    "Turkish-pattern oud, spruce face, rosewood binding",
)
