// One line of the course of an auction, made from a public entry of the book, as the page itself writes it.
import { icon, make, words } from "../../lib/dom.js";
import { number, when } from "../../lib/reader.js";

const PICTURES = { bid: "gavel", raise: "gavel", retraction: "undo-2", bids_cancelled: "ban", extension: "timer", postponed: "timer", extended_with: "timer", reserve_lowered: "tag", reserve_confirmed: "check", bought: "zap", cancelled: "ban", ended_early: "gavel", closed: "gavel", opened: "calendar" };
const PRICED = new Set(["bid", "raise", "bought"]);

function bidder(alias, ownAlias) {
  const name = words("bidder", { number: number(alias) });
  return alias === ownAlias ? `${words("you")} (${name})` : name;
}

function sentence(entry, ownAlias) {
  const who = entry.bidder === null ? "" : bidder(entry.bidder, ownAlias);
  const told = {
    bid: who,
    raise: `${who} · ${words("raised")}`,
    retraction: `${who} · ${words("took_back")}`,
    bids_cancelled: `${words(entry.facts.by === "house" ? "house_cancelled" : "bids_cancelled", { who })}: ${entry.facts.public_reason}`,
    extension: words("moved_end", { time: when(new Date(entry.closes_at)) }),
    postponed: words("put_off", { time: when(new Date(entry.closes_at)) }),
    extended_with: words("moved_with", { time: when(new Date(entry.closes_at)) }),
    reserve_lowered: words("reserve_lowered"),
    reserve_confirmed: `${who} · ${words("agreed_reserve")}`,
    bought: `${who} · ${words("bought")}`,
    cancelled: words("cancelled"),
    ended_early: words("ended_early"),
    closed: words(entry.facts.outcome === "sold" ? "closed_sold" : entry.facts.reason === "reserve_not_met" ? "closed_reserve" : "closed_no_bids"),
  };
  return told[entry.kind] ?? "";
}

/** The longest a page waits, in seconds, before it asks for new lines: about fifty pages ask in a second. */
export const longestWait = (watching) => Math.min(30, 0.4 + watching / 50);

export function courseLine(entry, ownAlias, amountOf) {
  const at = new Date(entry.at);
  const classes = ["course__line", "is-new"];
  if (entry.bidder !== null && entry.bidder === ownAlias) classes.push("course__line--you");
  if (!PRICED.has(entry.kind)) classes.push("course__line--note");
  const price = entry.price_minor === null ? "" : amountOf(entry.price_minor);
  return make("li", { class: classes.join(" "), "data-seq": entry.seq },
    make("span", { class: "course__who" }, icon(PICTURES[entry.kind] ?? "info", "icon--small"), make("span", {}, sentence(entry, ownAlias))),
    make("span", { class: "course__price num" }, make("bdi", {}, price)),
    make("time", { class: "course__when", datetime: entry.at }, when(at)));
}
