// The live page of a lot: its state, one's own standing, the form, the course, and the bar at the foot of a phone.
import { all, counted, icon, make, one, pageData, setText, words } from "../lib/dom.js";
import { draw, milestone, secondsUntil, shown, spoken } from "../lib/countdown.js";
import { drawLot, strike } from "../lib/cards.js";
import { heard } from "../app.js";
import { Live } from "../lib/live.js";
import { clock } from "../lib/clock.js";
import { money, number, when } from "../lib/reader.js";
import { say } from "../lib/announce.js";
import { plain } from "../lib/money.js";
import { sendBid } from "./lot/sending.js";
import { gallery } from "./lot/gallery.js";
import { graph } from "./lot/graph.js";
import { share } from "./lot/share.js";
import { courseLine, longestWait } from "./lot/course.js";
import { followTotal } from "../catalogue/total.js";

const lot = pageData("lot");
const box = one("[data-lot]");
const exponent = Number(box.dataset.exponent);
const { currency } = box.dataset;
const own = { ...lot.own, key: one("[name=key]", box)?.value ?? "" };
let state = null;
let relabel = null;
let lastSeconds = Infinity;
const PRICE_SAID_EVERY_MS = 10_000;
let priceSaidAt = -Infinity;
let priceTimer = 0;

const total = followTotal({ exponent, least: Number(one("[data-total-bid]")?.dataset.minor) });
const amountOf = (minor) => money(minor, currency, exponent);

function band(kind, picture, title, text) {
  return make("div", { class: `own-state own-state--${kind}` }, icon(picture),
    make("p", { class: "own-state__title" }, title), text ? make("p", { class: "own-state__text" }, text) : null);
}

/** Own standing follows from the public state: whoever has the leader's number leads. */
function drawStanding() {
  if (!state || !own.has_bid) return;
  const led = own.is_leading;
  own.is_leading = own.alias !== null && state.leader === own.alias;
  if (led && !own.is_leading && state.phase === "open") say(`${words("outbid_title")}. ${words("outbid_text", { amount: amountOf(state.minimum_minor) })}`, { now: true });
  const place = one("[data-standing]");
  if (state.phase === "ended") place.replaceChildren(endedBand());
  else if (own.is_leading) place.replaceChildren(band("leading", "circle-check", words("leading_title"), words("leading_text", { amount: amountOf(own.maximum_minor) })));
  else place.replaceChildren(band("outbid", "triangle-alert", words("outbid_title"), words(state.price_minor === own.maximum_minor ? "outbid_equal_text" : "outbid_text", { amount: amountOf(state.minimum_minor ?? state.price_minor) })));
  setText(one("[data-bar-standing]"), state.phase === "ended" ? "" : words(own.is_leading ? "leading_title" : "outbid_title"));
}

function endedBand() {
  if (state.outcome !== "sold") return band("neutral", "minus", words("not_sold"), words("say_ended_unsold"));
  const price = amountOf(state.hammer_minor);
  return own.is_leading ? band("leading", "trophy", words("won", { price }), "") : band("neutral", "gavel", words("lost", { price }), "");
}

function drawReserve() {
  const place = one('[data-live="reserve"]', box);
  const shapes = { met: ["good", "check", "reserve_met"], not_met: ["soon", "circle-alert", "reserve_not_met"] }[state.reserve];
  place.replaceChildren(...(shapes ? [make("span", { class: `badge badge--${shapes[0]}` }, icon(shapes[1]), words(shapes[2]))] : []));
}

function drawForm() {
  const form = one("[data-bid-form]");
  if (form && state.minimum_minor !== null) {
    setText(one("#amount-help"), own.is_leading ? words("raise_hint") : words("at_least", { amount: amountOf(state.minimum_minor) }));
    one("[data-quick]")?.toggleAttribute("hidden", own.is_leading);
    drawQuick();
  }
  relabel?.();
  const buy = one("[data-buy-now]");
  if (buy && state.buy_now_minor === null) buy.hidden = true;
  if (state.phase !== "ended") return;
  form?.remove();
  buy?.remove();
  one("[data-bid-bar]")?.remove();
}

/** The first quick amount is always the least next bid; the others keep their distance from it. */
function drawQuick() {
  const buttons = all("[data-minor]", one("[data-quick]") ?? document.createElement("div"));
  if (buttons.length === 0) return;
  const shift = state.minimum_minor - Number(buttons[0].dataset.minor);
  if (shift <= 0) return;
  for (const button of buttons) {
    const minor = Number(button.dataset.minor) + shift;
    button.dataset.minor = minor;
    button.dataset.plain = plain(minor, exponent);
    setText(one("bdi", button), amountOf(minor));
  }
}

function drawEnd(before) {
  const left = one("[data-countdown]", box);
  if (state.phase === "ended") {
    setText(one("[data-closing-label]"), words("ended"));
    if (left) {
      delete left.dataset.countdown;
      setText(left, "");
    }
    one("[data-clock-note]")?.remove();
    one(".closing__there")?.remove();
    one("[data-closing]").classList.remove("is-soon");
    return;
  }
  if (left?.dataset.countdown === "opens" && state.phase === "open") {
    left.dataset.countdown = "closes";
    setText(one("[data-closing-label]"), words("closes_in"));
  }
  if (left) left.dataset.at = left.dataset.countdown === "opens" ? state.opens_at : state.closes_at;
  const closes = one("[data-closes-at]");
  closes.setAttribute("datetime", state.closes_at);
  if (before && before.closes_at !== state.closes_at) {
    setText(closes, when(new Date(state.closes_at)));
    setText(one("[data-closes-there]"), when(new Date(state.closes_at), one("[data-closes-there]")?.dataset.closesThere));
    say(words("say_extended", { time: when(new Date(state.closes_at)) }));
  }
}

