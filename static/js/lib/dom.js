// Finding things on the page, and the words it brought along. Decides nothing.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const meta = (name) => one(`meta[name="${name}"]`)?.content ?? "";

/** Values that the page holds for its scripts: `<script type="application/json" id="name">`. */
export function pageData(name) {
  const holder = document.getElementById(name);
  return holder ? JSON.parse(holder.textContent) : null;
}

let known = null;

/** The page's words in the reader's language, by name; `{place}` is filled from `facts`. */
export function words(name, facts = {}) {
  known ??= pageData("words") ?? {};
  return fill(known[name] ?? name, facts);
}

/** Words that change with a number: the six plural forms of Arabic, the two of English. */
export function counted(name, number, shown) {
  known ??= pageData("words") ?? {};
  const form = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
  return fill(known[name]?.[form] ?? known[name]?.other ?? String(number), { num: shown });
}

// The dot of an Arabic currency (د.ك.) ends the sentence, too.
export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole)).replace(".\u200f.", ".\u200f");

/** A picture from the sprite that the page already uses. */
export function icon(name, more = "") {
  const sprite = one("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${more}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** An element with attributes and children; text is always text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set a text only when it differs, so that nothing flickers and no screen reader repeats itself. */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
