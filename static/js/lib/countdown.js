// Time left, in words that change nothing but their digits; when to speak; when to turn amber. Pure but for `draw`.
import { all, setText, words } from "./dom.js";
import { length, number, padded } from "./reader.js";

export const SOON_SECONDS = 300;
const MILESTONES = [600, 60, 30, 10];

/** Whole seconds until an instant, never below zero. */
export const secondsUntil = (at, now) => Math.max(0, Math.ceil((at - now) / 1000));

/** The parts of a wait: {days, hours, minutes, seconds}. */
export function parts(seconds) {
  return { days: Math.floor(seconds / 86400), hours: Math.floor(seconds / 3600) % 24, minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
}

/** "3 days 4 hours", "5:09:12", "4:07". */
export function shown(seconds) {
  const left = parts(seconds);
  if (left.days > 0) return words("day_hour", { days: length(left.days, "days"), hours: length(left.hours, "hours") });
  if (left.hours > 0) return `${number(left.hours)}:${padded(left.minutes)}:${padded(left.seconds)}`;
  return `${number(left.minutes)}:${padded(left.seconds)}`;
}

/** In full, for a screen reader. */
export function spoken(seconds) {
  return seconds >= 60 ? length(Math.round(seconds / 60), "minutes") : length(seconds, "seconds");
}

/** The milestone that was passed between two looks, or null. */
export function milestone(before, after) {
  return MILESTONES.find((mark) => before > mark && after <= mark) ?? null;
}

/** Draw every countdown of the page; call once a second. */
export function draw(clock, root = document) {
  for (const place of all("[data-countdown]", root)) {
    const at = Date.parse(place.dataset.at ?? place.getAttribute("datetime"));
    const seconds = secondsUntil(at, clock.now());
    const isClosing = place.dataset.countdown === "closes";
    if (seconds === 0) setText(place, words(isClosing ? "closing_now" : "opening_now"));
    else setText(place, shown(seconds));
    place.closest("[data-countdown-box], [data-closing]")?.classList.toggle("is-soon", isClosing && seconds <= SOON_SECONDS);
  }
}
