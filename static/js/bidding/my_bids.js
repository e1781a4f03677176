// One's own bids as news come: a lot moves to where it now stands, and the counts follow.
import { all, one, setText } from "../lib/dom.js";
import { number } from "../lib/reader.js";

const pills = one("[data-standings]");
const shown = pills?.dataset.standings ?? "";
const rows = () => all("[data-standing-is]");

function draw() {
  const counts = {};
  for (const row of rows()) {
    counts[row.dataset.standingIs] = (counts[row.dataset.standingIs] ?? 0) + 1;
    row.hidden = shown !== "" && row.dataset.standingIs !== shown;
  }
  for (const pill of all("[data-pill]", pills)) {
    const kind = pill.dataset.pill;
    const count = kind ? counts[kind] ?? 0 : rows().length;
    setText(one("[data-count]", pill), number(count));
    pill.hidden = kind !== "" && count === 0 && kind !== shown;
  }
  for (const section of all("[data-bids]")) {
    const visible = all("[data-standing-is]:not([hidden])", section).length;
    section.hidden = visible === 0;
    setText(one("[data-count]", section), number(visible));
  }
  one("[data-none-shown]").hidden = rows().some((row) => !row.hidden);
}

document.addEventListener("standing", (event) => {
  const row = event.target;
  const ended = one('[data-bids="ended"] .board');
  if (row.dataset.phase === "ended" && !ended.contains(row)) ended.prepend(row);
  draw();
});
