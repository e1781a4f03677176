"""How one reader sees money, numbers and times, and how the house finds out which reader it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext, ngettext

from auction import clock, languages
from auction.languages import Reader, reading_as

AT = datetime(2026, 3, 14, 21, 5, 9, tzinfo=UTC)
ENGLISH, ARABIC = Reader(), Reader(language="ar")
EASTERN = Reader(language="ar", numerals="arab", time_zone="Asia/Riyadh")
DIGITS = set("0123456789")
EASTERN_DIGITS = set("٠١٢٣٤٥٦٧٨٩")

pytestmark = pytest.mark.sqlite_only


def said(who: Reader, say: Callable[..., str], *given: Any) -> str:
    with reading_as(who):
        return say(*given).replace("\xa0", " ").replace("\u200f", "").replace("\u202f", " ")


class TestMoney:
    @pytest.mark.parametrize(
        ("who", "minor", "currency", "text"),
        [
            (ENGLISH, 125_050, "USD", "$1,250.50"),
            (ENGLISH, 1250, "JPY", "¥1,250"),
            (ENGLISH, 1_250_500, "KWD", "KWD 1,250.500"),
            (ENGLISH, 5, "GBP", "£0.05"),
            (Reader(amounts="code"), 125_050, "USD", "USD 1,250.50"),
            (Reader(amounts="code"), 1250, "JPY", "JPY 1,250"),
            (ARABIC, 125_050, "USD", "1,250.50 \u2066US$\u2069"),
            (EASTERN, 125_050, "USD", "١٬٢٥٠٫٥٠ \u2066US$\u2069"),
            (EASTERN, 1250, "JPY", "١٬٢٥٠ \u2066JP¥\u2069"),
            (EASTERN, 1_250_500, "KWD", "١٬٢٥٠٫٥٠٠ د.ك."),
            (Reader(numerals="arab"), 125_050, "USD", "$1,250.50"),
        ],
    )
    def test_an_amount_is_written_as_the_reader_writes_it(self, house: Flask, who, minor, currency, text):
        assert said(who, languages.money_text, minor, currency) == text

    def test_the_largest_amount_loses_no_digit(self, house: Flask):
        assert said(ENGLISH, languages.money_text, 999_999_999_999_999, "USD") == "$9,999,999,999,999.99"

    def test_numbers_are_grouped(self, house: Flask):
        assert said(ENGLISH, languages.number, 1_234_567) == "1,234,567"
        assert said(ARABIC, languages.number, 1_234_567) == "1,234,567"
        assert said(EASTERN, languages.number, 1_234_567) == "١٬٢٣٤٬٥٦٧"


class TestTimes:
    def test_an_instant_is_told_in_the_readers_zone_with_its_name(self, house: Flask):
        assert said(ENGLISH, languages.when, AT) == "Sat 14 Mar 2026, 21:05 UTC"
        assert said(Reader(time_zone="Asia/Riyadh"), languages.when, AT).startswith(
            "Sun 15 Mar 2026, 00:05 \u2066UTC+3\u2069"
        )
        assert said(Reader(time_zone="America/New_York"), languages.when, AT) == "Sat 14 Mar 2026, 17:05 EDT"

    def test_a_clock_elsewhere_is_told_only_where_it_shows_another_time(self, house: Flask):
        def there(zone: str, reader: Reader = ENGLISH) -> str:
            return said(reader, lambda at: languages.when_elsewhere(at, zone), AT)

        assert there("Asia/Riyadh") == "Sun 15 Mar 2026, 00:05 \u2066UTC+3\u2069"
        assert there("UTC") == there("Africa/Abidjan") == ""
        assert there("Asia/Kuwait", Reader(time_zone="Asia/Riyadh")) == ""

    def test_arabic_names_the_day_and_month(self, house: Flask):
        assert said(ARABIC, languages.when, AT).startswith("السبت 14 مارس 2026")
        assert said(EASTERN, languages.when, AT).startswith("الأحد ١٥ مارس ٢٠٢٦")

    def test_between_day_and_time_stands_the_comma_of_the_language(self, house: Flask):
        assert said(ARABIC, languages.when_short, AT) == "14 مارس، 21:05:09"
        assert "2026، 21:05" in said(ARABIC, languages.when, AT)
        assert "٢٠٢٦، ٠٠:٠٥" in said(EASTERN, languages.when, AT)

    @pytest.mark.parametrize("say", [languages.when, languages.when_short, languages.day])
    def test_one_reader_sees_one_kind_of_digit(self, house: Flask, say: Callable[[datetime], str]):
        assert not set(said(EASTERN, say, AT)) & DIGITS
        assert not set(said(ARABIC, say, AT)) & EASTERN_DIGITS
        assert not set(said(ENGLISH, say, AT)) & EASTERN_DIGITS

    def test_a_history_tells_seconds_and_a_day_no_hour(self, house: Flask):
        assert said(ENGLISH, languages.when_short, AT) == "14 Mar, 21:05:09"
        assert said(ENGLISH, languages.day, AT) == "14 March 2026"

    def test_how_long_ago_and_how_long_until(self, house: Flask):
        with clock.at(AT):
            assert said(ENGLISH, languages.ago, AT - timedelta(hours=3)) == "3 hours ago"
            assert said(ENGLISH, languages.ago, AT + timedelta(days=2)) == "in 2 days"
            assert said(EASTERN, languages.ago, AT - timedelta(minutes=5)) == "قبل ٥ دقائق"

    def test_a_length_of_time_takes_the_largest_fitting_unit(self, house: Flask):
        assert said(ENGLISH, languages.duration, 120) == "2 minutes"
        assert said(ENGLISH, languages.duration, 60) == "1 minute"
        assert said(ENGLISH, languages.duration, 90) == "90 seconds"
        assert said(ENGLISH, languages.duration, 3600) == "1 hour"
        assert said(ENGLISH, languages.duration, 5400) == "90 minutes"
        assert said(ENGLISH, languages.duration, 0) == "0 seconds"
        assert said(ARABIC, languages.duration, 120) == "دقيقتان"
        assert said(EASTERN, languages.duration, 3 * 86400) == "٣ أيام"


class TestWho:
    @pytest.fixture
    def seen(self, new_app: Callable[..., Flask]) -> Callable[..., Reader]:
        """Which reader the house takes a request for."""
        app = new_app()

        def ask(path: str = "/", **headers: str) -> Reader:
            with app.test_request_context(
                path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            ):
                return languages.reader()

        return ask

    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("", "en"),
            ("ar", "ar"),
            ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
            ("fr-FR,fr;q=0.9,ar;q=0.5,en;q=0.4", "ar"),
            ("en-GB,ar;q=0.3", "en"),
            ("de", "en"),
            ("*", "en"),
            (";;;q=x", "en"),
        ],
    )
    def test_the_browser_says_the_language(self, seen, header: str, language: str):
        assert seen(Accept_Language=header).language == language

    def test_a_cookie_outweighs_the_browser_and_the_address_outweighs_both(self, seen):
        assert seen(Accept_Language="en", Cookie="lang=ar").language == "ar"
        assert seen("/?lang=en", Accept_Language="ar", Cookie="lang=ar").language == "en"

    def test_an_unknown_wish_is_passed_over(self, seen):
        assert seen("/?lang=xx", Accept_Language="ar").language == "ar"
        assert seen(Cookie="lang=../../etc; scheme=pink; zone=Mars/Base").language == "en"
        assert seen(Cookie="scheme=pink").scheme == "auto"
        assert seen(Cookie="scheme=dark").scheme == "dark"

    @pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "/etc/passwd", "Europe", "x" * 500, "\x00"])
    def test_a_zone_that_is_none_is_passed_over(self, zone: str):
        assert languages.known_zone(zone) is None

    def test_a_known_zone_is_kept(self, seen):
        assert seen(Cookie="zone=Asia/Riyadh").time_zone == "Asia/Riyadh"
        assert languages.known_zone("Africa/Cairo") == "Africa/Cairo"
        assert languages.known_zone("") is None

    @pytest.fixture
    def settled(self) -> Iterator[list[Reader | None]]:
        """What a signed-in person has settled."""
        settings: list[Reader | None] = [None]

        def find() -> Reader | None:
            return settings[0]

        before = list(languages._finders)
        languages._finders[:] = [find]
        yield settings
        languages._finders[:] = before

    def test_a_persons_own_settings_outweigh_cookie_and_browser(self, seen, settled):
        settled[0] = EASTERN
        assert seen(Accept_Language="en", Cookie="lang=en") == EASTERN

    def test_an_address_may_ask_for_another_language_and_keeps_the_rest(self, seen, settled):
        settled[0] = EASTERN
        assert seen("/?lang=en") == Reader("en", "Asia/Riyadh", "arab", "auto")

    def test_changed_settings_count_at_once(self, new_app, settled):
        with new_app().test_request_context("/"):
            assert languages.reader().language == "en"
            settled[0] = ARABIC
            languages.forget_reader()
            assert languages.reader() == ARABIC
            assert languages.money_text(100, "USD").endswith("US$\u2069")

    def test_outside_a_request_the_reader_is_english(self, house: Flask):
        assert languages.reader() == ENGLISH

    def test_the_page_knows_which_way_it_runs(self):
        assert ENGLISH.direction == "ltr"
        assert ARABIC.direction == "rtl"


class TestWritingForSomebodyElse:
    def test_words_are_in_the_language_of_the_one_written_to(self, house: Flask):
        with reading_as(ARABIC):
            with reading_as(ENGLISH):
                assert str(gettext("This cannot be done.")) == "This cannot be done."
            assert languages.reader() == ARABIC
        assert languages.reader() == ENGLISH

    def test_a_fault_gives_the_reader_back(self, house: Flask):
        with pytest.raises(KeyError), reading_as(ARABIC):
            raise KeyError
        assert languages.reader() == ENGLISH

    def test_it_holds_within_a_request_of_another(self, new_app):
        with new_app().test_request_context("/?lang=ar"):
            with reading_as(ENGLISH):
                assert languages.money_text(100, "USD") == "$1.00"
            assert languages.reader().language == "ar"

    @pytest.mark.parametrize("who", [ENGLISH, ARABIC])
    def test_names_are_joined_as_the_language_does(self, house: Flask, who: Reader):
        with reading_as(who):
            assert languages.list_and([]) == ""
            assert languages.list_and(["a"]) == "a"
            joined = languages.list_and(["a", "b", "c"])
        assert joined.startswith("a")
        assert joined.endswith("c")
        assert joined == "a, b and c" or who is ARABIC

    def test_arabic_has_six_plurals(self, house: Flask):
        with reading_as(ARABIC):
            forms = {ngettext("%(num)s bid", "%(num)s bids", number) for number in (0, 1, 2, 3, 11, 100)}
        assert len(forms) == 6

    @pytest.mark.parametrize(
        ("number", "word"), [(3, "أيام"), (10, "أيام"), (11, "يومًا"), (99, "يومًا"), (100, "يوم"), (111, "يومًا")]
    )
    def test_arabic_counts_eleven_and_a_hundred_each_in_its_own_form(self, house: Flask, number: int, word: str):
        with reading_as(ARABIC):
            assert ngettext("%(count)s day", "%(count)s days", number, count=number).split()[-1] == word


def test_amounts_in_pages_follow_the_reader(new_app: Callable[..., Flask]):
    app = new_app()
    app.add_url_rule("/money", view_func=_money_page, endpoint="money")
    _money_page.__allows__ = "anyone"  # type: ignore[attr-defined]
    assert app.test_client().get("/money?lang=ar").get_data(as_text=True).endswith("US$\u2069 rtl")
    assert app.test_client().get("/money").get_data(as_text=True) == "$1.00 ltr"


def _money_page() -> str:
    from flask import render_template_string

    return render_template_string('{{ money(100, "USD") }} {{ direction }}')
