// An order whose payment is open: asks the house now and then what came of it, and shows the page anew when it moved on.
import { meta, one } from "../lib/dom.js";

const panel = one("[data-payment]");
const FIRST = 3_000;
const LONGEST = 20_000;

async function ask() {
  const answer = await fetch(panel.dataset.url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": meta("csrf-token") },
  });
  return answer.ok ? answer.json() : null;
}

function hasMoved(now) {
  if (now.order !== "awaiting_payment" || now.payment !== panel.dataset.state) return true;
  return now.is_on_its_way !== (panel.dataset.onItsWay === "yes");
}

function wait(pause) {
  setTimeout(async () => {
    const now = document.hidden ? null : await ask().catch(() => null);
    if (now && hasMoved(now)) window.location.reload();
    else wait(Math.min(pause * 1.3, LONGEST));
  }, pause);
}

// Whoever is still to act is not waited for; somebody else's page may have acted, so it is asked on coming back.
if (panel?.dataset.onItsWay === "yes") wait(FIRST);
else if (panel) {
  document.addEventListener("visibilitychange", async () => {
    const now = document.hidden ? null : await ask().catch(() => null);
    if (now && hasMoved(now)) window.location.reload();
  });
}
