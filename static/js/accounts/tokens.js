// A new token is copied by one button.
import { all, one, setText, words } from "../lib/dom.js";

for (const button of all("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(one(button.dataset.copy).textContent);
    setText(one("[data-copy-word]", button), words("copied"));
  });
}
