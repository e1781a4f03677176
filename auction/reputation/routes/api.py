"""Reputation's part of /api/v1: what everybody may read, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auction import web
from auction.accounts import queries as accounts
from auction.errors import Absent
from auction.reputation import queries, schemas
from auction.reputation.queries import CardView, FeedbackView, Summary
from auction.rules.feedback import Side
from auction.rules.scorecards import PERIOD, TIMES

blueprint = web.ApiBlueprint(
    "reputation_api", __name__, url_prefix="/api/v1", description="Feedback and scorecards, as everybody may read them."
)


@blueprint.get("/people/<handle>/feedback")
@web.allow(web.ANYONE)
@blueprint.arguments(schemas.FeedbackIn, location="query")
@blueprint.response(200, schemas.FeedbackPageOut)
def list_feedback(asked: dict[str, Any], handle: str) -> dict[str, Any]:
    """What was said of a person, newest first, a page at a time. Nobody can change the order or leave anything out."""
    person_id = _person(handle)
    side: Side = "seller" if asked["side"] == "buyer" else "buyer"
    page = queries.received_by(person_id, side, after=asked["after"], limit=asked["limit"])
    return {
        "summary": _summary(queries.summary_of(person_id, side)),
        "feedback": [_feedback(one) for one in page.feedback],
        "after": page.after,
    }


@blueprint.get("/people/<handle>/scorecard")
@web.allow(web.ANYONE)
@blueprint.response(200, schemas.ScorecardOut)
def show_scorecard(handle: str) -> dict[str, Any]:
    """What the facts of the last year say of a seller."""
    person_id = _person(handle)
    return _scorecard(queries.card_of(person_id), queries.history_of(person_id))


@blueprint.get("/house/scorecard")
@web.allow(web.ANYONE)
@blueprint.response(200, schemas.ScorecardOut)
def show_house_scorecard() -> dict[str, Any]:
    """What the facts of the last year say of the house itself."""
    return _scorecard(queries.house_card(), queries.history_of(None))


def _person(handle: str) -> int:
    person = accounts.find_by_handle(handle)
    if person is None:
        raise Absent(kind="people")
    return person.id


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "count": summary.count,
        "mean_tenths": summary.tenths,
        "by_stars": {str(stars): count for stars, count in summary.by_stars.items()},
        "details_tenths": dict(summary.details),
    }


def _feedback(one: FeedbackView) -> dict[str, Any]:
    is_of_seller = one.side == "buyer"
    return {
        "id": one.id,
        "stars": one.stars,
        "text": one.text,
        "pictures": [picture.src for picture in one.pictures],
        "given_at": one.given_at.isoformat(),
        "reply": one.reply,
        "replied_at": one.replied_at.isoformat() if one.replied_at else None,
        "words_hidden": one.words_hidden,
        "reply_hidden": one.reply_hidden,
        "auction_id": one.auction_id if is_of_seller else None,
        "title": one.title if is_of_seller else None,
    }


def _scorecard(card: CardView, history: Sequence[CardView]) -> dict[str, Any]:
    return {
        **_card(card),
        "period_days": PERIOD.days,
        "orders": card.orders,
        "history": [_card(one) for one in history],
    }


def _card(card: CardView) -> dict[str, Any]:
    return {
        "as_of": card.as_of.isoformat(),
        "figures": [
            {
                "name": name,
                "unit": "seconds" if name in TIMES else "share",
                "cases": figure.cases if figure.is_told else None,
                "value": figure.value if figure.is_told else None,
            }
            for name, figure in card.figures.items()
        ],
    }
