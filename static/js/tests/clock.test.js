import assert from "node:assert/strict";
import { test } from "node:test";
import { HouseClock } from "../lib/clock.js";

/** A house that is `ahead` ms and answers after each of the given delays. */
function measuring(ahead, delays) {
  let local = 1_000_000;
  const waits = [...delays];
  const ask = async () => {
    const way = waits.shift() ?? 50;
    local += way / 2;
    const house = local + ahead;
    local += way / 2;
    return house;
  };
  return new HouseClock(ask, () => local);
}

test("the answer that came back fastest counts", async () => {
  const clock = await measuring(4_000, [800, 40, 300, 90, 500]).measure();
  assert.equal(clock.offset, 4_000);
  assert.equal(clock.doubt, 20);
});

test("news tells the time only until it is measured", async () => {
  const clock = measuring(-2_500, [10, 10, 10, 10, 10]);
  clock.hear(1_000_500);
  assert.equal(clock.offset, 500);
  await clock.measure();
  clock.hear(5_000_000);
  assert.equal(clock.offset, -2_500);
});
