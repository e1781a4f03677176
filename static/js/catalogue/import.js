// The import desk: shows how far an import has come, and which file was chosen. The page itself works without it.
import { one, setText } from "../lib/dom.js";
import { number } from "../lib/reader.js";

const EVERY_MS = 1000;
const work = one("[data-import]");
const chosen = one("[data-chosen]");

async function look() {
  try {
    const answer = await fetch(work.dataset.import, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    if (now.state !== work.dataset.state) {
      window.location.reload();
      return;
    }
    one("progress", work).value = now.done;
    setText(one("[data-done]", work), number(now.done));
  } catch {
    // Away for a moment: the next look tells.
  }
}

if (work) window.setInterval(look, EVERY_MS);
if (chosen) {
  one("[data-import-file] input[type=file]").addEventListener("change", (event) => {
    const [file] = event.target.files;
    chosen.hidden = !file;
    setText(one("bdi", chosen), file?.name ?? "");
  });
}
