import assert from "node:assert/strict";
import { before, test } from "node:test";

before(() => { globalThis.window = { setTimeout, clearTimeout }; });

test("a broken connection is tried again with the very same bid, and gives up in the end", async () => {
  const { sendSurely } = await import("../bidding/lot/sending.js");
  let tries = 0;
  const flaky = async () => { tries += 1; if (tries < 3) throw new Error("broken"); return { status: 201 }; };
  assert.deepEqual(await sendSurely(flaky, () => {}, async () => {}), { status: 201 });
  assert.equal(tries, 3);
  let slow = 0;
  await assert.rejects(sendSurely(async () => { throw new Error("broken"); }, () => { slow += 1; }, async () => {}), /broken/);
  assert.equal(slow, 2);
});

test("an answer of any kind ends the trying", async () => {
  const { sendSurely } = await import("../bidding/lot/sending.js");
  let tries = 0;
  assert.deepEqual(await sendSurely(async () => { tries += 1; return { status: 409 }; }, () => {}), { status: 409 });
  assert.equal(tries, 1);
});

test("what was typed is kept over a reload, once, for its own lot, and a browser that keeps nothing does no harm", async () => {
  const { typed } = await import("../bidding/lot/sending.js");
  const shelf = new Map();
  window.sessionStorage = { setItem: (name, text) => shelf.set(name, text), getItem: (name) => shelf.get(name) ?? null, removeItem: (name) => shelf.delete(name) };
  typed.keep(7, "12.50");
  assert.equal(typed.take(8), "");
  assert.equal(typed.take(7), "12.50");
  assert.equal(typed.take(7), "");
  window.sessionStorage = { setItem() { throw new Error("full"); }, getItem() { throw new Error("closed"); } };
  typed.keep(7, "12.50");
  assert.equal(typed.take(7), "");
});
