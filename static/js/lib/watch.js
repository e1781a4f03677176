// Watching a lot without loading the page anew. Without script the same form is simply sent.
import { all, counted, meta, setText, words } from "./dom.js";
import { say, toast } from "./announce.js";
import { number } from "./reader.js";

/** Bring every heart of a lot to what the house says. */
export function drawWatch(address, { auction_id: auctionId, is_watched: isWatched, watchers }) {
  for (const button of all(`form[data-watch="${address}"] button`)) {
    button.setAttribute("aria-pressed", String(isWatched));
    button.value = isWatched ? "off" : "on";
  }
  for (const place of all(`[data-watchers="${auctionId}"]`)) setText(place, watchers ? counted("watchers", watchers, number(watchers)) : "");
}

async function toggle(form, button) {
  form.dataset.isBusy = "yes";
  const isWanted = button.value === "on";
  try {
    const answer = await fetch(form.dataset.watch, {
      method: isWanted ? "PUT" : "DELETE",
      headers: { Accept: "application/json", "X-CSRFToken": meta("csrf-token") },
    });
    const told = await answer.json();
    if (!answer.ok) return toast(told.message ?? words("watch_failed"), { picture: "circle-alert" });
    drawWatch(form.dataset.watch, told);
    say(words(isWanted ? "watch_on" : "watch_off"));
  } catch {
    toast(words("watch_failed"), { picture: "circle-alert" });
  } finally {
    delete form.dataset.isBusy;
  }
}

/** Whoever is not signed in sends the form, and comes back by way of the sign-in. */
export function watchToggles() {
  if (!meta("viewer")) return;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.watch) return;
    event.preventDefault();
    if (!form.dataset.isBusy) toggle(form, event.submitter ?? form.querySelector("button"));
  });
}
