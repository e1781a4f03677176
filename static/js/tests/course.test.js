import assert from "node:assert/strict";
import { test } from "node:test";
import { longestWait } from "../bidding/lot/course.js";

test("a few watchers ask at once, a crowd asks apart", () => {
  assert.ok(longestWait(1) < 0.5);
  assert.ok(1000 / longestWait(1000) < 60);
  assert.equal(longestWait(1e6), 30);
});
