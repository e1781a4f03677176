// Puts pictures in order: by dragging, or by their buttons, which also serve the keyboard. Removes them, too.
import { say } from "../../lib/announce.js";
import { all, fill, one } from "../../lib/dom.js";
import { number } from "../../lib/reader.js";
import { Lost, send } from "./send.js";

const PAUSE = 400;

export function orderPictures(form, words) {
  const tiles = one("[data-tiles]", form);
  const keep = keeperOf(tiles);

  tiles.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const tile = button.closest("[data-picture]");
    if (button.dataset.move) {
      move(tile, Number(button.dataset.move));
      focusOn(tile, button);
      tell(tile, tiles, words);
      keep();
    } else if ("remove" in button.dataset) {
      await remove(tile, button, words);
    }
  });
  dragByPointer(tiles, (tile) => {
    tell(tile, tiles, words);
    keep();
  });
  return { keep };
}

// Sends the order after a pause, at once when the form is sent, and again when it did not get through.
function keeperOf(tiles) {
  let timer = 0;
  const save = async () => {
    clearTimeout(timer);
    timer = 0;
    const order = new URLSearchParams();
    for (const tile of all("[data-picture]", tiles)) order.append("order", tile.dataset.picture);
    try {
      await send(tiles.dataset.order, order, { keepalive: true });
    } catch (problem) {
      if (problem instanceof Lost) timer = setTimeout(save, 8000);
    }
  };
  tiles.closest("form").addEventListener("submit", () => timer && save());
  return () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
}

function move(tile, by) {
  const beside = by < 0 ? tile.previousElementSibling : tile.nextElementSibling;
  if (beside) beside[by < 0 ? "before" : "after"](tile);
}

// A button that has just disappeared at either end hands the focus to its sister.
function focusOn(tile, button) {
  button.focus();
  if (document.activeElement !== button || getComputedStyle(button).visibility === "hidden") {
    one(`[data-move="${-Number(button.dataset.move)}"]`, tile).focus();
  }
}

function tell(tile, tiles, words) {
  const hung = all("[data-picture]", tiles);
  say(fill(words.moved, { place: number(hung.indexOf(tile) + 1), count: number(hung.length) }));
}

async function remove(tile, button, words) {
  tile.classList.add("is-dragging");
  try {
    await send(button.formAction, new URLSearchParams());
  } catch (problem) {
    tile.classList.remove("is-dragging");
    say(problem.message || words.refused);
    return;
  }
  const next = tile.nextElementSibling || tile.previousElementSibling;
  tile.remove();
  one("[data-remove], #pictures-input", next || document).focus();
  say(words.removed);
}

function dragByPointer(tiles, onDropped) {
  let dragged = null;
  let moved = false;

  tiles.addEventListener("dragstart", (event) => event.preventDefault());
  tiles.addEventListener("pointerdown", (event) => {
    const isGrip = event.target.closest("[data-handle]");
    const isPicture = event.pointerType === "mouse" && event.target.closest(".tile__picture");
    if (event.button !== 0 || !(isGrip || isPicture)) return;
    dragged = event.target.closest("[data-picture]");
    if (!dragged) return;
    moved = false;
    tiles.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  tiles.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    dragged.classList.add("is-dragging");
    nudge(event.clientY);
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-picture]");
    if (!over || over === dragged || over.parentElement !== tiles) return;
    const isBefore = dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_PRECEDING;
    over[isBefore ? "before" : "after"](dragged);
    moved = true;
  });
  const drop = () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragging");
    if (moved) onDropped(dragged);
    dragged = null;
  };
  tiles.addEventListener("pointerup", drop);
  tiles.addEventListener("pointercancel", drop);
}

// The page follows a picture that is carried to its edge.
function nudge(y) {
  const edge = 80;
  if (y < edge) window.scrollBy(0, -12);
  else if (y > window.innerHeight - edge) window.scrollBy(0, 12);
}
