import assert from "node:assert/strict";
import { test } from "node:test";
import { NEAREST, WHOLE, fitted, held, landed, moved, zoomed } from "../bidding/lot/zoom.js";

const frame = { width: 400, height: 600 };
const picture = fitted({ width: 1600, height: 1200 }, frame);

test("a picture fits its frame whole, wide or tall", () => {
  assert.deepEqual(picture, { width: 400, height: 300 });
  assert.deepEqual(fitted({ width: 100, height: 1200 }, frame), { width: 50, height: 600 });
});

test("what lies under the finger stays under it", () => {
  const point = { x: 90, y: 40 };
  const near = zoomed(WHOLE, 3, point, picture, frame);
  assert.equal(near.scale, 3);
  assert.equal((point.x - near.x) / near.scale, point.x);
});

test("never smaller than whole, never nearer than the nearest", () => {
  assert.deepEqual(zoomed({ scale: 2, x: 50, y: 0 }, 0.1, { x: 3, y: 3 }, picture, frame), WHOLE);
  assert.equal(zoomed(WHOLE, 100, { x: 0, y: 0 }, picture, frame).scale, NEAREST);
});

test("a picture is dragged to its own edge and no further", () => {
  const near = { scale: 2, x: 0, y: 0 };
  assert.equal(moved(near, { x: 9999, y: 0 }, picture, frame).x, 200);
  assert.equal(moved(near, { x: -9999, y: 0 }, picture, frame).x, -200);
  assert.equal(moved(near, { x: 0, y: 77 }, picture, frame).y, 0, "it is no taller than its frame");
  assert.deepEqual(held({ scale: 1, x: 9, y: 9 }, picture, frame), WHOLE);
});

test("a swipe turns one page when it is long or quick, and stops at both ends", () => {
  assert.equal(landed(1, -150, 900, 400, 3), 2);
  assert.equal(landed(1, 150, 900, 400, 3), 0);
  assert.equal(landed(1, -40, 60, 400, 3), 2);
  assert.equal(landed(1, -40, 900, 400, 3), 1);
  assert.equal(landed(2, -300, 100, 400, 3), 2);
  assert.equal(landed(0, 300, 100, 400, 3), 0);
});
