// Keeps the draft: at the house a moment after each pause, on this device while the house cannot be reached.
import { all, make, one, setText } from "../../lib/dom.js";
import { Lost, send } from "./send.js";

const PAUSE = 1000;
const AGAIN = 8000;

export function keepDraft(form, words, onSaved) {
  const state = one("[data-saved]", form);
  const place = `mazad draft ${form.dataset.sale}`;
  let timer = 0;
  let isSending = false;
  let isLeaving = false;
  let kept = plain(form);

  const show = (name, text) => {
    state.dataset.state = name;
    setText(one("[data-saved-words]", state), text || words[name]);
  };

  async function save(options) {
    clearTimeout(timer);
    if (isSending || isLeaving) return;
    const now = plain(form);
    if (now === kept) {
      show("saved");
      return;
    }
    isSending = true;
    show("saving");
    try {
      const answer = await send(form.action, new URLSearchParams(now), options);
      kept = now;
      forget(place);
      clearFaults(form);
      onSaved(answer);
      show("saved");
    } catch (problem) {
      refused(problem, now);
    } finally {
      isSending = false;
    }
    if (plain(form) !== now) later();
  }

  function refused(problem, now) {
    remember(place, now);
    if (problem instanceof Lost || problem.status === 429) {
      show("offline");
      timer = setTimeout(save, AGAIN);
    } else if (problem.status === 401) {
      show("refused", words.signed_out);
    } else {
      show("refused", problem.message);
      showFaults(form, problem.fields);
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", (event) => event.target.type !== "file" && later());
  form.addEventListener("change", (event) => event.target.type !== "file" && later());
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && save({ keepalive: true }));
  offerLocal(form, place, kept, later);
  return { touched: later };
}

// The form's words as one text, without files and without the token, which changes from page to page.
function plain(form) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") values.append(name, value);
  }
  return values.toString();
}

function offerLocal(form, place, kept, onUsed) {
  const found = recall(place);
  if (!found || found === kept) {
    forget(place);
    return;
  }
  const offer = one("[data-local]", form);
  offer.hidden = false;
  one("[data-local-use]", offer).addEventListener("click", () => {
    for (const [name, value] of new URLSearchParams(found)) setValue(form, name, value);
    offer.hidden = true;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    onUsed();
  });
  one("[data-local-drop]", offer).addEventListener("click", () => {
    forget(place);
    offer.hidden = true;
  });
}

function setValue(form, name, value) {
  const field = form.elements[name];
  if (!field) return;
  field.value = value;
  if (field instanceof HTMLElement) field.dispatchEvent(new Event("input", { bubbles: true }));
}

function showFaults(form, fields) {
  clearFaults(form);
  for (const [name, sentences] of Object.entries(fields)) {
    const found = form.elements[name];
    const box = found instanceof RadioNodeList ? found[0] : found;
    const field = box?.closest(".field");
    if (!field) continue;
    field.classList.add("has-error");
    field.append(make("p", { class: "field__error", "data-fresh": true }, sentences.join(" ")));
  }
}

function clearFaults(form) {
  for (const error of all("[data-fresh]", form)) {
    error.closest(".field").classList.remove("has-error");
    error.remove();
  }
}

// A browser may forbid storage; the form does without it.
function remember(place, text) {
  try {
    localStorage.setItem(place, text);
  } catch { /* nothing to fall back on */ }
}

function recall(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

function forget(place) {
  try {
    localStorage.removeItem(place);
  } catch { /* it was never kept */ }
}
