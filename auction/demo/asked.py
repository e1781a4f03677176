"""What the demo's categories ask of a listing, and what its goods answer: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Seed = dict[str, Any]
Pair = tuple[str, str]


def _ask(slug: str, kind: str, en: str, ar: str, **more: Any) -> Seed:
    return {"slug": slug, "kind": kind, "en": en, "ar": ar, **more}


def _material(*choices: Pair) -> Seed:
    return _ask("material", "choices", "Material", "المادة", choices=choices)


_CM: Final = ("cm", "سم")
_MM: Final = ("mm", "مم")
_GRAM: Final = ("g", "غرام")
_YEAR: Final = _ask("year", "year", "Year", "السنة")
_MAKER: Final = _ask("maker", "text", "Maker", "الصانع")
_HEIGHT: Final = _ask("height", "decimal", "Height", "الارتفاع", unit=_CM)
_WIDTH: Final = _ask("width", "decimal", "Width", "العرض", unit=_CM)
_LENGTH: Final = _ask("length", "decimal", "Length", "الطول", unit=_CM)
_WEIGHT: Final = _ask("weight", "decimal", "Weight", "الوزن", unit=_GRAM)
_NOTES: Final = _ask("condition-notes", "text", "Condition notes", "ملاحظات على الحالة")
_COLOUR: Final = _ask(
    "colour",
    "choices",
    "Colour",
    "اللون",
    choices=(
        ("Black", "أسود"),
        ("White", "أبيض"),
        ("Brown", "بني"),
        ("Red", "أحمر"),
        ("Blue", "أزرق"),
        ("Green", "أخضر"),
        ("Turquoise", "فيروزي"),
        ("Yellow", "أصفر"),
        ("Grey", "رمادي"),
        ("Several", "متعدد الألوان"),
    ),
)
_METALS: Final = (
    ("Gold", "ذهب"),
    ("Silver", "فضة"),
    ("Platinum", "بلاتين"),
    ("Steel", "فولاذ"),
    ("Brass", "نحاس أصفر"),
)

ATTRIBUTES: Final[Mapping[str, tuple[Seed, ...]]] = {
    "jewellery-watches": (
        _material(*_METALS, ("Pearl", "لؤلؤ"), ("Amber", "كهرمان"), ("Wood", "خشب"), ("Leather", "جلد")),
        _YEAR,
    ),
    "watches": (
        _ask("brand", "text", "Brand", "العلامة", is_needed=True),
        _ask(
            "movement",
            "choice",
            "Movement",
            "الحركة",
            choices=(("Automatic", "أوتوماتيكية"), ("Hand-wound", "يدوية التعبئة"), ("Quartz", "كوارتز")),
        ),
        _ask("diameter", "decimal", "Diameter", "القطر", unit=_MM),
        _ask("papers", "yes_no", "Box and papers", "العلبة والأوراق"),
        _NOTES,
    ),
    "necklaces": (_LENGTH, _WEIGHT, _ask("stones", "text", "Stones", "الأحجار")),
    "prayer-beads": (_ask("beads", "whole", "Number of beads", "عدد الحبات"), _WEIGHT),
    "coins": (
        _ask("metal", "choice", "Metal", "المعدن", choices=(("Gold", "ذهب"), ("Silver", "فضة"), ("Bronze", "برونز"))),
        _YEAR,
        _WEIGHT,
        _ask(
            "grade",
            "choice",
            "Grade",
            "الدرجة",
            choices=(("Proof", "بروف"), ("Uncirculated", "غير متداولة"), ("Very fine", "جيدة جدًا"), ("Fine", "جيدة")),
        ),
    ),
    "carpets-textiles": (
        _material(("Wool", "صوف"), ("Silk", "حرير"), ("Cotton", "قطن")),
        _ask("origin", "text", "Origin", "المنشأ"),
        _LENGTH,
        _WIDTH,
        _COLOUR,
    ),
    "art": (
        _ask("artist", "text", "Artist", "الفنان"),
        _ask(
            "technique",
            "choice",
            "Technique",
            "التقنية",
            choices=(("Oil", "زيت"), ("Watercolour", "ألوان مائية"), ("Print", "طباعة"), ("Drawing", "رسم")),
        ),
        _YEAR,
        _HEIGHT,
        _WIDTH,
        _ask("framed", "yes_no", "Framed", "مؤطّرة"),
    ),
    "books-manuscripts": (
        _ask("author", "text", "Author", "المؤلف"),
        _ask(
            "language",
            "choices",
            "Language",
            "اللغة",
            choices=(("Arabic", "العربية"), ("English", "الإنجليزية"), ("French", "الفرنسية"), ("Persian", "الفارسية")),
        ),
        _YEAR,
        _ask("pages", "whole", "Pages", "عدد الصفحات"),
    ),
    "maps": (_ask("scale", "text", "Scale", "مقياس الرسم"),),
    "ceramics-glass": (_ask("style", "text", "Style", "الطراز"), _HEIGHT, _WIDTH, _COLOUR, _NOTES),
    "musical-instruments": (_MAKER, _YEAR, _ask("case", "yes_no", "With its case", "مع حقيبتها")),
    "cameras": (
        _ask("brand", "text", "Brand", "العلامة", is_needed=True),
        _ask("model", "text", "Model", "الطراز"),
        _ask("focal-length", "whole", "Focal length", "البعد البؤري", unit=_MM),
        _YEAR,
        _NOTES,
    ),
    "furniture-lamps": (
        _material(("Wood", "خشب"), ("Brass", "نحاس أصفر"), ("Copper", "نحاس أحمر"), ("Glass", "زجاج")),
        _HEIGHT,
        _WIDTH,
    ),
    "lamps": (_ask("wired", "yes_no", "Wired for electricity", "موصول بالكهرباء"),),
    "collectables": (_MAKER, _YEAR, _NOTES),
    "coffee-pots": (_material(("Brass", "نحاس أصفر"), ("Copper", "نحاس أحمر"), ("Silver", "فضة")), _HEIGHT),
    "radios-records": (_ask("works", "yes_no", "Works", "يعمل"),),
}

# By the beginning of a title: the answers by slug. A choice is answered by its key.
ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "Al Waha automatic diver": {
        "brand": "Al Waha",
        "material": "steel",
        "movement": "automatic",
        "diameter": "40",
        "papers": "no",
    },
    "Najm 18 ct gold": {
        "brand": "Najm",
        "material": "gold",
        "year": "1968",
        "movement": "hand-wound",
        "diameter": "36.5",
    },
    "Sirocco dress watch": {"brand": "Sirocco", "material": "steel", "movement": "hand-wound", "diameter": "34"},
    "ساعة كرونوغراف «الواحة»": {"brand": "الواحة", "material": "steel", "movement": "automatic", "diameter": "39"},
    "Qamar 35": {"brand": "Qamar", "model": "35", "focal-length": "50"},
    "Noor rangefinder": {"brand": "Noor", "focal-length": "50", "condition-notes": "Two slowest speeds hang"},
    "Levant reflex": {"brand": "Levant", "focal-length": "50"},
    "مسبحة كهرمان": {"material": "amber", "beads": "33"},
    "Two silver crowns": {"metal": "silver", "grade": "very-fine"},
    "Gold dhow ten-dinar": {"metal": "gold", "grade": "proof"},
    "ميدالية ذهبية": {"metal": "gold"},
    "سجادة شيرازية": {"material": "wool", "origin": "شيراز", "colour": "red blue"},
    "Anatolian rug": {"material": "wool", "origin": "Anatolia", "colour": "green"},
    "بساط من صوف": {"material": "wool", "origin": "الأطلس", "colour": "white brown"},
    "لوحة زيتية": {"technique": "oil", "framed": "yes"},
    "لوحة «المدينة": {"technique": "oil"},
    "Desert evening": {"technique": "oil", "framed": "yes"},
    "ديوان شعر": {"language": "arabic"},
    "مصنّف في علم الفلك": {"language": "arabic"},
    "Iznik-style dish": {"style": "Iznik", "width": "33", "colour": "blue red"},
    "Armenian-style": {"style": "Kütahya", "colour": "blue red"},
    "مزهرية خزف": {"style": "الرقة", "colour": "turquoise black"},
    "عود شامي": {"year": "1978"},
    "Amethyst and pearl": {"material": "gold pearl", "year": "1900", "stones": "Amethyst"},
    "Sapphire star": {"material": "gold", "stones": "Sapphire"},
    "عقد لؤلؤ": {"material": "pearl silver", "stones": "سترين"},
    "Copper dallah": {"material": "copper"},
    "دلّة نحاس": {"material": "brass"},
    "Gulf dowry chest": {"material": "wood brass"},
    "صندوق مبيّت": {"material": "wood brass"},
    "فانوس نحاس": {"material": "copper glass"},
    "Moroccan brass": {"material": "brass", "wired": "yes"},
    "راديو خشبي": {"works": "yes"},
}

# Where each seller's things stand, and what they ask for the way, in whole units of the listing's currency.
PLACES: Final[Mapping[str, Pair]] = {
    "layla": ("LB", "Beirut"),
    "suwaidi_antiques": ("AE", "الشارقة"),
    "nadia_b": ("MA", "Fes"),
    "whitaker": ("GB", "Bath"),
    "hala_cairo": ("EG", "القاهرة"),
    "morita": ("JP", "Kyoto"),
}
SHIPPING: Final[Mapping[str, tuple[str, str, str]]] = {
    "USD": ("0", "18", "35"),
    "EUR": ("0", "16", "32"),
    "GBP": ("8", "18", "30"),
    "AED": ("25", "70", "130"),
    "SAR": ("25", "70", "130"),
    "KWD": ("2", "6", "11"),
    "JPY": ("900", "2400", "4800"),
}
PICKUP_ONLY: Final = ("furniture",)


def answers_of(title: str) -> Mapping[str, str]:
    """What a good answers, by slug; several choices stand with spaces between."""
    return next((found for start, found in ANSWERS.items() if title.startswith(start)), {})
