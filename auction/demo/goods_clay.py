"""Listings of the demo house: vases and dishes."""

from __future__ import annotations

from typing import Final

from auction.demo.good import Good, words

CLAY: Final[tuple[Good, ...]] = (
    Good(
        title="Armenian-style Kütahya vase, cobalt stars and red medallions",
        description=words("""
            Baluster vase painted under a clear glaze with a belt of cobalt medallions, small tomato-red
            stars and lappet borders. The drawing is quick and sure, as in the best workshops of Kütahya
            around 1920.

            The body is a light, sandy clay. There is the usual crazing and one glaze chip inside the rim,
            about 3 mm, which does not show from outside. No cracks, no restoration under ultraviolet light;
            it rings clear when tapped.

            - Height 31 cm, greatest width 19 cm
            - Painter's mark in blue under the foot, unread

            Bought in Izmir in 1998. It has stood on the same cupboard since and would make a fine lamp,
            though I hope nobody drills it.
        """),
        language="en",
        category="ceramics-glass",
        condition="very_good",
        art_kind="vase",
        art_seed=3,
        seller="nadia_b",
        slot="days",
        currency="USD",
        starting_minor=14000,
        reserve_minor=22000,
        value_minor=39000,
    ),
    Good(
        title="مزهرية خزف فيروزي بزخرفة سوداء على طراز الرقة",
        description=words("""
            مزهرية طويلة العنق بطلاء فيروزي شفاف فوق زخرفة سوداء من النجوم والأزهار، على الطراز الذي اشتهرت
            به الرقة في القرن الثاني عشر. هي عمل حديث من سبعينيات القرن الماضي لخزّاف دمشقي معروف، وتوقيعه
            محفور تحت القاعدة.

            الطلاء سميك وعميق اللون، تجمّع عند القاعدة قطرات زجاجية كما في القطع القديمة. لا كسر فيها ولا
            ترميم، مع تشعّر دقيق طبيعي في الطلاء.

            - الارتفاع 36 سم
            - قطر البدن 17 سم
            - لا تحفظ الماء مدة طويلة، فهي للعرض أو للزهور الجافة

            اقتنيتها من معرض الفنان مباشرة، وأبيعها لانتقالي إلى بيت أصغر.
        """),
        language="ar",
        category="ceramics-glass",
        condition="like_new",
        art_kind="vase",
        art_seed=4,
        seller="hala_cairo",
        slot="hours",
        currency="USD",
        starting_minor=8500,
        value_minor=23000,
    ),
    Good(
        title="Celadon jar with carved fern sprays, studio piece",
        description=words("""
            Broad-shouldered stoneware jar with carved sprays of fern under a soft grey-green celadon. The
            glaze has pooled in the cut lines so that the drawing is darker where the knife went deeper.
            Thrown and carved by a potter near Mashiko in the 1990s; her seal is impressed at the foot.

            Perfect condition: no chips, no hairlines, no wear to the foot ring. It holds water and has been
            used for branches in winter.

            - Height 27 cm, mouth 13 cm
            - With its signed wooden box and tying ribbon

            The photographs were taken by north light. On a screen the colour may look bluer than it is.
        """),
        language="en",
        category="ceramics-glass",
        condition="like_new",
        art_kind="vase",
        art_seed=10,
        seller="morita",
        slot="minutes",
        currency="JPY",
        starting_minor=9000,
        value_minor=26000,
        buy_now_minor=32000,
    ),
    Good(
        title="Iznik-style dish, cobalt and coral rosette, 33 cm",
        description=words("""
            Large dish with a twelve-petal rosette in cobalt and coral red within a border of alternating
            leaves. The red stands in slight relief, as it should, and the white is warm rather than blue.
            Made in the Istanbul revival workshops about 1985 after sixteenth-century models.

            Fired twice and fully vitrified, so it can be washed, though the glaze will scratch under a
            knife. Two pinholes in the border glaze come from the kiln. Pierced foot ring for hanging.

            - Diameter 33 cm, depth 5 cm
            - Signed and numbered on the back

            It has hung out of the sun in a hallway. A strong, cheerful piece for a white wall.
        """),
        language="en",
        category="ceramics-glass",
        condition="very_good",
        art_kind="dish",
        art_seed=8,
        seller="layla",
        slot="days",
        currency="USD",
        starting_minor=6000,
        value_minor=15500,
    ),
    Good(
        title="Lajvardina dish, gold and white on deep blue glaze",
        description=words("""
            A modern master's answer to the lajvardina ware of Kashan: overglaze gold and white petals on a
            lapis-blue ground, fired a third time at low heat. The gold is real leaf and has the slightly
            broken edge that shows it was laid by hand.

            Signed under the foot and dated 1402 of the solar calendar. It was shown in an exhibition of new
            ceramics in Isfahan, and the catalogue, where it is number 17, goes with it.

            - Diameter 30 cm, weight 1.4 kg
            - For display: neither for food nor for a dishwasher

            Flawless, apart from three or four specks of kiln dust in the well. Double-boxed for shipping.
        """),
        language="en",
        category="ceramics-glass",
        condition="new",
        art_kind="dish",
        art_seed=5,
        seller="nadia_b",
        slot="hours",
        currency="EUR",
        starting_minor=15000,
        reserve_minor=24000,
        value_minor=41000,
    ),
)
