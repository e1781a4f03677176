"""The English auction told a second time, slowly and on its own: every answer is worked out from the whole list.

Nothing here asks `auction.rules` how to decide. It knows the words of the law, and keeps no leader and no price.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

USD_STEPS = (
    (99, 5),
    (499, 25),
    (2_499, 50),
    (9_999, 100),
    (24_999, 250),
    (49_999, 500),
    (99_999, 1_000),
    (249_999, 2_500),
    (499_999, 5_000),
)


def usd_step(amount: int) -> int:
    return next((step for upto, step in USD_STEPS if amount <= upto), 10_000)


@dataclass
class Line:
    seq: int
    kind: str
    who: int
    amount: int
    at: datetime
    reserve_then: int | None = None


@dataclass
class Model:
    starting: int
    reserve: int | None
    opens_at: datetime
    scheduled: datetime
    window: int = 120
    extension: int = 120
    cap: int = 3600
    buy_now: int | None = None
    lines: list[Line] = field(default_factory=list)
    closes_at: datetime = field(init=False)
    sold_to: tuple[int, int] | None = None
    seq: int = 1

    def __post_init__(self) -> None:
        self.closes_at = self.scheduled

    # --- what follows from the list ---------------------------------------------------------------------------

    def bids(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "bid"]

    def reserve_now(self) -> int | None:
        reserve = self.reserve
        for line in self.lines:
            if line.kind == "lowered":
                nobody = not any(bid.seq < line.seq for bid in self.bids())
                reserve = None if line.amount == 0 and nobody else line.amount
        return reserve

    def is_met(self) -> bool:
        if self.reserve_now() is None or any(line.kind == "confirmed" for line in self.lines):
            return True
        return any(bid.reserve_then is not None and bid.amount >= bid.reserve_then for bid in self.bids())

    def ranking(self) -> list[tuple[int, int]]:
        """(bidder, maximum), the best first; of equal maxima the one reached earlier."""
        reached: dict[int, tuple[int, int]] = {}
        for bid in self.bids():
            if bid.who not in reached or bid.amount > -reached[bid.who][0]:
                reached[bid.who] = (-bid.amount, bid.seq)
        return [(who, -best) for who, (best, _) in sorted(reached.items(), key=lambda item: item[1])]

    def leader(self) -> int | None:
        if self.sold_to:
            return self.sold_to[0]
        return self.ranking()[0][0] if self.lines and self.ranking() else None

    def price(self) -> int | None:
        if self.sold_to:
            return self.sold_to[1]
        ranking = self.ranking()
        if not ranking:
            return None
        price = self.starting
        if len(ranking) > 1:
            price = min(ranking[0][1], ranking[1][1] + usd_step(ranking[1][1]))
        reserve = self.reserve_now()
        return max(price, reserve) if reserve is not None and self.is_met() else price

    def minimum(self) -> int:
        price = self.price()
        return self.starting if price is None else price + usd_step(price)

    # --- what may be done -------------------------------------------------------------------------------------

    def is_over(self, now: datetime) -> bool:
        return self.sold_to is not None or now >= self.closes_at

    def add(self, kind: str, who: int, amount: int, now: datetime) -> None:
        self.seq += 1
        self.lines.append(Line(self.seq, kind, who, amount, now, self.reserve_now()))

    def bid(self, who: int, amount: int, now: datetime) -> str:
        if self.is_over(now):
            return "ended"
        if who == self.leader():
            if amount <= self.ranking()[0][1]:
                return "not_above_own_maximum"
        elif amount < self.minimum():
            return "below_minimum"
        before = (self.leader(), self.price())
        self.add("bid", who, amount, now)
        if (self.leader(), self.price()) != before and now > self.closes_at - timedelta(seconds=self.window):
            moved = now + timedelta(seconds=self.extension)
            if self.cap:
                moved = min(moved, self.scheduled + timedelta(seconds=self.cap))
            if moved > self.closes_at:
                self.closes_at = moved
                self.seq += 1
        return "accepted"

    def lower(self, amount: int, now: datetime) -> str:
        reserve = self.reserve_now()
        if self.is_over(now):
            return "ended"
        if reserve is None:
            return "no_reserve"
        if self.is_met():
            return "reserve_already_met"
        if amount >= reserve:
            return "reserve_not_lower"
        self.add("lowered", 0, amount, now)
        return "accepted"

    def confirm(self, who: int, now: datetime) -> str:
        if self.is_over(now):
            return "ended"
        if self.leader() != who:
            return "not_leader"
        reserve = self.reserve_now()
        if reserve is None:
            return "no_reserve"
        if self.is_met():
            return "reserve_already_met"
        if self.ranking()[0][1] < reserve:
            return "maximum_below_reserve"
        self.add("confirmed", who, 0, now)
        return "accepted"

    def retract(self, who: int, now: datetime) -> str:
        if self.is_over(now):
            return "ended"
        own = [bid for bid in self.bids() if bid.who == who]
        if not own:
            return "no_bid_to_retract"
        if self.closes_at - now <= timedelta(hours=12):
            if now > own[-1].at + timedelta(hours=1):
                return "retraction_too_late"
            own = own[-1:]
        self.lines = [
            line
            for line in self.lines
            if line not in own and not (line.kind == "confirmed" and line.who == who and line.seq > own[0].seq)
        ]
        self.seq += 1
        return "accepted"

    def buy(self, who: int, now: datetime) -> str:
        if self.is_over(now):
            return "ended"
        is_offered = not self.bids() if self.reserve_now() is None else not self.is_met()
        if self.buy_now is None or not is_offered:
            return "buy_now_not_offered"
        self.sold_to = (who, self.buy_now)
        return "accepted"

    def outcome(self) -> tuple[object, ...]:
        if self.leader() is None:
            return ("unsold", "no_bids")
        return ("sold", self.leader(), self.price()) if self.is_met() or self.sold_to else ("unsold", "reserve_not_met")
