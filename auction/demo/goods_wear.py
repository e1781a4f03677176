"""Listings of the demo house: watches, jewellery, prayer beads, coins, a pen."""

from __future__ import annotations

from typing import Final

from auction.demo.good import Good, words

WEAR: Final[tuple[Good, ...]] = (
    Good(
        title="Al Waha automatic diver, navy dial, steel bracelet, 1970s",
        description=words("""
            A three-hand diver from the last years of the Al Waha workshop in Muscat, with the navy sunburst
            dial that collectors look for. The bezel turns firmly in both directions and its insert has kept
            its colour. The movement was cleaned and oiled in March; over five days it gained nine seconds a
            day in my winder.

            - Case 40 mm without crown, about 13 mm thick
            - Date at three, changes a few minutes after midnight
            - Steel bracelet with three rows of links, fits wrists up to 19 cm

            Fine hairlines on the polished flanks and one small nick at seven o'clock, visible in the second
            picture. The crystal is a replacement. No box or papers. Sold from my own collection.
        """),
        language="en",
        category="watches",
        condition="very_good",
        art_kind="watch",
        art_seed=1,
        seller="layla",
        slot="minutes",
        currency="USD",
        starting_minor=24000,
        reserve_minor=42000,
        value_minor=68000,
    ),
    Good(
        title="Najm 18 ct gold chronograph with olive leather strap, c. 1968",
        description=words("""
            Solid 18 carat gold chronograph with champagne dial and three recessed counters, retailed in
            Alexandria by Najm. All functions start, stop and return to zero cleanly, and both push-pieces
            have a crisp action. The red centre seconds hand is original and unfaded.

            The case has been polished once, lightly: the edges of the lugs are still sharp and the
            hallmarks inside the back are fully legible. The olive calf strap with white stitching is new
            and has never been worn.

            - Diameter 37 mm, weight without strap 48 g
            - Hand-wound column-wheel movement, serviced 2024, invoice included

            A watch that can be worn every day, from a family that bought it new.
        """),
        language="en",
        category="watches",
        condition="very_good",
        art_kind="watch",
        art_seed=7,
        seller="whitaker",
        slot="days",
        currency="GBP",
        starting_minor=120000,
        reserve_minor=210000,
        value_minor=340000,
    ),
    Good(
        title="Sirocco dress watch, silvered dial, tan strap",
        description=words("""
            A quiet dress watch with silvered sunburst dial, applied baton markers and dauphine hands.
            Self-winding, with a quick-set date at three. I bought it ten years ago from the first owner, a
            schoolmaster in Haifa, and have worn it on Sundays.

            The dial is clean apart from two pin-point spots near six that only a loupe will show. The steel
            case has normal marks from wear. The tan leather strap is about two years old and has plenty of
            life left.

            Runs at plus four seconds a day lying on its back. Comes in a plain travel roll. Please ask
            before bidding if you would like a short film of it running.
        """),
        language="en",
        category="watches",
        condition="good",
        art_kind="watch",
        art_seed=2,
        seller="layla",
        slot="hours",
        currency="USD",
        starting_minor=9500,
        value_minor=26000,
        buy_now_minor=32000,
    ),
    Good(
        title="ساعة كرونوغراف «الواحة» من الفولاذ بميناء بلون الرمل",
        description=words("""
            ساعة كرونوغراف يدوية التعبئة من إنتاج «الواحة» في أواخر الستينيات، بميناء بلون الرمل وثلاثة
            عدّادات داخلية. اشتراها والدي جديدة من سوق المباركية وبقيت في الأسرة إلى اليوم.

            أُجريت لها صيانة كاملة في شهر شباط الماضي لدى ساعاتي معتمد، والفاتورة مرفقة. أزرار الكرونوغراف
            تعمل بسلاسة، والعقارب تعود إلى الصفر بدقة.

            - قطر العلبة 39 ملم من دون التاج
            - سوار فولاذي أصلي يناسب معصمًا حتى 19 سم
            - الدقة: نحو ست ثوانٍ زيادة في اليوم

            على الإطار خدوش خفيفة من أثر الاستعمال تظهر في الصورة الثانية، والزجاج أصلي مع أثر احتكاك بسيط
            قرب الرقم أربعة.
        """),
        language="ar",
        category="watches",
        condition="very_good",
        art_kind="watch",
        art_seed=6,
        seller="suwaidi_antiques",
        slot="hours",
        currency="AED",
        starting_minor=90000,
        reserve_minor=160000,
        value_minor=240000,
    ),
    Good(
        title="Amethyst and pearl pendant necklace in 18 ct gold, c. 1900",
        description=words("""
            Late Victorian necklace of fine cable links with four collet-set amethysts leading to a
            star-shaped pendant. The central stone is a deep violet of about 6.5 carats, surrounded by
            twelve old-cut white sapphires; a single natural pearl hangs below.

            Tested as 18 carat gold throughout. Two links near the clasp have been repaired at some time
            with a slightly paler solder, invisible when worn. The stones are free of chips.

            - Length 44 cm, pendant 5.8 cm including the drop
            - Total weight 31.2 g

            Comes in a later velvet case. A report of a gemmological laboratory dated 2023 goes with it.
        """),
        language="en",
        category="necklaces",
        condition="very_good",
        art_kind="necklace",
        art_seed=3,
        seller="whitaker",
        slot="days",
        currency="GBP",
        starting_minor=48000,
        reserve_minor=90000,
        value_minor=145000,
    ),
    Good(
        title="Sapphire star necklace, white gold, five stones",
        description=words("""
            Five graduated sapphires of an even cornflower blue, each in a plain collet, with a starburst
            pendant and pearl drop. Made in Beirut in the early 1960s and bought from the workshop by my
            grandmother, whose receipt I still have.

            The chain is oval cable, comfortable and strong, closing with a box clasp and safety catch.
            White gold, stamped 750 on the clasp and on the back of the pendant. I had it cleaned and the
            settings checked this spring.

            - Chain 46 cm
            - Largest sapphire 7.9 mm, estimated 2.4 carats
            - The small stones around it are white topaz, not diamonds

            Selling because it deserves to be worn.
        """),
        language="en",
        category="necklaces",
        condition="very_good",
        art_kind="necklace",
        art_seed=2,
        seller="layla",
        slot="minutes",
        currency="USD",
        starting_minor=65000,
        value_minor=128000,
        buy_now_minor=165000,
    ),
    Good(
        title="عقد لؤلؤ خليجي طبيعي بقلادة من الفضة والسترين",
        description=words("""
            عقد من خمس وخمسين حبة من لؤلؤ الخليج الطبيعي، متدرجة من خمسة إلى ثمانية مليمترات، جُمعت في
            البحرين قبل ستينيات القرن الماضي. بريق اللؤلؤ دافئ مائل إلى الوردي، والحبات متناسقة الشكل.

            القلادة من الفضة عيار 925 على هيئة نجمة، يتوسطها حجر سترين بلون العسل تحيط به أحجار بيضاء،
            وتتدلى منها لؤلؤة واحدة. أُعيد لضم العقد بخيط حريري معقود بين كل حبتين في العام الماضي.

            - الطول 48 سم من دون القلادة
            - شهادة من مختبر البحرين للؤلؤ مرفقة بالأصل
            - القفل فضي بماسك أمان

            خدش صغير جدًا على ظهر القلادة لا يُرى عند اللبس.
        """),
        language="ar",
        category="necklaces",
        condition="very_good",
        art_kind="necklace",
        art_seed=6,
        seller="suwaidi_antiques",
        slot="days",
        currency="KWD",
        starting_minor=180000,
        reserve_minor=320000,
        value_minor=520000,
    ),
    Good(
        title="مسبحة كهرمان بلطيقي 33 حبة بشواهد ذهبية",
        description=words("""
            مسبحة من الكهرمان البلطيقي الطبيعي بلون البرتقال العسلي، ثلاث وثلاثون حبة مع شاهدين ومئذنة
            وشرّابة حريرية. صوت الحبات عند التسبيح ناعم ودافئ، ووزنها مريح في اليد.

            الحبات كروية مخروطة باليد بقطر عشرة مليمترات تقريبًا، ولونها متجانس مع تموّجات خفيفة تظهر في
            الضوء. الشواهد من الفضة المطلية بالذهب.

            - الوزن 38 غرامًا
            - الطول ممدودة 30 سم من دون الشرّابة
            - فُحصت بالماء المالح والإبرة الساخنة

            استُعملت استعمالًا خفيفًا في المجلس، ولا كسر فيها ولا ترميم. تُرسل في علبة خشبية.
        """),
        language="ar",
        category="prayer-beads",
        condition="like_new",
        art_kind="beads",
        art_seed=9,
        seller="suwaidi_antiques",
        slot="minutes",
        currency="SAR",
        starting_minor=35000,
        value_minor=92000,
    ),
    Good(
        title="مسبحة كوك تركي مخروطة يدويًا بتطعيم نحاسي",
        description=words("""
            مسبحة من ثمر الكوك البني الداكن، خرطها حرفي في أرضروم في التسعينيات، وقد اكتسبت مع السنين
            لمعانًا طبيعيًا لا يُصنع. ثلاث وثلاثون حبة صغيرة متساوية، يفصل بينها شاهدان من النحاس المذهّب.

            الكوك يزداد سوادًا وبريقًا كلما كثر استعماله، وهذه المسبحة في منتصف الطريق: لونها الآن بين
            القهوة والعنبر عند النظر إليها في الشمس.

            - قطر الحبة ثمانية مليمترات
            - خيط جديد من الحرير المبروم
            - شرّابة بنية طولها ستة سنتيمترات

            الحالة جيدة جدًا، وحبة واحدة عليها عرق فاتح طبيعي. مناسبة لمن يبدأ جمع المسابح.
        """),
        language="ar",
        category="prayer-beads",
        condition="good",
        art_kind="beads",
        art_seed=2,
        seller="hala_cairo",
        slot="hours",
        currency="USD",
        starting_minor=2500,
        value_minor=7800,
        buy_now_minor=9500,
    ),
    Good(
        title="ميدالية ذهبية تذكارية عليها باب القلعة",
        description=words("""
            ميدالية تذكارية من الذهب عيار 22 ضُربت بمناسبة ترميم باب القلعة القديمة. على الوجه البوابة
            ببرجيها وشرفاتها، وحولها كتابة لاتينية وإطار من الحبيبات.

            ضُربت بعدد محدود بلغ خمسمئة نسخة، وهذه نسخة لم تدخل التداول، محفوظة في كبسولتها منذ صدورها.
            البروز واضح والحقول لامعة، مع أثر تلامس خفيف جدًا على الحافة عند الساعة الثامنة.

            - القطر 38 ملم والوزن 30.4 غرامًا
            - فُحص الوزن النوعي وسماكة الحافة
            - العلبة الأصلية والبطاقة موجودتان

            لا تُقبل أي تعديلات على الميدالية، وتُشحن مؤمّنة بكامل قيمتها.
        """),
        language="ar",
        category="coins",
        condition="like_new",
        art_kind="coin",
        art_seed=2,
        seller="hala_cairo",
        slot="days",
        currency="AED",
        starting_minor=450000,
        reserve_minor=620000,
        value_minor=810000,
    ),
    Good(
        title="Two silver crowns, star and wreath types, light toning",
        description=words("""
            A pair that tells the story of one coinage: the earlier crown with the sixteen-point star, and
            the ten-unit piece with olive wreath that replaced it a decade later. Both are struck in .900
            silver and weigh within two hundredths of a gram of the standard.

            The star piece is about very fine, with honest wear on the high points and a thin line in the
            left field. The wreath piece is better: good very fine, with most of the veins of the leaves
            still visible.

            - 37.1 mm and 37.3 mm
            - Even grey toning, never cleaned to my knowledge

            From an old envelope collection in Yorkshire; the collector's tickets are included.
        """),
        language="en",
        category="coins",
        condition="good",
        art_kind="coin",
        art_seed=4,
        seller="whitaker",
        slot="minutes",
        currency="GBP",
        starting_minor=3500,
        value_minor=9800,
    ),
    Good(
        title="Gold dhow ten-dinar, proof pair in case of issue",
        description=words("""
            Proof pair struck for the opening of the new harbour: one piece shows its dhow side under full
            sail above three lines of waves, the other the denomination in a wreath. Fields are
            mirror-bright and the relief is frosted, as it should be.

            Each piece contains half an ounce of fine gold. Both have been in their case since the day of
            issue; one has a faint fingerprint near the rim, which I have left alone rather than risk the
            surface.

            - Mintage 750 pairs, certificate number 212
            - 27 mm, 16.97 g each

            Sold with the leather case and the booklet in English and Arabic. Insured courier only, included
            in the price.
        """),
        language="en",
        category="coins",
        condition="like_new",
        art_kind="coin",
        art_seed=8,
        seller="nadia_b",
        slot="hours",
        currency="EUR",
        starting_minor=110000,
        reserve_minor=150000,
        value_minor=205000,
    ),
    Good(
        title="Green marbled fountain pen with gold nib, piston filler",
        description=words("""
            A full-size piston filler in dark green marbled resin with gilt furniture. The 14 carat nib is a
            broad-medium with a little spring, smooth from the first stroke; it is marked only with a star
            and I have not been able to find the maker.

            The piston moves freely and holds a full charge of ink. Marbling is bright along the whole
            barrel and the cap closes with a firm quarter turn. The plating on the clip is worn through to
            brass at the tip.

            - 138 mm closed, 24 g
            - Tested with ordinary blue ink, then flushed

            Found in a desk bought in Trieste. A good pen for daily letters.
        """),
        language="en",
        category="pens-instruments",
        condition="good",
        art_kind="pen",
        art_seed=8,
        seller="nadia_b",
        slot="days",
        currency="EUR",
        starting_minor=2900,
        value_minor=11500,
        buy_now_minor=14000,
    ),
)
