"""What the demo house offers and who is in it: plain data. The listings themselves stand in `goods_*`."""

from __future__ import annotations

from typing import Any, Final

from auction.demo.good import Good, Somebody
from auction.demo.goods_arts import ARTS
from auction.demo.goods_clay import CLAY
from auction.demo.goods_home import HOME
from auction.demo.goods_wear import WEAR

__all__ = ["BUYERS", "BY_TITLE", "CATEGORIES", "GOODS", "SELLERS", "STAFF", "Good", "Somebody"]


def _shelf(slug: str, en: str, ar: str, icon: str, *children: dict[str, Any]) -> dict[str, Any]:
    shelf: dict[str, Any] = {"slug": slug, "en": en, "ar": ar, "icon": icon}
    return shelf | {"children": list(children)} if children else shelf


CATEGORIES: Final[tuple[dict[str, Any], ...]] = (
    _shelf(
        "jewellery-watches",
        "Jewellery & watches",
        "المجوهرات والساعات",
        "gem",
        _shelf("watches", "Watches", "الساعات", "watch"),
        _shelf("necklaces", "Necklaces & pearls", "القلائد واللؤلؤ", "gem"),
        _shelf("prayer-beads", "Prayer beads", "المسابح", "sparkles"),
    ),
    _shelf("coins", "Coins", "العملات", "coins"),
    _shelf("carpets-textiles", "Carpets & textiles", "السجاد والمنسوجات", "layers"),
    _shelf("art", "Art", "الفنون", "palette"),
    _shelf(
        "books-manuscripts",
        "Books & manuscripts",
        "الكتب والمخطوطات",
        "book-open",
        _shelf("bindings", "Manuscripts & bindings", "المخطوطات والتجليد", "scroll-text"),
        _shelf("maps", "Maps & charts", "الخرائط", "map"),
    ),
    _shelf("ceramics-glass", "Ceramics & glass", "الخزف والزجاج", "amphora"),
    _shelf("musical-instruments", "Musical instruments", "الآلات الموسيقية", "music"),
    _shelf("cameras", "Cameras", "الكاميرات", "camera"),
    _shelf(
        "furniture-lamps",
        "Furniture & lamps",
        "الأثاث والمصابيح",
        "armchair",
        _shelf("furniture", "Furniture", "الأثاث", "armchair"),
        _shelf("lamps", "Lamps & lanterns", "المصابيح والفوانيس", "lamp"),
    ),
    _shelf(
        "collectables",
        "Collectables",
        "مقتنيات متنوعة",
        "archive",
        _shelf("coffee-pots", "Coffee pots & metalwork", "الدلال والمشغولات المعدنية", "shapes"),
        _shelf("radios-records", "Radios & records", "أجهزة الراديو والأسطوانات", "radio"),
        _shelf("pens-instruments", "Pens & instruments", "الأقلام والأدوات", "pencil"),
    ),
)

SELLERS: Final = (
    Somebody("layla", "Layla Haddad", "en", "Asia/Beirut", ("buyer", "seller")),
    Somebody("suwaidi_antiques", "عمر السويدي", "ar", "Asia/Dubai", ("buyer", "seller")),
    Somebody("nadia_b", "Nadia Benali", "en", "Africa/Casablanca", ("buyer", "seller")),
    Somebody("whitaker", "Thomas Whitaker", "en", "Europe/London", ("buyer", "seller")),
    Somebody("hala_cairo", "هالة منصور", "ar", "Africa/Cairo", ("buyer", "seller")),
    Somebody("morita", "Kenji Morita", "en", "Asia/Tokyo", ("buyer", "seller")),
)

BUYERS: Final = (
    Somebody("sara", "Sara Lindqvist", "en", "Europe/Stockholm", ("buyer",)),
    Somebody("khalid", "خالد العتيبي", "ar", "Asia/Riyadh", ("buyer",)),
    Somebody("maryam", "مريم الكندري", "ar", "Asia/Kuwait", ("buyer",)),
    Somebody("yusuf", "Yusuf Demir", "en", "Europe/Istanbul", ("buyer",)),
    Somebody("elena_r", "Elena Rossi", "en", "Europe/Rome", ("buyer",)),
    Somebody("james_o", "James Okafor", "en", "Africa/Lagos", ("buyer",)),
    Somebody("fatima", "فاطمة الزهراء بنيس", "ar", "Africa/Casablanca", ("buyer",)),
    Somebody("ahmad_n", "أحمد النجار", "ar", "Africa/Cairo", ("buyer",)),
    Somebody("noor", "نور الخطيب", "ar", "Asia/Amman", ("buyer",)),
    Somebody("pierre", "Pierre Laurent", "en", "Europe/Paris", ("buyer",)),
    Somebody("aisha", "عائشة المهيري", "ar", "Asia/Dubai", ("buyer",)),
    Somebody("daniel_k", "Daniel Kim", "en", "America/New_York", ("buyer",)),
    Somebody("huda", "هدى البلوشي", "ar", "Asia/Muscat", ("buyer",)),
    Somebody("tariq", "Tariq Rahman", "en", "Asia/Karachi", ("buyer",)),
)

STAFF: Final = (
    Somebody("mona", "منى شاهين", "ar", "Africa/Cairo", ("buyer", "moderator")),
    Somebody("rashid", "Rashid Karim", "en", "Asia/Dubai", ("buyer", "operator")),
)


def _dealt(*piles: tuple[Good, ...]) -> tuple[Good, ...]:
    """The piles mixed, so that neighbours on a page are of different kinds."""
    whole = [(index / len(pile), good) for pile in piles for index, good in enumerate(pile)]
    return tuple(good for _, good in sorted(whole, key=lambda placed: placed[0]))


GOODS: Final[tuple[Good, ...]] = _dealt(WEAR, HOME, CLAY, ARTS)
BY_TITLE: Final[dict[str, Good]] = {good.title: good for good in GOODS}
