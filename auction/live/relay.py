"""The line between the processes of one house, over Redis. Best effort: whoever has news for it never waits, and an
outage delays nobody. It carries; what is said is the business of who listens."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any, TypeAlias

import orjson
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from auction import clock, logs, metrics
from auction.live.pace import News

BEAT_SECONDS = 10.0
SILENCE_SECONDS = 25.0  # we hear our own beat: without it the line is dead, though nobody has told us
PAUSE_SECONDS = 1.0
TIMEOUT_SECONDS = 2.0
MOST_AT_ONCE = 500
MOST_WAITING = 50_000

Item: TypeAlias = list[Any]
Batch: TypeAlias = dict[tuple[object, ...], orjson.Fragment]
log = logs.get("live")


def channel_of(secret_key: str) -> str:
    """Houses may share a Redis server, whose channels know no database number: each house has one of its own."""
    return "mazad:live:" + hashlib.sha256(b"live:" + secret_key.encode()).hexdigest()[:16]


class Relay:
    """What this process says to the others, and hears from them.

    `hear(process, item)` is called for each item of another process; `beat()` gives what to say every ten seconds;
    `returned()` is called when the line is there again after it was lost, for what was missed.
    """

    def __init__(
        self,
        url: str,
        channel: str,
        *,
        hear: Callable[[str, Item], object],
        beat: Callable[[], list[Item]],
        returned: Callable[[], object],
    ) -> None:
        self.process = uuid.uuid4().hex
        self._channel = channel
        self._hear, self._beat, self._returned = hear, beat, returned
        self._redis = redis.Redis.from_url(
            url,
            socket_connect_timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._lock = threading.Lock()
        self._waiting: Batch = {}
        self._numbers = count()
        self._woken = threading.Event()
        self._pause = threading.Event()
        self._is_down = False

    def carry(self, news: News) -> None:
        """Take news to the other processes. Of a room's states the latest goes, however long the line was down."""
        if news.gap_seconds is None:
            self.say(["told", news.room, news.event, dict(news.payload)])
        else:
            item = ["state", news.room, news.event, dict(news.payload), news.gap_seconds]
            self.say(item, ("state", *news.key))

    def say(self, item: Item, key: tuple[object, ...] | None = None) -> None:
        """Say one thing. An item under the same key that still waits is replaced."""
        said = orjson.Fragment(orjson.dumps(item))
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[key or ("once", next(self._numbers))] = said
        self._woken.set()

    def start(self, *, hears: bool) -> None:
        """Begin to speak and, in a process that has listeners, to hear."""
        threading.Thread(target=self._speak_forever, args=(hears,), name="live-out", daemon=True).start()
        if hears:
            threading.Thread(target=self._listen_forever, name="live-in", daemon=True).start()

    def forget(self) -> None:
        with self._lock:
            self._waiting.clear()

    # --- speaking -----------------------------------------------------------------------------------------------

    def _speak_forever(self, beats: bool) -> None:
        beat_at = clock.monotonic()
        while True:
            self._woken.wait(max(0.0, beat_at - clock.monotonic()) if beats else None)
            self._woken.clear()
            if beats and clock.monotonic() >= beat_at:
                beat_at = clock.monotonic() + BEAT_SECONDS
                for item in self._beat():
                    self.say(item, ("beat", item[0]))
            batch = self._take()
            if batch and not self._publish(batch):
                self._put_back(batch)
                self._pause.wait(PAUSE_SECONDS)

    def _take(self) -> Batch:
        with self._lock:
            keys = [key for key, _number in zip(self._waiting, range(MOST_AT_ONCE), strict=False)]
            batch = {key: self._waiting.pop(key) for key in keys}
            if self._waiting:
                self._woken.set()
        return batch

    def _publish(self, batch: Batch) -> bool:
        try:
            self._redis.publish(self._channel, orjson.dumps({"from": self.process, "items": [*batch.values()]}))
        except (redis.RedisError, OSError) as error:
            metrics.live_pushes.labels("relay_failed").inc()
            self._note_down(error)
            return False
        metrics.live_pushes.labels("relayed").inc(len(batch))
        self._note_up()
        return True

    def _put_back(self, batch: Batch) -> None:
        """Keep what could not be said, before what has come since; a newer state stays in the older's place."""
        with self._lock:
            self._waiting = batch | self._waiting
        self._woken.set()

    # --- hearing ------------------------------------------------------------------------------------------------

    def _listen_forever(self) -> None:
        has_heard = False
        while True:
            try:
                with self._redis.pubsub() as line:  # type: ignore[no-untyped-call]
                    line.subscribe(self._channel)
                    self._listen(line, is_return=has_heard)
            except (redis.RedisError, OSError) as error:
                self._note_down(error)
            has_heard = True
            self._pause.wait(PAUSE_SECONDS)

    def _listen(self, line: Any, *, is_return: bool) -> None:
        """Hear until the line is lost or silent. What was missed meanwhile is asked for once we hear again."""
        heard_at = clock.monotonic()
        while clock.monotonic() - heard_at < SILENCE_SECONDS:
            message = line.get_message(timeout=BEAT_SECONDS / 2)
            if message is None:
                continue
            heard_at = clock.monotonic()
            if message["type"] == "message":
                self._pass_on(message["data"])
            elif message["type"] == "subscribe":
                self._note_up()
                self.say(["ask"])
                if is_return:
                    self._returned()

    def _pass_on(self, raw: bytes) -> None:
        try:
            said = orjson.loads(raw)
            process, items = str(said["from"]), list(said["items"])
        except (ValueError, KeyError, TypeError):
            log.warning("not a word of this house on its channel", length=len(raw))
            return
        if process != self.process:
            for item in items:
                self._hear_one(process, item)

    def _hear_one(self, process: str, item: Item) -> None:
        """Nothing that goes wrong with one item may end the hearing."""
        try:
            self._hear(process, item)
        except Exception:
            log.exception("not understood", kind=str(item[0]) if item else "")

    def _note_down(self, error: Exception) -> None:
        if not self._is_down:
            self._is_down = True
            log.warning("the line to the other processes is down", error=type(error).__name__)

    def _note_up(self) -> None:
        if self._is_down:
            self._is_down = False
            log.warning("the line to the other processes is back")
