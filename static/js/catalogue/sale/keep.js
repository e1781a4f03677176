// Keeps the draft: at the house a moment after each pause, on this device while the house cannot be reached.
import { all, make, one, setText } from "../../lib/dom.js";
import { Lost, send } from "./send.js";

const PAUSE = 1000;
const AGAIN = 8000;
// The token changes from page to page, and where one stands in the form is no word of it.
const UNKEPT = new Set(["csrf_token", "step"]);

export function keepDraft(form, words, onSaved) {
  const state = one("[data-saved]", form);
  const place = `mazad draft ${form.dataset.sale}`;
  let timer = 0;
  let isSending = false;
  let isLeaving = false;
  let kept = isTouched(form) ? "" : plain(form);

  const show = (name, text) => {
    state.dataset.state = name;
    setText(one("[data-saved-words]", state), text || words[name]);
  };

  async function save(options) {
    clearTimeout(timer);
    timer = 0;
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
      const isStill = plain(form) === now;
      forget(place);
      clearFaults(form);
      onSaved(answer);
      kept = isStill ? plain(form) : now; // other questions may stand there now
      show("saved");
    } catch (problem) {
      refused(problem, now);
    } finally {
      isSending = false;
    }
    if (plain(form) !== kept && !timer) later();
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
  if (!kept) later();
  return { touched: later, now: () => save() };
}

// Whether somebody wrote something before this script had come, or the browser brought it back.
const isTouched = (form) => [...form.elements].some((field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "select-one") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return ["text", "textarea", "datetime-local"].includes(field.type) && field.value !== field.defaultValue;
});

// The form's words as one text, without files.
function plain(form) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !UNKEPT.has(name)) values.append(name, value);
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
    const words = new URLSearchParams(found);
    for (const name of new Set(words.keys())) setValue(form, name, words.getAll(name));
    offer.hidden = true;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    onUsed();
  });
  one("[data-local-drop]", offer).addEventListener("click", () => {
    forget(place);
    offer.hidden = true;
  });
}

function setValue(form, name, values) {
  const found = form.elements[name];
  if (!found) return;
  const fields = found instanceof RadioNodeList ? [...found] : [found];
  for (const field of fields) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (fields.length === 1) field.value = values.at(-1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
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
