// The lots of a sale put in order: by dragging, or by their arrows. The numbers stay where they are and the lots pass
// under them, so that saving the form saves the order. Without this, each arrow asks the house.
import { all, one } from "../lib/dom.js";

const rows = one("[data-rows]");
const numbers = () => all("[data-number]", rows);

/** Do something to the order of the rows, and give each place the number it had. */
function reorder(change) {
  const before = numbers().map((box) => box.value);
  change();
  numbers().forEach((box, place) => { box.value = before[place]; });
}

function step(row, by) {
  const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (beside) reorder(() => beside[by < 0 ? "before" : "after"](row));
}

function drag(event) {
  const row = event.target.closest("[data-grip]")?.closest("[data-row]");
  if (!row || event.button !== 0) return;
  event.preventDefault();
  rows.setPointerCapture(event.pointerId);
  row.classList.add("is-dragging");
  const move = ({ clientX, clientY }) => {
    const edge = 80;
    if (clientY < edge) window.scrollBy(0, -12);
    else if (clientY > window.innerHeight - edge) window.scrollBy(0, 12);
    const over = document.elementFromPoint(clientX, clientY)?.closest("[data-row]");
    if (!over || over === row || over.parentElement !== rows) return;
    const isBefore = row.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_PRECEDING;
    reorder(() => over[isBefore ? "before" : "after"](row));
  };
  const drop = () => {
    row.classList.remove("is-dragging");
    rows.removeEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) rows.removeEventListener(end, drop);
  };
  rows.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) rows.addEventListener(end, drop);
}

if (rows) {
  rows.addEventListener("pointerdown", drag);
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-row]"), Number(button.dataset.step));
    button.focus();
  });
}
