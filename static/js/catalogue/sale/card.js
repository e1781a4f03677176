// The card of the lot as it will look in a list, and the rules of its auction: they follow what is typed and kept.
import { make, one, setText } from "../../lib/dom.js";

export function followCard(form) {
  const title = one("[data-card-title]", form);
  const show = () => setText(title, form.elements.title.value.trim() || title.dataset.empty);
  form.elements.title.addEventListener("input", show);
  show();
  const tiles = one("[data-tiles]", form);
  new MutationObserver(() => showCover(form, tiles)).observe(tiles, { childList: true });
}

function showCover(form, tiles) {
  const cover = one("[data-picture] .tile__picture", tiles);
  const frame = one(".sale-card .card__frame", form);
  const shown = one("[data-card-picture]", frame);
  if (!cover) {
    if (shown) shown.hidden = true;
    return;
  }
  one("[data-card-none]", frame)?.remove();
  const picture = shown ?? make("img", { "data-card-picture": true, alt: "" });
  picture.hidden = false;
  picture.src = cover.src;
  picture.alt = cover.alt;
  if (!shown) frame.prepend(picture);
}

/** What the house has read: the price and the end on the card, the rules beside it, the fees. */
export function showNews(form, answer) {
  setText(one("[data-card-price]", form), answer.hints.starting || "–");
  setText(one("[data-card-end]", form), answer.hints.ends_at);
  const rules = answer.rules.map(([name, sentence]) => make("div", {}, make("dt", {}, name), make("dd", {}, sentence)));
  one("[data-rules]", form).replaceChildren(...rules);
  one("[data-rules-none]", form).hidden = rules.length > 0;
  // As with the specifics, the house escapes what people write.
  if (answer.fees) for (const place of form.querySelectorAll("[data-fees]")) place.innerHTML = answer.fees;
}

/** Another category asks other things. What stands there comes from the house, which escapes what people write. */
export function showSpecifics(form, html) {
  if (html) one("[data-specifics]", form).innerHTML = html;
}
