// Small answers while somebody types: how many letters are left, which currency, how the house reads an amount.
import { all, fill, make, setText } from "../../lib/dom.js";
import { number } from "../../lib/reader.js";

export function countLetters(form, words) {
  for (const box of all("[data-count]", form)) {
    const most = Number(box.dataset.count);
    const place = make("p", { class: "sale-count", "aria-hidden": "true" });
    box.after(place);
    const show = () => {
      const left = most - [...box.value].length;
      const near = left < Math.max(most / 10, 20);
      place.hidden = most > 1000 && left > most / 5;
      place.textContent = fill(left < 0 ? words.over : words.left, { num: number(Math.abs(left)) });
      place.classList.toggle("is-near", near && left >= 0);
      place.classList.toggle("is-over", left < 0);
    };
    box.addEventListener("input", show);
    show();
  }
}

export function followCurrency(form) {
  const chosen = form.elements.currency;
  const show = () => {
    for (const sign of all(".amount__currency bdi", form)) setText(sign, chosen.value);
  };
  chosen.addEventListener("change", show);
}

export function showHints(form, hints = {}) {
  for (const place of all("[data-hint]", form)) {
    const text = hints[place.dataset.hint] || "";
    if (place.textContent !== text) place.replaceChildren(...(text ? [make("bdi", {}, text)] : []));
  }
}