function tell(before) {
  if (!before) return;
  if (state.phase === "ended" && before.phase !== "ended") {
    window.clearTimeout(priceTimer);
    const price = state.outcome === "sold" ? amountOf(state.hammer_minor) : "";
    const name = state.outcome !== "sold" ? "say_ended_unsold" : own.is_leading ? "won" : own.has_bid ? "lost" : "say_ended_sold";
    say(words(name, { price }), { now: true });
  } else if (state.price_minor !== before.price_minor || state.leader !== before.leader) {
    window.clearTimeout(priceTimer);
    priceTimer = window.setTimeout(sayPrice, Math.max(0, priceSaidAt + PRICE_SAID_EVERY_MS - performance.now()));
  }
}

/** In a storm of bids only the newest price is read out, and not more often than one can listen. */
function sayPrice() {
  priceSaidAt = performance.now();
  say(words("say_price", { price: amountOf(state.price_minor), bids: counted("bids", state.count, number(state.count)) }));
}

function take(news, before) {
  state = news;
  clock.hear(Date.parse(news.server_now));
  if (Number(box.dataset.seq) > news.seq) return;
  const isNews = Number(box.dataset.seq) < news.seq;
  drawLot(box, news);
  setText(one('[data-live="leader"]', box), news.leader && news.phase !== "ended" ? words("leading_is", { bidder: news.leader === own.alias ? words("you") : words("bidder", { number: number(news.leader) }) }) : "");
  setText(one("[data-bar-price]"), news.price_minor === null ? "" : amountOf(news.price_minor));
  total?.(news.minimum_minor ?? news.price_minor);
  drawReserve();
  drawEnd(before);
  drawStanding();
  drawForm();
  tell(before);
  if (isNews) {
    strike(box);
    strike(one("[data-mark]", box));
    catchUpSoon();
  }
}

// The course: what the book got since the line we know last.
let courseSeq = Math.max(0, ...all("[data-course] [data-seq]").map((line) => Number(line.dataset.seq)));
let asking = null;
let watching = 1;

/** Ask for what is missing before long: the more people watch, the longer and the more apart, so that they do not all
 * ask at once. The price itself has come with the news; only the lines of the course wait. */
function catchUpSoon() {
  asking ??= window.setTimeout(() => catchUp().catch(() => {}).finally(() => {
    asking = null;
    if (state && courseSeq < state.seq) catchUpSoon();
  }), 1000 * Math.random() * longestWait(watching));
}

async function catchUp() {
  const course = one("[data-course]");
  if (course) {
    const answer = await fetch(`${lot.api}?after=${courseSeq}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    for (const entry of told.entries) {
      if (entry.seq <= courseSeq) continue;
      courseSeq = entry.seq;
      course.prepend(courseLine(entry, own.alias, amountOf));
    }
    if (told.entries.length > 0) drawGraph();
    while (course.childElementCount > 12) course.lastElementChild.remove();
    live.newest.take(told);
  }
}

const drawGraph = graph(one("[data-graph]"), () => longestWait(watching));

const live = new Live([lot.auction_id], {
  state: take,
  gap: catchUpSoon,
  notice: (notice) => heard(notice, { isSaid: notice.auction_id === lot.auction_id && notice.kind === "outbid" }),
  presence: (news) => {
    if (news.auction_id !== lot.auction_id) return;
    watching = news.watching;
    setText(one("[data-watching]"), counted("watching", news.watching, number(news.watching)));
  },
  connection: (how) => {
    const place = one("[data-connection]");
    place.className = how === "live" ? "badge badge--good" : "badge badge--soon";
    place.replaceChildren(icon(how === "live" ? "radio" : "wifi-off"), words(how === "live" ? "live" : how === "trying" ? "reconnecting" : "offline"));
    if (how === "live") catchUpSoon();
  },
});

relabel = sendBid({
  lot, own, currency, exponent,
  took: (placed) => {
    own.has_bid = true;
    own.maximum_minor = placed.maximum_minor;
    own.alias = placed.alias;
    live.newest.take(placed.auction);
    state = live.newest.states.get(lot.auction_id) ?? placed.auction;
    drawStanding();
    drawForm();
  },
});

window.setInterval(() => {
  if (!state || state.phase === "ended") return;
  const seconds = secondsUntil(Date.parse(state.closes_at), clock.now());
  const mark = state.phase === "open" ? milestone(lastSeconds, seconds) : null;
  if (mark !== null) say(words("say_left", { time: spoken(mark) }));
  lastSeconds = seconds;
  setText(one("[data-bar-left]"), seconds ? shown(seconds) : words("closing_now"));
  if (seconds === 0) catchUpSoon();
}, 1000);

clock.measure().then(() => {
  setText(one("[data-clock-note]"), words("clock", { milliseconds: number(Math.max(1, Math.round(clock.doubt))) }));
  draw(clock);
}).catch(() => {});

// The bar at the foot of a phone goes away while the form itself is in view, and leads straight into its field.
const bar = one("[data-bid-bar]");
if (bar) {
  const form = one("[data-bid-form]");
  const watched = form ?? one(".button", box) ?? box;
  new IntersectionObserver(([seen]) => bar.classList.toggle("is-away", seen.isIntersecting), { rootMargin: `0px 0px -${bar.offsetHeight}px 0px` }).observe(watched);
  one("a", bar).addEventListener("click", (event) => {
    if (!form?.isConnected) return;
    event.preventDefault();
    one("#amount", form).focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  });
}
gallery(one("[data-gallery]"));
share(one("[data-share]"));
