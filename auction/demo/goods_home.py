"""Listings of the demo house: coffee pots, lanterns, rugs, chests, an astrolabe."""

from __future__ import annotations

from typing import Final

from auction.demo.good import Good, words

HOME: Final[tuple[Good, ...]] = (
    Good(
        title="دلّة نحاس أصفر قديمة بنقش ورق الشجر، صناعة الأحساء",
        description=words("""
            دلّة من النحاس الأصفر من صنع الأحساء في منتصف القرن الماضي، ببطن منقوش بأوراق الشجر وخصر ضيق
            ومنقار طويل وغطاء مرتفع ينتهي بزر على هيئة رمّانة. النقش عميق وواضح لم يمحه التلميع.

            الدلّة مبيّضة من الداخل بالقصدير حديثًا وتصلح للاستعمال. المفصل سليم والغطاء يُغلق بإحكام، وعلى
            القاعدة ضربة قديمة صغيرة لا تؤثر في ثباتها.

            - الارتفاع 34 سم
            - السعة نحو لتر ونصف
            - الوزن 1.9 كيلوغرام

            ختم الصانع على المقبض غير واضح تمامًا، وقد قرأه أحد الخبراء «حسين». تُباع كما هي من دون تلميع
            إضافي.
        """),
        language="ar",
        category="coffee-pots",
        condition="very_good",
        art_kind="dallah",
        art_seed=10,
        seller="suwaidi_antiques",
        slot="minutes",
        currency="SAR",
        starting_minor=60000,
        reserve_minor=95000,
        value_minor=165000,
    ),
    Good(
        title="Copper dallah with chased leaf band, Damascus work",
        description=words("""
            Coffee pot of raised copper with a broad band of chased leaves, a vine at the shoulder and a
            high domed lid. The form is Gulf, the hammer work is Damascene: pots like this were ordered from
            Syrian coppersmiths by merchants in Basra between the wars.

            The long beak has its original seam and pours without dripping. The tinning inside is worn and
            should be renewed before use. There is a shallow dent under the lower end of the handle and
            light verdigris inside the foot, otherwise the surface has a warm, even colour.

            - Height 32 cm, weight 1.6 kg
            - No maker's mark

            Never lacquered. A pot with presence on any shelf.
        """),
        language="en",
        category="coffee-pots",
        condition="good",
        art_kind="dallah",
        art_seed=2,
        seller="layla",
        slot="hours",
        currency="USD",
        starting_minor=11000,
        value_minor=24500,
    ),
    Good(
        title="فانوس نحاس أحمر مفرّغ بزهور، ورشة خان الخليلي",
        description=words("""
            فانوس سداسي من النحاس الأحمر، فُرّغت جوانبه يدويًا بزهور ونجوم، وتعلوه قبة بأوراق مثقوبة وحلقة
            للتعليق. صُنع في ورشة صغيرة في خان الخليلي قبل نحو عشرين عامًا، وكان معلّقًا في مدخل بيتنا.

            عند إضاءته يرسم على الجدران زهورًا من ضوء. جُهّز بحامل لمبة كهربائية صغيرة، ويمكن وضع شمعة فيه
            بعد نزع الحامل.

            - الارتفاع مع الحلقة 52 سم والعرض 24 سم
            - السلك جديد بطول متر ونصف
            - الباب الجانبي يُفتح ويُغلق بمشبك

            النحاس عليه طبقة عتق جميلة، وأحد الأعمدة مائل قليلًا. تُغلّف القطعة في صندوق خشبي للشحن.
        """),
        language="ar",
        category="lamps",
        condition="very_good",
        art_kind="lantern",
        art_seed=1,
        seller="hala_cairo",
        slot="days",
        currency="USD",
        starting_minor=7500,
        value_minor=19000,
        buy_now_minor=24000,
    ),
    Good(
        title="Moroccan brass lantern with star piercing, rewired",
        description=words("""
            Six-sided brass lantern from a house in the Fes medina, pierced by hand with rosettes and rows
            of dots. The dome opens on a hinge to change the lamp; the glass that some of these have inside
            was never fitted here, so the pattern falls sharp and clear on the walls.

            I have had it rewired with a cloth-covered flex and a small screw holder, tested to 40 W. The
            brass was cleaned without lacquer and will mellow again. One of the four corner rods has been
            re-soldered at the foot.

            - Height 54 cm with ring, width 23 cm
            - Weight 2.3 kg, hook and ceiling plate included

            Packs safely; I have sent several abroad.
        """),
        language="en",
        category="lamps",
        condition="good",
        art_kind="lantern",
        art_seed=3,
        seller="nadia_b",
        slot="minutes",
        currency="EUR",
        starting_minor=6500,
        value_minor=17500,
    ),
    Good(
        title="Brass planispheric astrolabe, working reproduction, engraved rete",
        description=words("""
            A full working astrolabe in aged brass, engraved by hand after a fourteenth-century instrument
            in a Cairo collection. The limb is divided to three degrees and numbered in fifteens, and the
            rete carries seventeen star pointers in the form of leaves.

            It is accurate enough to teach with: with the plate for 30° north I found the hour within about
            ten minutes by the height of the sun. The rule and the rete turn smoothly on a central pin with
            horse wedge.

            - Diameter 16.5 cm, thickness 9 mm, weight 1.15 kg
            - One plate, engraved both sides, for 25° and 30° north
            - Made in the 1980s; sold as a reproduction

            With a printed guide to its use.
        """),
        language="en",
        category="pens-instruments",
        condition="very_good",
        art_kind="astrolabe",
        art_seed=4,
        seller="whitaker",
        slot="hours",
        currency="GBP",
        starting_minor=18000,
        reserve_minor=30000,
        value_minor=52000,
    ),
    Good(
        title="سجادة شيرازية صوف بميدالية معيّنة، أحمر وكحلي",
        description=words("""
            سجادة من نسج قبائل فارس قرب شيراز، صوف على صوف، تتوسطها ميدالية معيّنة متدرجة على أرضية حمراء،
            ويحيط بها إطار كحلي تملؤه معيّنات بألوان الرمل والفيروز. الأصباغ نباتية، ويظهر تدرّج اللون
            الطبيعي في الأرضية.

            نُسجت في سبعينيات القرن الماضي. الوبر متوسط الارتفاع ومتساوٍ، والأطراف والشراشيب أصلية، مع موضع
            واحد مرمّم ترميمًا جيدًا قرب الزاوية اليسرى بمساحة كف اليد.

            - المقاس 208 × 136 سم
            - غُسلت غسيلًا يدويًا قبل التصوير
            - خالية من العث والروائح

            تصلح لغرفة الجلوس أو المجلس، وتُشحن ملفوفة في قماش.
        """),
        language="ar",
        category="carpets-textiles",
        condition="good",
        art_kind="rug",
        art_seed=10,
        seller="suwaidi_antiques",
        slot="hours",
        currency="AED",
        starting_minor=120000,
        reserve_minor=190000,
        value_minor=310000,
    ),
    Good(
        title="Anatolian rug with rows of stepped diamonds, moss green field",
        description=words("""
            Village rug from the Konya plain with fifteen stepped diamonds on an unusual moss-green field,
            enclosed by a madder border with lozenges. The wool is hand-spun and has the deep, slightly
            irregular sheen that machine yarn never gets.

            I date it to the 1950s. The pile is low but even, with some of the dark brown wool corroded to
            the knots in the outlines, which gives the pattern a carved look. Sides have been re-bound; both
            fringes are complete.

            - 196 × 128 cm
            - Washed and checked for moth; ready for the floor

            The green changes with the light, from olive at noon to almost grey in the evening.
        """),
        language="en",
        category="carpets-textiles",
        condition="good",
        art_kind="rug",
        art_seed=3,
        seller="nadia_b",
        slot="days",
        currency="USD",
        starting_minor=26000,
        reserve_minor=45000,
        value_minor=72000,
    ),
    Good(
        title="بساط من صوف غير مصبوغ بزخرفة شجر الحياة، نسج الأطلس",
        description=words("""
            بساط من الصوف الطبيعي غير المصبوغ، بألوان الغنم نفسها: العاجي والرمادي والبني الداكن. الحقل
            مملوء بصفوف من شجيرات الحياة والنجوم، والإطار الداكن تزيّنه معيّنات عاجية.

            نسجته تعاونية نساء في الأطلس المتوسط عام 2015، وبطاقة النسّاجة واسمها محفوظان معه. استُعمل ثلاث
            سنوات في غرفة قليلة الحركة، فلا أثر للاهتراء فيه.

            - المقاس 200 × 130 سم
            - سماكة الوبر سنتيمتر واحد تقريبًا
            - يُنظّف بالهزّ والمكنسة من دون فرشاة

            ألوانه الهادئة تناسب البيوت الحديثة. على أحد الطرفين بقعة شاي قديمة خفيفة جدًا تكاد لا تُرى.
        """),
        language="ar",
        category="carpets-textiles",
        condition="very_good",
        art_kind="rug",
        art_seed=6,
        seller="hala_cairo",
        slot="minutes",
        currency="USD",
        starting_minor=15000,
        value_minor=36000,
    ),
    Good(
        title="Gulf dowry chest with brass arches and three drawers",
        description=words("""
            A *mandoos*, the chest in which a bride's things were carried to her new house, in honey-brown
            teak with pierced brass plates, arches of domed studs and three drawers below. Such chests were
            made in Bombay and Surat for the pearl merchants of Bahrain and Kuwait.

            The lid has its original strap hinges and shuts flush. One drawer runs a little stiffly in damp
            weather. Perhaps a dozen of the several hundred studs are old replacements. The inside smells
            faintly of sandalwood.

            - 104 × 51 × 56 cm, about 46 kg
            - Lock present, key lost

            Collection in Beirut, or a carrier at the buyer's cost. Ask for a quote first, please.
        """),
        language="en",
        category="furniture",
        condition="good",
        art_kind="chest",
        art_seed=7,
        seller="layla",
        slot="days",
        currency="USD",
        starting_minor=45000,
        reserve_minor=80000,
        value_minor=130000,
    ),
    Good(
        title="صندوق مبيّت كويتي من خشب الساج بمسامير نحاسية",
        description=words("""
            صندوق مبيّت من خشب الساج الداكن، زُيّنت واجهته بصفائح نحاس مفرّغة ومعيّنات من المسامير المقبّبة،
            وفي أسفله ثلاثة أدراج بمقابض حلقية. كان في بيت جدّتي في الكويت منذ أربعينيات القرن الماضي.

            الخشب سليم بلا سوس، وقد مُسح بالزيت لا بالورنيش. المفصلات أصلية، والقفل يعمل بمفتاحه القديم ذي
            الجرس. في القاع لوح واحد مستبدل بخشب مماثل.

            - الطول 108 سم، العمق 50 سم، الارتفاع 58 سم
            - الوزن نحو 48 كيلوغرامًا
            - المسامير الناقصة أقل من عشرة

            التسليم في الكويت أو الشحن البري إلى دول الخليج على حساب المشتري.
        """),
        language="ar",
        category="furniture",
        condition="very_good",
        art_kind="chest",
        art_seed=10,
        seller="suwaidi_antiques",
        slot="hours",
        currency="KWD",
        starting_minor=120000,
        reserve_minor=210000,
        value_minor=345000,
    ),
)
