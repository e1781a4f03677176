// Sends a form's values to the house and reads its answer. A no of the house is a `Refused`; no answer is a `Lost`.

import { meta } from "../../lib/dom.js";

export class Refused extends Error {
  constructor(status, body) {
    super(body.message || String(status));
    this.status = status;
    this.fields = body.fields || {};
  }
}

export class Lost extends Error {}

export const token = () => meta("csrf-token");

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
