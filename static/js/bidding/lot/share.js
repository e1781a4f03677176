// Passing a lot on: the device's own sheet where it has one, else a menu with the address to copy.
import { one, setText, words } from "../../lib/dom.js";
import { say } from "../../lib/announce.js";

export function share(place) {
  if (!place) return;
  const what = { title: place.dataset.title, url: place.dataset.url };
  const address = one("input", place);
  one("summary", place).addEventListener("click", (event) => {
    if (!navigator.canShare?.(what)) return;
    event.preventDefault();
    navigator.share(what).catch((problem) => { if (problem.name !== "AbortError") place.open = true; });
  });
  address.addEventListener("focus", () => address.select());
  one("[data-share-copy]", place).addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(what.url);
    } catch {
      address.select();
      if (!document.execCommand("copy")) return;
    }
    setText(one("[data-share-copy-words]", place), words("copied"));
    say(words("copied"));
  });
}
