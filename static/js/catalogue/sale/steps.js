// The form a step at a time, as a phone shows it; a wide screen shows all and goes to the step's place.
import { all, one } from "../../lib/dom.js";

export function takeSteps(form, onStep) {
  const go = (step, { isBack = false } = {}) => {
    if (form.dataset.step) form.dataset.step = step;
    form.elements.step.value = step;
    for (const part of all("[data-step-of]", form)) part.classList.toggle("is-current", part.dataset.stepOf === step);
    for (const link of all(".steps__step", form)) {
      if (link.dataset.go === step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    if (!isBack) history.pushState({ step }, "", `?step=${step}`);
    const section = one(`.sale-section#${step}`, form);
    section.scrollIntoView({ block: "start" });
    section.focus({ preventScroll: true });
    onStep();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (!button) return;
    event.preventDefault();
    go(button.dataset.go);
  });
  window.addEventListener("popstate", () => go(new URLSearchParams(location.search).get("step") || "what", { isBack: true }));
}
