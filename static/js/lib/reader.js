// How the reader reads: language, numerals and time zone, as the page says; and the formats that follow from them.
import { money as worded } from "./money.js";

const root = typeof document === "undefined" ? { lang: "en", dataset: {} } : document.documentElement;
export const locale = root.lang || "en";
export const numbers = root.dataset.numbers || "latn";
export const zone = root.dataset.timeZone || "UTC";
const tag = `${locale}-u-nu-${numbers}`;

const integers = new Intl.NumberFormat(tag);
const twoDigits = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false });
export const number = (value) => integers.format(value);
export const padded = (value) => twoDigits.format(value);

/** Day, month and time in the reader's zone, or in another. */
export function when(instant, timeZone = zone) {
  return new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone }).format(instant);
}

export const money = (minor, currency, exponent) => worded(minor, currency, exponent, locale, numbers, root.dataset.amounts);

const units = { days: "day", hours: "hour", minutes: "minute", seconds: "second" };

/** "3 days", "12 minutes": for reading aloud and for long waits. */
export function length(amount, unit) {
  return new Intl.NumberFormat(tag, { style: "unit", unit: units[unit], unitDisplay: "long" }).format(amount);
}
