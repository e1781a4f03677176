"""Counting in Redis how often somebody calls. Calls that come together are counted in one round trip."""

from __future__ import annotations

from typing import Any, Final

from limits.storage import RedisStorage

from auction.desk import Collect, Desks

GATHERED: Final = "gathered+"  # before a Redis address: counted by this storage instead of the library's own
_ONE_DESK: Final = 0
# As the library counts one call: the first of a window sets its end.
_COUNT: Final = b"""
local counts = {}
for n, key in ipairs(KEYS) do
  local amount = tonumber(ARGV[2 * n])
  counts[n] = redis.call("incrby", key, amount)
  if counts[n] == amount then redis.call("expire", key, ARGV[2 * n - 1]) end
end
return counts
"""


class GatheredRedis(RedisStorage):
    """The library's storage, with a desk where calls are counted. Its other ways of counting are not gathered."""

    STORAGE_SCHEME = [GATHERED + scheme for scheme in ("redis", "rediss", "unix")]  # noqa: RUF012 - as the library

    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri.removeprefix(GATHERED), **options)
        self._count_all = self.get_connection().register_script(_COUNT)
        self._desks: Desks[tuple[str, int, int], int] = Desks(self._count)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return self._desks.ask(_ONE_DESK, (self.prefixed_key(key), expiry, amount))

    def _count(self, _desk: int, collect: Collect[tuple[str, int, int]]) -> list[int | Exception]:
        asked = collect(None)
        try:
            counts = self._count_all(
                [key for key, _expiry, _amount in asked],
                [number for _key, expiry, amount in asked for number in (expiry, amount)],
            )
        except self.base_exceptions as error:  # Redis is away, for all of them: nobody waits until each has tried
            return [error for _one in asked]
        return [int(count) for count in counts]
