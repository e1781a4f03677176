import assert from "node:assert/strict";
import { test } from "node:test";
import { flat, step } from "../lib/suggest.js";

test("categories come before lots", () => {
  const found = flat({ categories: [{ name: "Rugs", url: "/c/rugs" }], lots: [{ title: "A rug", url: "/auctions/1" }] });
  assert.deepEqual(found.map(({ text }) => text), ["Rugs", "A rug"]);
});

test("the arrows go round by way of the box", () => {
  assert.equal(step(-1, 1, 3), 0);
  assert.equal(step(2, 1, 3), -1);
  assert.equal(step(-1, -1, 3), 2);
  assert.equal(step(0, -1, 3), -1);
});
