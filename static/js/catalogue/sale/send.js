// Sends a form's values to the house and reads its answer. A no of the house is a `Refused`; no answer is a `Lost`.

export class Refused extends Error {
  constructor(status, body) {
    super(body.message || String(status));
    this.status = status;
    this.fields = body.fields || {};
  }
}

export class Lost extends Error {}

export const token = () => document.querySelector('meta[name="csrf-token"]').content;

export async function send(url, values, options = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: values,
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      ...options,
    });
  } catch {
    throw new Lost();
  }
  if (answer.status >= 500) throw new Lost();
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

export function say(text) {
  const place = document.getElementById("say-polite");
  if (place) place.textContent = text;
}

export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const local = (number) => {
  const root = document.documentElement;
  const numerals = root.dataset.numbers || "latn";
  return new Intl.NumberFormat(`${root.lang}-u-nu-${numerals}`).format(number);
};
