// The price graph follows the bids: the house draws it anew, the page asks for it while somebody looks.
import { one } from "../../lib/dom.js";
import { strike } from "../../lib/cards.js";

const PARTS = ["[data-graph-picture]", "[data-graph-rows]"];

/** Returns what is to be called when the book has grown. `wait()` says how many seconds at most to hold back. */
export function graph(place, wait) {
  if (!place) return () => {};
  let isSeen = false;
  let isOld = false;
  let timer = 0;

  async function draw() {
    isOld = false;
    const answer = await fetch(place.dataset.graph, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) one(part, place).replaceWith(one(part, drawn));
    strike(place);
  }

  function soon() {
    if (!isOld || !isSeen || timer) return;
    timer = window.setTimeout(() => draw().catch(() => {}).finally(() => {
      timer = 0;
      if (isOld) window.setTimeout(soon, 5000);
    }), 1000 * Math.random() * wait());
  }

  new IntersectionObserver(([entry]) => {
    isSeen = entry.isIntersecting;
    soon();
  }, { rootMargin: "200px" }).observe(place);
  return () => {
    isOld = true;
    soon();
  };
}
