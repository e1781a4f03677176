// Sending a bid. The same key goes with every try, so that a bid is counted once however often it is sent.
import { all, icon, make, meta, one, setText, words } from "../../lib/dom.js";
import { say } from "../../lib/announce.js";

const SLOW_MS = 8000;
const TRIES = 3;
const SECOND_PRESS_MS = 700;

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

/** What was typed, kept over a sign-in or a reload in this tab. A browser that keeps nothing loses no more than this. */
export const typed = {
  keep(auctionId, amount) {
    try {
      window.sessionStorage.setItem(`amount:${auctionId}`, amount);
    } catch { /* no room, or none allowed */ }
  },
  take(auctionId) {
    try {
      const amount = window.sessionStorage.getItem(`amount:${auctionId}`) ?? "";
      window.sessionStorage.removeItem(`amount:${auctionId}`);
      return amount;
    } catch {
      return "";
    }
  },
};

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
  let askedAt = -Infinity;
  const isTouched = window.matchMedia("(pointer: coarse)").matches;
  amount.value = typed.take(lot.auction_id) || amount.value;

  /** What is wrong with the amount, or (as a question) what must be confirmed. Empty: nothing. */
  function showError(text, { isQuestion = false } = {}) {
    one(".field__error", field)?.remove();
    field.classList.toggle("has-error", text !== "" && !isQuestion);
    if (text !== "" && !isQuestion) amount.setAttribute("aria-invalid", "true");
    else amount.removeAttribute("aria-invalid");
    amount.setAttribute("aria-describedby", text === "" ? "amount-help" : "amount-help amount-error");
    if (text === "") return;
    const how = isQuestion ? "field__error field__error--ask" : "field__error";
    field.append(make("p", { class: how, id: "amount-error" }, icon(isQuestion ? "triangle-alert" : "circle-alert"), make("span", {}, text)));
    say(text, { now: true });
  }

  /** The question stands where the eye is, and the same press can not answer it. */
  function askAgain(text) {
    isConfirmed = true;
    askedAt = performance.now();
    showError(text, { isQuestion: true });
    setText(one("[data-bid-send-words]", button), words("yes_bid"));
    button.focus({ preventScroll: true });
    button.scrollIntoView({ block: "nearest" });
  }

  function label() {
    if (!isConfirmed) setText(one("[data-bid-send-words]", button), words(own.is_leading ? "raise" : "place_bid"));
    for (const quick of all("[data-minor]", form)) quick.setAttribute("aria-pressed", String(amount.value === quick.dataset.plain));
  }

  function progressed(name) {
    setText(progress, words(name));
    say(words(name));
  }

  function reset() {
    isConfirmed = false;
    askedAt = -Infinity;
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
      say(`${words("bid_placed")} ${words(body.is_leading ? "leading_title" : "outbid_title")}`, { now: true });
      if (isTouched) amount.blur();
      one("[data-standing]")?.scrollIntoView({ block: "nearest" });
    } else if (status === 401) {
      typed.keep(lot.auction_id, amount.value);
      window.location.assign(`${meta("sign-in")}?next=${encodeURIComponent(window.location.pathname)}`);
    } else if (body.code === "stale_form") {
      typed.keep(lot.auction_id, amount.value);  // somebody signed in or out in another tab: this page is of yesterday
      window.location.reload();
    } else if (body.code === "confirm_large_bid") {
      askAgain(body.message);
      setText(progress, "");
    } else {
      own.key = newKey();
      reset();
      showError(body.fields ? Object.values(body.fields).flat().join(" ") : body.message);
      setText(progress, "");
      amount.focus({ preventScroll: true });
      if (body.code === "not_found" || body.code === "ended") window.setTimeout(() => window.location.reload(), 3000);
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending || performance.now() - askedAt < SECOND_PRESS_MS) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("is-busy");
    progressed("sending");
    const bid = { amount: amount.value, key: own.key, confirmed: isConfirmed };
    try {
      answered(await sendSurely(() => post(lot.bids, bid), () => progressed("still_sending")));
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
    else label();
  });

  for (const quick of all("[data-minor]", form)) {
    quick.addEventListener("click", () => {
      amount.value = quick.dataset.plain;
      amount.dispatchEvent(new Event("input"));
      if (!isTouched) amount.focus();
    });
  }
  return label;
}
