import assert from "node:assert/strict";
import { test } from "node:test";
import { Live, Newest } from "../lib/live.js";

const state = (seq, more = {}) => ({ auction_id: 7, seq, phase: "open", ...more });

test("only a newer state is news", () => {
  const newest = new Newest();
  const heard = [];
  newest.onChange((now, before) => heard.push([now.seq, before?.seq ?? null]));
  for (const seq of [3, 2, 3, 5, 4]) newest.take(state(seq));
  assert.deepEqual(heard, [[3, null], [5, 3]]);
  assert.equal(newest.take(state(5, { phase: "ended" })), true);
});

function wire() {
  const socket = { handlers: {}, sent: [], on(name, handler) { this.handlers[name] = handler; }, emit(...said) { this.sent.push(said); } };
  return socket;
}

test("every connection asks for the rooms again and takes in what was missed", () => {
  const socket = wire();
  const seen = [];
  const live = new Live([7], { state: (now) => seen.push(now.seq) }, () => socket);
  for (const seq of [4, 9]) {
    socket.handlers.connect();
    const [name, wish, answer] = socket.sent.at(-1);
    assert.deepEqual([name, wish], ["watch", { auction_ids: [7] }]);
    answer({ states: [state(seq)], watching: 2 });
  }
  assert.deepEqual(seen, [4, 9]);
  assert.equal(live.newest.seqOf(7), 9);
});

test("a gap is told, so that the page can ask for what lies between", () => {
  const socket = wire();
  const gaps = [];
  const live = new Live([7], { gap: (id, known) => gaps.push([id, known]) }, () => socket);
  for (const seq of [1, 2, 6]) socket.handlers.auction(state(seq));
  assert.deepEqual(gaps, [[7, 2]]);
  assert.equal(live.newest.seqOf(7), 6);
});
