// What a bid would come to with its way to the buyer: follows the amount that is typed, else the price that moves.
import { all, one, setText } from "../lib/dom.js";
import { plain, read } from "../lib/money.js";
import { money } from "../lib/reader.js";

const PLACE = "mazad zone";

export function followTotal({ exponent, least }) {
  const form = one("[data-total]");
  if (!form) return null;
  const { currency } = form.dataset;
  const zone = one("[name=zone]", form);
  const amount = one("#amount");
  let leastMinor = least;

  const show = () => {
    const bid = read(amount?.value ?? "", exponent) ?? leastMinor;
    const way = zone.selectedOptions ? zone.selectedOptions[0] : zone;
    const delivery = Number(way.dataset.minor);
    setText(one("[data-total-bid]", form), money(bid, currency, exponent));
    setText(one("[data-total-delivery]", form), money(delivery, currency, exponent));
    setText(one("[data-total-sum] bdi", form), money(bid + delivery, currency, exponent));
    one("[data-total-amount]", form).value = plain(bid, exponent);
  };

  recall(zone);
  zone.addEventListener("change", () => {
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

// Where somebody lives is the same for every lot. A browser may forbid storage.
function recall(zone) {
  try {
    const known = localStorage.getItem(PLACE);
    if (zone.selectedOptions && !new URLSearchParams(location.search).get("zone") && all("option", zone).some((option) => option.value === known)) zone.value = known;
  } catch { /* the first way stands */ }
}

function remember(value) {
  try {
    localStorage.setItem(PLACE, value);
  } catch { /* asked again on the next lot */ }
}
