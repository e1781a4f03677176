"""The laws of the house, held by tests. Each law is shown to fail on a bad snippet, so that none is asleep."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po
from flask import Flask

from auction import outbox, web, wording
from tests import vocabulary
from tests.databases import House
from tests.laws import LAWS, ROOT, Law, Module, modules

LANGUAGES = ("en", "ar")
RAW_TEMPLATES: dict[str, str] = {}  # template -> why it may print markup as it is
# Kind of fact -> why nobody acts on it. Code -> why no person ever reads it.
SILENT: dict[str, str] = {}
NEVER_SAID = {"metrics_token_needed": "a program that reads /metrics meets it, not a person"}

BAD: list[tuple[str, str, str]] = [
    ("only_db_commits", "auction/bidding/service.py", "session.commit()"),
    ("only_db_commits", "auction/bidding/service.py", "with session.begin():\n    pass"),
    ("only_live_emits", "auction/bidding/sockets.py", "socketio.emit('bid', {})"),
    ("only_live_emits", "auction/bidding/sockets.py", "from flask_socketio import emit"),
    ("only_clock_knows_the_time", "auction/scheduler.py", "import datetime\ndatetime.datetime.now()"),
    ("only_clock_knows_the_time", "auction/bidding/service.py", "from time import monotonic"),
    ("only_clock_knows_the_time", "auction/bidding/models.py", "sa.func.now()"),
    ("slices_do_not_sleep", "auction/bidding/jobs.py", "import time\ntime.sleep(1)"),
    ("files_and_functions_stay_small", "auction/web.py", "pass\n" * 401),
    ("files_and_functions_stay_small", "auction/web.py", "def long():\n" + "    pass\n" * 60),
    ("modules_open_with_what_lives_there", "auction/web.py", "import os"),
    ("modules_open_with_what_lives_there", "auction/web.py", '"""One\ntwo\nthree\nfour."""'),
    ("catch_what_you_can_name", "auction/mail.py", "try:\n    pass\nexcept Exception:\n    pass"),
    ("catch_what_you_can_name", "auction/mail.py", "try:\n    pass\nexcept (OSError, BaseException):\n    pass"),
    ("catch_what_you_can_name", "auction/mail.py", "try:\n    pass\nexcept:\n    pass"),
    ("only_config_reads_the_environment", "auction/mail.py", "import os\nos.environ['MAZAD_MAIL_URL']"),
    ("only_config_reads_the_environment", "auction/mail.py", "from os import getenv"),
    ("services_know_no_web", "auction/bidding/service.py", "from flask_login import current_user"),
    ("services_know_no_web", "auction/bidding/service/bids.py", "from flask import g"),
    ("services_know_no_web", "auction/accounts/service.py", "import marshmallow"),
    ("edges_ask_and_do_not_query", "auction/bidding/routes.py", "import sqlalchemy as sa"),
    ("edges_ask_and_do_not_query", "auction/bidding/routes/bids.py", "from auction.db import transaction"),
    ("readers_do_not_write", "auction/bidding/queries.py", "session.execute(sa.delete(Bid))"),
    ("readers_do_not_write", "auction/bidding/queries.py", "with transaction():\n    pass"),
    ("models_stay_in_their_slice", "auction/bidding/service.py", "from auction.catalogue.models import Listing"),
    ("models_stay_in_their_slice", "auction/bidding/service.py", "from auction.catalogue import models"),
    ("models_stay_in_their_slice", "auction/demo/fill.py", "import auction.catalogue.models"),
    ("rules_are_pure", "auction/rules/english.py", "import sqlalchemy"),
    ("rules_are_pure", "auction/rules/english.py", "from random import random"),
    ("rules_are_pure", "auction/rules/english.py", "from auction import clock"),
    ("rules_are_pure", "auction/rules/english.py", "half = price / 2"),
    ("rules_are_pure", "auction/rules/english.py", "step = 0.5"),
    ("rooms_have_names", "auction/bidding/utils.py", "pass"),
    ("rooms_have_names", "auction/__init__.py", '"""Mazad."""\nimport os'),
]  # fmt: skip

BY_NAME: dict[str, Law] = {law.__name__: law for law in LAWS}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps_its_law(law: Law):
    faults = [fault for module in modules() for fault in law(module)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("law", "path", "text"), BAD)
def test_a_law_names_who_breaks_it(law: str, path: str, text: str):
    assert list(BY_NAME[law](Module(path, text)))


def test_no_law_is_untried():
    assert {law for law, _path, _text in BAD} == set(BY_NAME)


def test_a_law_leaves_the_good_alone():
    good = '"""What lives here."""\ntry:\n    pass\nexcept Exception:\n    raise\n'
    assert not [fault for law in LAWS for fault in law(Module("auction/bidding/service.py", good))]


# --- what the running app says ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sqlite_app(find_house: Callable[[str], House]) -> Flask:
    return find_house("sqlite").app


def test_every_endpoint_states_who_may_call_it(sqlite_app: Flask):
    with sqlite_app.app_context():
        who = {
            (rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.endpoint): web.allowed(
                rule.endpoint
            )
            for rule in sqlite_app.url_map.iter_rules()
        }
    for (rule, methods, endpoint), caller in sorted(who.items()):
        print(f"{rule:50} {methods:12} {endpoint:40} {caller}")
    assert not [endpoint for (_rule, _methods, endpoint), caller in who.items() if caller is None]


def test_a_caller_is_one_of_the_known(sqlite_app: Flask):
    known = {web.ANYONE, web.PERSON, web.SELLER, web.MODERATOR, web.OPERATOR, web.DEVELOPMENT_ONLY}
    with sqlite_app.app_context():
        said = {web.allowed(rule.endpoint) for rule in sqlite_app.url_map.iter_rules()} - {None}
    assert said <= known


def test_every_fact_has_a_reaction_or_is_silent_for_a_reason(sqlite_app: Flask):
    recorded = {kind for module in modules() for kind in vocabulary.kinds_of_facts(module)}
    answered = {kind for kind, found in outbox.reactions().items() if found}
    assert recorded - answered - set(SILENT) == set()
    assert answered - recorded == set(), "a reaction waits for a fact that nobody records"
    assert not set(SILENT) & answered
    assert all(SILENT.values())


def test_kinds_of_facts_are_found_in_the_source():
    text = 'outbox.record(session, "sold" if is_sold else "unsold", now)\n'
    assert vocabulary.kinds_of_facts(Module("auction/x.py", text)) == {"sold", "unsold"}
    text = 'facts.append(("outbid", {"person_id": 1}))\nrecord_many(session, now, facts)\n'
    assert vocabulary.kinds_of_facts(Module("auction/x.py", text)) == {"outbid"}


def test_every_refusal_is_worded(sqlite_app: Flask):
    house = modules()
    refusals = vocabulary.refusals_of(house)
    codes = {code: module.path for module in house for code in vocabulary.codes_of(module, refusals)}
    silent = {code: path for code, path in codes.items() if code not in wording.known() and code not in NEVER_SAID}
    assert not silent


def test_codes_are_found_in_the_source():
    text = (
        'class Late(Conflict):\n    code = "late"\n'
        'raise Late("too_late" if x else "far_too_late")\n'
        'Problem("title", "needed")\nInvalid(fields={"title": ["too_long"]})\n'
    )
    module = Module("auction/x.py", text)
    found = vocabulary.codes_of(module, vocabulary.refusals_of([module]))
    assert found == {"late", "too_late", "far_too_late", "needed", "too_long"}


def test_importing_a_module_starts_nothing():
    names = [module.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for module in modules()]
    script = (
        "import importlib, sys, threading\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "patched = sys.modules.get('gevent.monkey')\n"
        "assert not (patched and patched.saved), 'patched at import'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- templates and styles ---------------------------------------------------------------------------------------


def test_pages_hold_no_script_style_or_raw_markup():
    faults = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = str(path.relative_to(ROOT / "templates"))
        if not name.startswith("mail/"):  # a mail has no style sheet: its styles stand in the markup
            faults += vocabulary.template_faults(name, path.read_text("utf-8"), name in RAW_TEMPLATES)
        elif "|safe" in path.read_text("utf-8").replace(" ", ""):
            faults.append(f"{name}: unescaped")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        '<p style="color: red">',
        '<a href="/" onclick="x()">',
        "{{ text|safe }}",
        '<img src="{{ a > b }}">',
        "<button>Go</button>",
        '<form method="post"><input name="a"></form>',
    ],
)
def test_the_law_of_pages_sees_a_fault(text: str):
    assert vocabulary.template_faults("page.html", text)


def test_the_law_of_pages_leaves_the_good_alone():
    good = (
        '<script src="/a.js" defer></script><script type="application/json">{}</script>'
        '<form method="post">{{ csrf() }}<button type="submit" class="on-sale">Go</button></form>'
        '<img src="/a" alt=""><p data-on="x" data-style="y">{{ "a style=b" }}</p>'
    )
    assert vocabulary.template_faults("page.html", good) == []


def test_styles_turn_round_for_arabic():
    sheets = sorted((ROOT / "static" / "css").rglob("*.css"))
    faults = [fault for path in sheets for fault in vocabulary.style_faults(path.name, path.read_text("utf-8"))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text", ["margin-left: 1px", "a{left:0}", "text-align: right", "border-top-left-radius: 1px", "float:left"]
)
def test_the_law_of_styles_sees_a_fault(text: str):
    assert vocabulary.style_faults("a.css", text)
    assert not vocabulary.style_faults(
        "a.css", "margin-inline-start: 1px; --right: 2px; /* left: 1 */ text-align: start"
    )


# --- words ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    pot = tmp_path_factory.mktemp("words") / "messages.pot"
    command = [Path(sys.executable).with_name("pybabel"), "-q", "extract", "-F", "babel.cfg"]
    subprocess.run([*command, "-k", "lazy_gettext", "-k", "_l", "-o", pot, "."], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return read_po(file)


def _catalogue(language: str) -> Catalog:
    path = ROOT / "auction" / "translations" / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        pytest.fail(f"there is no {path.relative_to(ROOT)}: make words")
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_the_one_the_source_asks_for(language: str, extracted: Catalog):
    kept = {message.id for message in _catalogue(language) if message.id}
    asked = {message.id for message in extracted if message.id}
    assert asked - kept == set(), "make words"
    assert kept - asked == set(), "make words"


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages that are missing, half said, doubtful, or name other values than the English."""
    faults = []
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.pluralizable and len(said) != catalogue.num_plurals:
            faults.append(f"{message.id!r}: {len(said)} forms")
        if not all(said) or message.fuzzy:
            faults.append(f"{message.id!r}: missing or fuzzy")
        english = message.id[-1] if message.pluralizable else message.id
        for text in said:
            lost = set(re.findall(r"\{\w*\}|%\(\w+\)s", text or "")) ^ set(re.findall(r"\{\w*\}|%\(\w+\)s", english))
            if lost - ({"%(num)s", "%(count)s"} if message.pluralizable else set()):  # one and two are said in words
                faults.append(f"{message.id!r}: {sorted(lost)}")
        faults += [f"{message.id!r}: {error}" for check in checkers for error in _errors(check, catalogue, message)]
    return faults


