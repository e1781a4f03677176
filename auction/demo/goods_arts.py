"""Listings of the demo house: paintings, books, a chart, instruments, cameras, records, a radio."""

from __future__ import annotations

from typing import Final

from auction.demo.good import Good, words

ARTS: Final[tuple[Good, ...]] = (
    Good(
        title="Qamar 35 rangefinder with 50 mm f/2, black leatherette",
        description=words("""
            The last Qamar with the bright-line finder, in the black covering, with its fixed 50 mm f/2 and
            amber coating. Shutter speeds sound right from one second to 1/500 and were measured within a
            third of a stop.

            The rangefinder patch is clear and agrees with the scale at infinity and at one metre. Glass is
            clean, with the faint internal dust every lens of this age has; no haze, no fungus, no marks on
            the front element. The self-timer runs its full ten seconds.

            - Serial number on request
            - Light seals replaced last year
            - A roll of film shot with it in May: scans on request

            Small brassing at the strap lugs. A camera to use, not only to look at.
        """),
        language="en",
        category="cameras",
        condition="very_good",
        art_kind="camera",
        art_seed=8,
        seller="morita",
        slot="minutes",
        currency="JPY",
        starting_minor=18000,
        reserve_minor=32000,
        value_minor=54000,
    ),
    Good(
        title="Noor rangefinder in brown leather, violet-coated lens",
        description=words("""
            An export Noor in the rare brown leather, sold for only one season. The finder is a little dim
            by modern standards but the double image still lines up. The violet coating of the 50 mm lens is
            intact.

            What works: film transport, counter, all speeds above 1/30, flash contact. What does not: the
            two slowest speeds hang and need a service. The self-timer lever moves but does not fire the
            shutter; please do not force it.

            - With original front cap and a later strap
            - Leather complete, two small lifts at the base plate

            Priced accordingly. For somebody with a repairer or with patient fingers, this is the handsome
            one.
        """),
        language="en",
        category="cameras",
        condition="fair",
        art_kind="camera",
        art_seed=10,
        seller="morita",
        slot="hours",
        currency="JPY",
        starting_minor=6000,
        value_minor=19000,
    ),
    Good(
        title="Levant reflex camera, green leatherette, 50 mm f/2",
        description=words("""
            Single-lens reflex by Levant in the dark green covering ordered by the survey department, with
            matching 50 mm f/2. The mirror returns instantly, the prism is free of the silvering loss that
            spoils so many of these, and the focusing screen is clean.

            I compared the meterless body with a modern camera: speeds are even and about a quarter stop
            slow, which nobody will notice on negative film. The aperture ring clicks firmly from f/2 to
            f/16.

            - Department number engraved on the base plate
            - New foam at the mirror, done by a technician in Osaka
            - Leather case, worn at the corners, strap complete

            Two small dents on the edge of the prism housing.
        """),
        language="en",
        category="cameras",
        condition="good",
        art_kind="camera",
        art_seed=6,
        seller="morita",
        slot="days",
        currency="USD",
        starting_minor=7000,
        value_minor=18500,
        buy_now_minor=22500,
    ),
    Good(
        title="Samir Haddad Ensemble: Oud & Evening, LP, first pressing",
        description=words("""
            The record that made Samir Haddad's name beyond Beirut: five long improvisations for oud, qanun
            and bass, taped in one night in 1974. First pressing on the green label with the hand-etched
            matrix.

            Vinyl is very good plus: light paper marks under a strong lamp, plays through with no clicks on
            the quiet opening of side two. The sleeve, with the famous half-sunk green sun, is bright; there
            is a soft crease at the lower left and the ring of the record shows faintly on the back.

            - Original inner with lyrics in Arabic and French
            - Cleaned on a machine before grading

            Sent flat between boards with corner guards.
        """),
        language="en",
        category="radios-records",
        condition="very_good",
        art_kind="record",
        art_seed=5,
        seller="layla",
        slot="minutes",
        currency="USD",
        starting_minor=3000,
        value_minor=8600,
    ),
    Good(
        title="Trio Al Bahr: Nights of the Port, stereo LP, sealed copy opened once",
        description=words("""
            Port jazz of the early sixties, with accordion, darbuka and a bass player who clearly had
            somewhere to be. The wave-pattern sleeve by an unnamed designer in Alexandria is as well known
            as the music.

            This copy stayed in its shrink wrap until I opened it to check the pressing. Played once, on a
            good arm. The vinyl is as new and quiet; the sleeve is sharp at all corners, and the green inks
            are unfaded.

            - Stereo, deep-groove label, side one etched "AB 12 A"
            - Wrap kept, with its shop label from Port Said

            I own a second copy that I actually play. This one should go to somebody who minds corners.
        """),
        language="en",
        category="radios-records",
        condition="like_new",
        art_kind="record",
        art_seed=3,
        seller="whitaker",
        slot="hours",
        currency="GBP",
        starting_minor=2800,
        value_minor=7400,
    ),
    Good(
        title="راديو خشبي من الخمسينيات بلوحة مضيئة خضراء، يعمل",
        description=words("""
            راديو منضدة بصمامات من خمسينيات القرن الماضي، بصندوق من قشرة الجوز وقماش سمّاعة بني وقضبان
            نحاسية. لوحة المحطات الخضراء تضيء كاملة وعليها القاهرة وبيروت والبصرة وتونس ولندن وباريس.

            استُبدلت المكثفات القديمة وفُحصت الصمامات على يد فني متخصص، والجهاز يستقبل الموجة المتوسطة بوضوح
            في المساء. صوته دافئ وممتلئ، ومفاتيحه الخمسة تثبت في مواضعها.

            - الأبعاد 58 × 35 × 24 سم
            - يعمل على 220 فولت بسلك جديد مؤرّض
            - مدخل خلفي لتوصيل الهاتف أُضيف من دون ثقب الصندوق

            على السطح العلوي أثر كوب قديم خفيف، والمقابض العاجية أصلية.
        """),
        language="ar",
        category="radios-records",
        condition="very_good",
        art_kind="radio",
        art_seed=1,
        seller="hala_cairo",
        slot="days",
        currency="USD",
        starting_minor=9000,
        reserve_minor=14000,
        value_minor=27500,
    ),
    Good(
        title="عود شامي بثلاث شمسيات، ظهر من الجوز، صنعة دمشق 1978",
        description=words("""
            عود شامي من صنعة دمشق عام 1978، وجهه من خشب الأرز المعتّق وظهره من سبع عشرة ضلعًا من الجوز، وبه
            ثلاث شمسيات مفرّغة باليد على هيئة نجوم. الصوت عميق في القرار وواضح في الجواب، وقد نضج مع السنين.

            ركّبت له أوتارًا جديدة هذا الصيف، ومفاتيحه من خشب الورد ثابتة لا تنزلق. الرقبة مستقيمة والمسافة
            بين الأوتار والزند مريحة عند القفلة.

            - طول الوتر 61 سم
            - ملصق الصانع في الداخل مقروء
            - شعرة قديمة في الوجه مرمّمة من الداخل ولا أثر لها في الصوت

            يأتي مع صندوق صلب. أُرحّب بمن يريد تجربته في القاهرة قبل المزايدة.
        """),
        language="ar",
        category="musical-instruments",
        condition="very_good",
        art_kind="oud",
        art_seed=4,
        seller="hala_cairo",
        slot="minutes",
        currency="USD",
        starting_minor=38000,
        reserve_minor=60000,
        value_minor=95000,
    ),
    Good(
        title="Turkish-pattern oud, spruce face, rosewood binding",
        description=words("""
            Concert oud built in Istanbul in 2006, with a spruce face, a bowl of nineteen mahogany ribs and
            dark rosewood binding with bone dots. Three roses are cut from one sheet of lime wood. Bright
            and quick, tuned a tone above the Arabic pitch, with a clear sustain that suits recording.

            Played by a student for six years, then rested in its case. The face is free of cracks, the
            bridge is tight and all eleven pegs hold. Light plectrum marks below the guard.

            - String length 58.5 cm, action 3 mm at the neck joint
            - Set of spare strings and two plectra
            - Hard case with a worn handle

            I can send a recording of the open strings and a short taqsim in rast.
        """),
        language="en",
        category="musical-instruments",
        condition="very_good",
        art_kind="oud",
        art_seed=6,
        seller="layla",
        slot="days",
        currency="USD",
        starting_minor=29000,
        value_minor=62000,
        buy_now_minor=78000,
    ),
    Good(
        title="لوحة زيتية: مركبان عند الفجر، إطار مذهّب",
        description=words("""
            لوحة زيتية على قماش تمثل مركبين شراعيين في بحر هادئ أول الصباح، بضربات فرشاة عريضة وألوان من
            الأزرق الرمادي والعاجي. في الأفق خط من الجزر يكاد يذوب في الضباب.

            رسمها فنان هاوٍ من أهل البحر في ستينيات القرن الماضي ولم يوقّعها، لكن على ظهر القماش كلمة
            «خورفكان» بخط اليد. اللون ثابت، وقد نُظّف السطح قبل ثلاث سنوات من دون إعادة طلاء.

            - القياس من دون الإطار 94 × 68 سم
            - إطار خشبي مذهّب قديم، عليه نقص صغير في الزاوية السفلى
            - جاهزة للتعليق

            ينعكس عليها ضوء النافذة برفق، وهي أجمل في الواقع منها في الصورة.
        """),
        language="ar",
        category="art",
        condition="good",
        art_kind="painting",
        art_seed=6,
        seller="suwaidi_antiques",
        slot="days",
        currency="AED",
        starting_minor=80000,
        value_minor=210000,
    ),
    Good(
        title="لوحة «المدينة البيضاء والنخيل»، زيت على قماش",
        description=words("""
            منظر لمدينة قديمة متراصّة البيوت تحت شمس الظهيرة، تعلوها مئذنة وقبة، وفي مقدمتها نخلات داكنة
            الخضرة. بُنيت اللوحة من لمسات قصيرة متجاورة تجعل الجدران كأنها تهتز من الحر.

            من أعمال محترف في تونس في الثمانينيات، وعليها توقيع غير واضح في أسفل اليمين. القماش مشدود جيدًا
            ولا تشقّق في اللون، والإطار من خشب داكن بسيط.

            - القياس مع الإطار 108 × 88 سم
            - ختم قاعة العرض على الظهر
            - لا زجاج أمامها

            كانت في مكتب محامٍ مدة ثلاثين عامًا. تُلفّ بورق خالٍ من الحموضة وتُشحن في صندوق مسطّح.
        """),
        language="ar",
        category="art",
        condition="very_good",
        art_kind="painting",
        art_seed=2,
        seller="hala_cairo",
        slot="hours",
        currency="USD",
        starting_minor=22000,
        reserve_minor=35000,
        value_minor=61000,
    ),
    Good(
        title="Desert evening with caravan, oil on canvas, dark frame",
        description=words("""
            A line of camels crosses violet dunes while the last of the sun goes down into a band of orange.
            The painter worked fast and wet, and the strokes of the sky are still sharp enough to cast
            shadows under a lamp.

            Unsigned, but by the same hand as a group sold from a hotel in Aswan in the 1970s; two of those
            carried the initials R. M. The surface is stable, with a thin, even varnish. A small puncture at
            the upper right was patched from behind and retouched well.

            - 94 × 68 cm, with frame 109 × 83 cm
            - Stained oak frame, later

            Best seen from three metres, where the whole thing begins to glow.
        """),
        language="en",
        category="art",
        condition="good",
        art_kind="painting",
        art_seed=4,
        seller="whitaker",
        slot="minutes",
        currency="GBP",
        starting_minor=16000,
        reserve_minor=26000,
        value_minor=43000,
    ),
    Good(
        title="ديوان شعر مخطوط بتجليد أزرق مذهّب",
        description=words("""
            ديوان شعر مخطوط في مئة وأربع وثلاثين ورقة بخط نسخ واضح، ورؤوس القصائد بالحمرة. التجليد من جلد
            الماعز المصبوغ بالأزرق النيلي، تتوسطه شمسة مذهّبة متشابكة الخطوط، وفي الأركان أوراق مذهّبة.

            الورق مصقول مائل إلى العاجي، عليه بقع رطوبة خفيفة في الهوامش الأخيرة لا تمس النص. الكعب مرمّم
            بجلد مطابق، والخياطة متماسكة. لا تاريخ فيه، ويُقدّر من ورقه وخطه بأواخر القرن التاسع عشر.

            - القياس 24 × 17 سم
            - ختم تملّك في أول ورقة
            - صور لكل الصفحات متاحة عند الطلب

            يُباع للدراسة والاقتناء، مع إقرار بمصدره ضمن مكتبة عائلية في القاهرة.
        """),
        language="ar",
        category="bindings",
        condition="good",
        art_kind="book",
        art_seed=2,
        seller="hala_cairo",
        slot="hours",
        currency="USD",
        starting_minor=52000,
        reserve_minor=85000,
        value_minor=140000,
    ),
    Good(
        title="مصنّف في علم الفلك بتجليد أخضر مذهّب، نسخة هندية",
        description=words("""
            نسخة هندية من مصنّف في علم الفلك والمواقيت، في ثمان وثمانين ورقة، فيها أكثر من ثلاثين شكلًا
            هندسيًا مرسومًا بالمداد الأسود والأحمر. التجليد من الجلد الأخضر الداكن بشمسة مذهّبة وإطار من
            النجوم.

            كُتبت بخط نستعليق متقن، وعلى هوامشها تعليقات لقارئين اثنين على الأقل. الذهب محفوظ إلا في مواضع
            الإمساك، وفي الورقات الأولى ثقوب دود قليلة خارج النص.

            - القياس 26 × 18 سم
            - مؤرخة سنة 1271 للهجرة
            - محفوظة في علبة مبطّنة خالية من الحموضة

            مصدرها مجموعة خاصة في دبي، وتُسلّم مع وصف مفصّل للورقات والأشكال.
        """),
        language="ar",
        category="bindings",
        condition="very_good",
        art_kind="book",
        art_seed=6,
        seller="suwaidi_antiques",
        slot="days",
        currency="AED",
        starting_minor=380000,
        reserve_minor=550000,
        value_minor=860000,
    ),
    Good(
        title="Engraved sea chart with compass rose, hand coloured, folded",
        description=words("""
            An engraved chart of an archipelago that I have not been able to place: the coast is drawn with
            confidence, the soundings are not. Thirty-two rhumb lines run from a point off the western cape;
            a compass rose in red and black and a two-masted ship fill the open water.

            Laid paper with old hand colour in sea green. Folded in six for most of its life, with thin
            places but no splits along the folds. Scattered foxing in the margins, two worm holes in the
            lower border.

            - Sheet 59 × 42 cm, plate mark complete
            - No watermark; probably a Dutch or Danish press, about 1740

            Unframed, in a clear archival sleeve. A fine puzzle for somebody who knows islands.
        """),
        language="en",
        category="maps",
        condition="good",
        art_kind="chart",
        art_seed=4,
        seller="nadia_b",
        slot="minutes",
        currency="EUR",
        starting_minor=12000,
        reserve_minor=18000,
        value_minor=33500,
    ),
)
