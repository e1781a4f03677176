// Every page: menus, colours, the reader's zone, countdowns, notices. A page works without any of it.
import { all, counted, meta, one, setText } from "./lib/dom.js";
import { draw } from "./lib/countdown.js";
import { clock } from "./lib/clock.js";
import { toast } from "./lib/announce.js";
import { number } from "./lib/reader.js";
import { cards } from "./lib/cards.js";
import { watchToggles } from "./lib/watch.js";

document.documentElement.classList.add("js");

const YEAR = 31_536_000;
const keep = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${YEAR};samesite=lax`; };
keep("zone", Intl.DateTimeFormat().resolvedOptions().timeZone);

// Menus close when one leaves them, and by Escape.
for (const menu of all("details[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    one("summary", menu).focus();
  });
}
document.addEventListener("pointerdown", (event) => {
  for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

// The colours change at once; the server keeps the choice.
for (const form of all("[data-scheme-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = event.submitter;
    document.documentElement.dataset.scheme = value;
    for (const button of all("button[name=scheme]", form)) button.setAttribute("aria-pressed", String(button.value === value));
    const body = new FormData(form);
    body.set("scheme", value);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => keep("scheme", value));
  });
}

for (const select of all("[data-submit-on-change]")) select.addEventListener("change", () => select.form.requestSubmit());
watchToggles();
one(".tabs__tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
one("[data-focus]")?.focus();
one("[data-suggest]")?.addEventListener("focus", ({ target }) => import("./lib/suggest.js").then(({ suggest }) => suggest(target)), { once: true });

/** A notice for the reader: the bell counts it, and a note says it unless the page itself has just done so. */
export function heard(notice, { isSaid = false } = {}) {
  const count = one("[data-bell-count]");
  if (count) {
    count.hidden = notice.unread === 0;
    setText(count, notice.unread > 99 ? `+${number(99)}` : number(notice.unread));
    setText(one("[data-bell-words]"), counted("unread", notice.unread, number(notice.unread)));
  }
  if (!isSaid) toast(notice.title, { url: notice.url, picture: notice.kind === "outbid" ? "triangle-alert" : "bell" });
}

const hasTimes = one("[data-countdown]") !== null;
const hasLots = one("[data-auction]") !== null;
if (hasTimes) {
  draw(clock);
  window.setInterval(() => draw(clock), 1000);
}
if (hasTimes || hasLots) clock.measure().catch(() => {});
if (!one("[data-lot]") && (hasLots || meta("viewer"))) cards(heard);
