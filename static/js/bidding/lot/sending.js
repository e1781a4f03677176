// Sending a bid. The same key goes with every try, so that a bid is counted once however often it is sent.
import { all, make, meta, one, setText, words } from "../../lib/dom.js";
import { say } from "../../lib/announce.js";

const SLOW_MS = 8000;
const TRIES = 3;

const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""));

/** One try; an answer of any kind resolves, a broken connection rejects. */
async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": meta("csrf-token") },
    body: JSON.stringify(body),
  });
  if (answer.status >= 502) throw new Error(`status ${answer.status}`);
  return { status: answer.status, body: await answer.json() };
}

/** Try a few times with the same key. `slow()` is called when an answer takes long. */
export async function sendSurely(send, slow, pause = (ms) => new Promise((done) => { window.setTimeout(done, ms); })) {
  const timer = window.setTimeout(slow, SLOW_MS);
  try {
    for (let tried = 1; ; tried += 1) {
      try {
        return await send();
      } catch (error) {
        if (tried === TRIES) throw error;
        slow();
        await pause(1000 * tried);
      }
    }
  } finally {
    window.clearTimeout(timer);
  }
}

/** Make the form send by itself. Returns how to name its button anew when one's standing has changed. */
export function sendBid({ lot, own, took }) {
  const form = one("[data-bid-form]");
  if (!form) return null;
  const amount = one("#amount", form);
  const button = one("[data-bid-send]", form);
  const progress = one("[data-bid-progress]", form);
  const field = amount.closest(".field");
  let isConfirmed = one("[data-confirmed]", form) !== null;
  let isSending = false;

  function showError(text) {
    one(".field__error", field)?.remove();
    field.classList.toggle("has-error", text !== "");
    amount.toggleAttribute("aria-invalid", text !== "");
    if (text === "") return;
    field.append(make("p", { class: "field__error", id: "amount-error" }, make("span", {}, text)));
    amount.setAttribute("aria-describedby", "amount-help amount-error");
    say(text, { now: true });
  }

  function askAgain(text) {
    isConfirmed = true;
    showError(text);
    setText(one("[data-bid-send-words]", button), words("yes_bid"));
  }

  function label() {
    if (!isConfirmed) setText(one("[data-bid-send-words]", button), words(own.is_leading ? "raise" : "place_bid"));
  }

  function reset() {
    isConfirmed = false;
    label();
  }

  function answered({ status, body }) {
    if (status === 201) {
      amount.value = "";
      showError("");
      own.key = newKey();
      took(body);
      reset();
      setText(progress, words("bid_placed"));
      say(words(body.is_leading ? "leading_title" : "outbid_title"), { now: true });
    } else if (status === 401) {
      window.location.assign(`${meta("sign-in")}?next=${encodeURIComponent(window.location.pathname)}`);
    } else if (body.code === "confirm_large_bid") {
      askAgain(body.message);
      setText(progress, "");
    } else {
      own.key = newKey();
      reset();
      showError(body.fields ? Object.values(body.fields).flat().join(" ") : body.message);
      setText(progress, "");
      if (body.code === "not_found" || body.code === "ended") window.setTimeout(() => window.location.reload(), 3000);
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("is-busy");
    setText(progress, words("sending"));
    const bid = { amount: amount.value, key: own.key, confirmed: isConfirmed };
    try {
      answered(await sendSurely(() => post(lot.bids, bid), () => setText(progress, words("still_sending"))));
    } catch {
      setText(progress, words("not_sent"));
      say(words("not_sent"), { now: true });
    } finally {
      isSending = false;
      button.removeAttribute("aria-disabled");
      button.classList.remove("is-busy");
    }
  });

  // Another amount is another bid: it needs a key of its own and a confirmation of its own.
  amount.addEventListener("input", () => {
    own.key = newKey();
    showError("");
    if (isConfirmed) reset();
  });

  for (const quick of all("[data-minor]", form)) {
    quick.addEventListener("click", () => {
      amount.value = quick.dataset.plain;
      amount.dispatchEvent(new Event("input"));
      amount.focus();
    });
  }
  return label;
}
