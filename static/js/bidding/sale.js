// The catalogue of a sale: renews how far it has closed. Prices stay live by the cards themselves.
import { one } from "../lib/dom.js";
import { draw } from "../lib/countdown.js";
import { clock } from "../lib/clock.js";

const EVERY = 10_000;
const place = one("[data-progress-place]");
const isRunning = () => one('[data-progress][data-phase="running"]', place) !== null;

async function renew() {
  if (document.hidden || !isRunning()) return;
  const answer = await fetch(place.dataset.progressPlace, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (fresh.textContent === place.textContent || place.contains(document.activeElement)) return;
  place.replaceChildren(...fresh.childNodes);
  draw(clock, place);
}

if (place && isRunning()) window.setInterval(renew, EVERY);
