// What a bid would come to, all in: follows the amount that is typed, else the price that moves. The house reckons.
import { all, one, setText } from "../lib/dom.js";
import { plain, read } from "../lib/money.js";
import { money } from "../lib/reader.js";

const PLACE = "mazad zone";
const PAUSE_MS = 250;

export function followTotal({ exponent, least }) {
  const form = one("[data-total]");
  if (!form) return null;
  const { currency } = form.dataset;
  const zone = one("[name=zone]", form);
  const amount = one("#amount");
  const lines = one("[data-total-lines]", form);
  let leastMinor = least;
  let shown = "";
  let timer = 0;

  /** Ask for the lines of another bid or way; an answer that came too late is dropped. */
  async function reckon(wanted) {
    const answer = await fetch(`${form.dataset.total}?${wanted}`, { headers: { Accept: "text/html" } });
    if (!answer.ok || wanted !== shown) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    lines.replaceChildren(...page.body.childNodes);
    lines.removeAttribute("aria-busy");
  }

  const show = () => {
    const bid = read(amount?.value ?? "", exponent) ?? leastMinor;
    if (!Number.isFinite(bid)) return;
    setText(one("[data-total-bid]", form), money(bid, currency, exponent));
    one("[data-total-amount]", form).value = plain(bid, exponent);
    const wanted = new URLSearchParams({ amount: plain(bid, exponent), zone: zone?.value ?? "" }).toString();
    if (wanted === shown || !form.dataset.total) return;
    const isServed = shown === "" && bid === least && isAsServed(zone);
    shown = wanted;
    if (isServed) return;
    lines.setAttribute("aria-busy", "true");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => reckon(wanted).catch(() => lines.removeAttribute("aria-busy")), PAUSE_MS);
  };

  recall(zone);
  zone?.addEventListener("change", () => {
    remember(zone.value);
    show();
  });
  amount?.addEventListener("input", show);
  one("[data-quick]")?.addEventListener("click", () => setTimeout(show));
  show();
  return (minor) => {
    leastMinor = minor ?? leastMinor;
    show();
  };
}

// True while the way is the one the page came with: a quick reader, or a browser going back, may have chosen before us.
const isAsServed = (zone) => !zone?.selectedOptions || zone.selectedOptions[0].defaultSelected;

// Where somebody lives is the same for every lot. A browser may forbid storage.
function recall(zone) {
  if (!zone?.selectedOptions || !isAsServed(zone) || new URLSearchParams(location.search).get("zone")) return;
  try {
    const known = localStorage.getItem(PLACE);
    if (all("option", zone).some((option) => option.value === known)) zone.value = known;
  } catch { /* the first way stands */ }
}

function remember(value) {
  try {
    localStorage.setItem(PLACE, value);
  } catch { /* asked again on the next lot */ }
}
