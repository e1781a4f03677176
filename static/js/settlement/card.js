// Stripe's own fields in our page: wallets above, a card below. Only their script ever sees the card.
import { meta, one, pageData } from "../lib/dom.js";

const given = pageData("card-payment");
const form = one("[data-card-form]");
const trouble = one("[data-card-trouble]");
const error = one("[data-card-error]");

function say(text) {
  error.hidden = !text;
  error.textContent = text ?? "";
}

/** Stripe keeps the card only when the box is ticked: the payment is told so before it is made. */
async function keep(isKept) {
  const body = new URLSearchParams({ keep: isKept ? "1" : "0" });
  const answer = await fetch(given.keepUrl, { method: "POST", body, headers: { "X-CSRFToken": meta("csrf-token") } });
  if (!answer.ok) throw new Error("not told");
}

function start() {
  if (typeof window.Stripe !== "function") {
    trouble.hidden = false;
    return;
  }
  const stripe = window.Stripe(given.key, { locale: given.locale });
  if (given.needsAction) {
    stripe.handleNextAction({ clientSecret: given.secret }).then(() => { window.location.href = given.backTo; });
    return;
  }
  const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
  const elements = stripe.elements({ clientSecret: given.secret, appearance: { theme: isDark ? "night" : "stripe" } });
  const box = one("[name=keep]", form);
  let isPaying = false;

  const pay = async (isKept) => {
    if (isPaying) return;
    isPaying = true;
    say("");
    try {
      await keep(isKept);
      const done = await stripe.confirmPayment({ elements, confirmParams: { return_url: given.backTo } });
      say(done.error?.message);
    } catch {
      trouble.hidden = false;
    }
    isPaying = false;
  };

  const wallets = elements.create("expressCheckout");
  wallets.on("confirm", () => pay(false));
  wallets.mount(one("[data-wallets]"));
  const fields = elements.create("payment");
  fields.on("ready", () => { form.hidden = false; });
  fields.on("loaderror", () => { trouble.hidden = false; });
  form.hidden = false;
  fields.mount(one("[data-card-fields]"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pay(box.checked);
  });
}

window.addEventListener("load", start);
