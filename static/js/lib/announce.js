// Saying things to screen readers, and toasts to everybody. Says each thing once.
import { icon, make, one, words } from "./dom.js";

/** Say something when the reader has a moment; `now` interrupts. */
export function say(text, { now = false } = {}) {
  const place = one(now ? "#say-now" : "#say-polite");
  if (!place) return;
  place.textContent = "";
  window.setTimeout(() => { place.textContent = text; }, 50);
}

const SHOWN_MS = 9000;

/** A note at the edge of the page, with a link where there is one. It stays while it is looked at. */
export function toast(text, { url = "", picture = "bell" } = {}) {
  const body = url ? make("a", { href: url, dir: "auto" }, text) : make("span", { dir: "auto" }, text);
  const shut = make("button", { type: "button", class: "toast__close", "aria-label": words("close") }, icon("x"));
  const box = make("div", { class: "toast" }, icon(picture), body, shut);
  let timer = window.setTimeout(() => box.remove(), SHOWN_MS);
  box.addEventListener("pointerenter", () => window.clearTimeout(timer));
  box.addEventListener("pointerleave", () => { timer = window.setTimeout(() => box.remove(), SHOWN_MS / 2); });
  box.addEventListener("focusin", () => window.clearTimeout(timer));
  shut.addEventListener("click", () => box.remove());
  one("#toasts")?.append(box);
  say(text);
}
