// The box of words suggests titles and categories while one types: a combobox of the ARIA kind. Without it the box is a
// plain form.
import { say } from "./announce.js";
import { counted, icon, make } from "./dom.js";
import { number } from "./reader.js";

const PAUSE = 160;
const LEAST = 2;

/** What to show for an answer of the house: categories first, then lots. */
export const flat = ({ categories, lots }) => [
  ...categories.map(({ name, url }) => ({ text: name, url, picture: "layers" })),
  ...lots.map(({ title, url }) => ({ text: title, url, picture: "gavel" })),
];

/** The place after a step up or down among so many; -1 is the box itself. */
export function step(place, by, count) {
  const next = place + by;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
}

export function suggest(box) {
  const list = make("ul", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": box.dataset.suggestLabel, hidden: true });
  box.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false" })) box.setAttribute(name, value);
  let timer = 0;
  let asked = null;
  let chosen = -1;
  let shown = [];

  const open = (isOpen) => {
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };
  function choose(place) {
    chosen = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", `suggestion-${place}`);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }
  function draw(found) {
    shown = found;
    list.replaceChildren(...found.map(({ text, picture }, place) => make("li", { class: "suggestion", id: `suggestion-${place}`, role: "option", "aria-selected": "false", "data-place": place }, icon(picture), make("bdi", { class: "suggestion__text" }, text))));
    open(found.length > 0 && document.activeElement === box);
    if (found.length) say(counted("suggestions", found.length, number(found.length)));
  }
  async function ask() {
    const words = box.value.trim();
    asked?.abort();
    if (words.length < LEAST) return draw([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words.slice(0, 200))}`, { signal: asked.signal });
      if (answer.ok && box.value.trim() === words) draw(flat(await answer.json()));
    } catch {
      // Suggestions are a help; without the house the form still says so.
    }
    return undefined;
  }

  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown.length) {
      event.preventDefault();
      open(true);
      choose(step(chosen, event.key === "ArrowDown" ? 1 : -1, shown.length));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      window.location.assign(shown[chosen].url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  box.addEventListener("blur", () => open(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-place]");
    if (item) window.location.assign(shown[Number(item.dataset.place)].url);
  });
  if (box.value.trim() && box.value !== box.defaultValue) ask();
}
