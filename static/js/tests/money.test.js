import assert from "node:assert/strict";
import { test } from "node:test";
import { money, plain, read } from "../lib/money.js";

test("what is typed plainly is read, and nothing is guessed", () => {
  assert.equal(read("12.5", 2), 1250);
  assert.equal(read(" ١٢٫٥٠ ", 2), 1250);
  assert.equal(read("7", 0), 7);
  for (const text of ["", "1,250", "12.505", "0", "$5", "1e3"]) assert.equal(read(text, 2), null);
});

test("amounts become decimal text without a float", () => {
  assert.equal(plain(1250, 2), "12.50");
  assert.equal(plain(7, 0), "7");
  assert.equal(plain(5, 3), "0.005");
  assert.equal(plain(-1, 2), "-0.01");
  assert.equal(plain(9007199254740991, 2), "90071992547409.91");
});

test("an amount is written as the reader writes it", () => {
  assert.equal(money(125050, "USD", 2, "en", "latn"), "$1,250.50");
  assert.match(money(125050, "AED", 2, "ar", "arab"), /١٬٢٥٠٫٥٠/);
  assert.match(money(1500, "KWD", 3, "en", "latn"), /1\.500/);
  assert.match(money(1500, "JPY", 0, "en", "latn"), /¥1,500/);
});

test("an amount comes with its code where that is wished", () => {
  assert.equal(money(125050, "USD", 2, "en", "latn", "code").replace(/\s/g, " "), "USD 1,250.50");
});

test("a Latin sign is kept from being turned round in Arabic", () => {
  assert.match(money(100, "USD", 2, "ar", "latn"), /\u2066US\$\u2069/);
});
