// The sheets of signing in: a password can be shown while it is typed. A sheet works without this.
import { all, make, icon } from "../lib/dom.js";

for (const box of all("input[data-reveal]")) {
  const button = make("button", { type: "button", class: "reveal__button", "aria-pressed": "false", "aria-label": box.dataset.reveal, "aria-controls": box.id }, icon("eye"));
  const frame = make("span", { class: "reveal" });
  box.replaceWith(frame);
  frame.append(box, button);
  const show = (isShown) => {
    box.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
    button.setAttribute("aria-label", isShown ? box.dataset.hide : box.dataset.reveal);
  };
  button.addEventListener("click", () => show(box.type === "password"));
  box.form.addEventListener("submit", () => show(false));
}
