// Copies an account's number or a reference by one button.
import { all, one, setText, words } from "../lib/dom.js";

for (const button of all("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    setText(one("[data-copy-word]", button), words("copied"));
  });
}
