// Small answers while somebody types: how many letters are left, which currency, how the house reads an amount.
import { fill, local } from "./send.js";

export function countLetters(form, words) {
  for (const box of form.querySelectorAll("[data-count]")) {
    const most = Number(box.dataset.count);
    const place = document.createElement("p");
    place.className = "sale-count";
    place.setAttribute("aria-hidden", "true");
    box.after(place);
    const show = () => {
      const left = most - [...box.value].length;
      const near = left < Math.max(most / 10, 20);
      place.hidden = most > 1000 && left > most / 5;
      place.textContent = fill(left < 0 ? words.over : words.left, { num: local(Math.abs(left)) });
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
    for (const sign of form.querySelectorAll(".amount__currency bdi")) sign.textContent = chosen.value;
  };
  chosen.addEventListener("change", show);
}

export function showHints(form, hints = {}) {
  for (const place of form.querySelectorAll("[data-hint]")) {
    const text = hints[place.dataset.hint] || "";
    if (place.textContent === text) continue;
    place.replaceChildren();
    if (text) place.append(Object.assign(document.createElement("bdi"), { textContent: text }));
  }
}
