import assert from "node:assert/strict";
import { test } from "node:test";
import { milestone, parts, secondsUntil } from "../lib/countdown.js";

test("time left is whole seconds and never negative", () => {
  assert.equal(secondsUntil(10_000, 8_500), 2);
  assert.equal(secondsUntil(10_000, 10_000), 0);
  assert.equal(secondsUntil(10_000, 20_000), 0);
});

test("a wait has days, hours, minutes and seconds", () => {
  assert.deepEqual(parts(90_061), { days: 1, hours: 1, minutes: 1, seconds: 1 });
});

test("a milestone is spoken once, when it is passed", () => {
  assert.equal(milestone(61, 60), 60);
  assert.equal(milestone(60, 59), null);
  assert.equal(milestone(Infinity, 700), null);
  assert.equal(milestone(45, 8), 30);
});
