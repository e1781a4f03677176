// Lots in lists stay live: price, count, end and flags of every card on the page.
import { all, counted, icon, make, one, setText, words } from "./dom.js";
import { Live } from "./live.js";
import { money, number, when } from "./reader.js";
import { clock } from "./clock.js";

/** What a price is called in a state. */
export function label(state) {
  if (state.phase === "ended") return words(state.outcome === "sold" ? "sold_for" : state.count > 0 ? "highest_bid" : "starting_price");
  return words(state.count > 0 ? "current_bid" : "starting_price");
}

/** Bring one place on the page to a state. */
export function drawLot(place, state) {
  const exponent = Number(place.dataset.exponent);
  place.dataset.seq = state.seq;
  place.dataset.phase = state.phase;
  if (state.price_minor !== null) setText(one('[data-live="price"]', place), money(state.price_minor, state.currency, exponent));
  setText(one('[data-live="count"]', place), counted("bids", state.count, number(state.count)));
  setText(one('[data-live="label"]', place), label(state));
  for (const time of all("time[data-countdown]", place)) time.setAttribute("datetime", state.closes_at);
  if (state.phase === "ended") end(place, state);
}

function end(place, state) {
  const flags = one('[data-live="flags"]', place);
  if (flags && !flags.childElementCount) {
    flags.append(state.outcome === "sold"
      ? make("span", { class: "badge badge--ink" }, icon("gavel"), words("sold"))
      : make("span", { class: "badge" }, icon("minus"), words("not_sold")));
  }
  const box = one("[data-countdown-box]", place);
  const time = box && one("[data-countdown]", box);
  if (!time) return;
  delete time.dataset.countdown;
  box.classList.remove("is-soon");
  setText(time, when(new Date(state.closes_at)));
}

/** Light a change for a moment. */
export function strike(place) {
  place.classList.remove("is-struck");
  void place.offsetWidth;
  place.classList.add("is-struck");
}

function ownBadge(place, state) {
  const holder = one("[data-own-badge]", place);
  if (!holder || place.dataset.ownBid !== "yes") return;
  const leads = String(state.leader) === place.dataset.ownAlias;
  const kind = state.phase !== "ended" ? (leads ? "leading" : "outbid") : state.outcome !== "sold" ? "unsold" : leads ? "won" : "lost";
  const badge = one(`[data-for="${kind}"]`, one("[data-own-badges]").content);
  holder.replaceChildren(badge.firstElementChild.cloneNode(true));
  place.dataset.standingIs = kind;
  place.dispatchEvent(new CustomEvent("standing", { bubbles: true }));
}

/** Follow every lot on the page. */
export function cards(heard) {
  const places = all("[data-auction]");
  const ids = [...new Set(places.map((place) => Number(place.dataset.auction)))];
  return new Live(ids, {
    notice: heard,
    state: (state, before) => {
      clock.hear(Date.parse(state.server_now));
      for (const place of places.filter((each) => each.dataset.auction === String(state.auction_id))) {
        const isNews = Number(place.dataset.seq) < state.seq;
        if (!isNews && place.dataset.phase === state.phase) continue;
        drawLot(place, state);
        ownBadge(place, state);
        if (isNews && before) strike(place);
      }
    },
  });
}