def _errors(check: Callable, catalogue: Catalog, message: object) -> list[str]:
    try:
        check(catalogue, message)
    except ValueError as error:
        return [str(error)]
    return []


def test_every_word_is_said_in_arabic():
    assert not untranslated(_catalogue("ar"))


def test_a_missing_word_is_seen():
    catalogue = Catalog(locale="ar")
    catalogue.add("Bid {amount}", "زايد")
    catalogue.add("Sell", "")
    catalogue.add("Buy", "اشتر", flags=["fuzzy"])
    catalogue.add(("%(num)s bid", "%(num)s bids"), ("", "", "", "", "", ""))
    assert len({fault.split(":")[0] for fault in untranslated(catalogue)}) == 4


# --- papers and what is kept in git -----------------------------------------------------------------------------


def test_every_setting_stands_in_the_operators_table():
    paper = ROOT / "docs" / "operations.md"
    if not paper.exists():
        pytest.skip("docs/operations.md is not written yet")
    settings = {name for module in modules() for name in vocabulary.settings_of(module.text)}
    table = [line for line in paper.read_text("utf-8").splitlines() if line.lstrip().startswith("|")]
    assert settings
    assert settings - vocabulary.settings_of("\n".join(table)) == set()


def test_what_is_imported_is_asked_for_by_name():
    """A library that only came along with another may leave with it."""
    lists = "".join((ROOT / "requirements" / name).read_text() for name in ("run.in", "s3.in"))
    spelt = [re.split(r"[\[<>=; ]", line)[0] for line in lists.splitlines()]
    asked = {re.sub("[-_.]+", "-", name).lower() for name in spelt if not name.startswith("#")}
    homes = packages_distributions()
    imported = {name.split(".")[0] for module in modules() for _node, name in module.imports()}
    strangers = imported - set(sys.stdlib_module_names) - {"auction"}
    named = {root: {re.sub("[-_.]+", "-", home).lower() for home in homes.get(root, [])} for root in strangers}
    named["botocore"] = {"boto3"}  # the lower half of that library, which hands its settings through
    assert not {root for root, found in named.items() if not found & asked}


def tracked() -> list[str]:
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("this is no git clone")
    return [name for name in git.stdout.split("\0") if name]


def test_nothing_made_is_kept_in_git():
    made = re.compile(r"(^|/)(node_modules|\.venv|__pycache__|instance)/|^static/dist/|\.(mo|pyc|db)$")
    assert not [name for name in tracked() if made.search(name)]
    assert made.search("static/dist/app.js")


def test_no_pin_names_where_it_was_fetched():
    hosts = re.compile(r"(registry\.npm" r"js|files\.python" r"hosted|pypi\.o" r"rg|deb\.debia" r"n)", re.IGNORECASE)
    faults = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".png", ".webp", ".jpg", ".gz", ".woff2"} or not path.is_file():
            continue
        faults += [f"{name}: {found}" for found in set(hosts.findall(path.read_text("utf-8", errors="replace")))]
    assert not faults
    pins = [ROOT / "requirements" / name for name in ("run.txt", "dev.txt")]
    assert not [
        str(path) for path in pins if re.search(r"--(extra-)?index-url|--find-links|https?://", path.read_text())
    ]
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
