// Takes pictures in: chosen, dropped or pasted, two at a time, each with its progress and its own failure.
import { fill, local, say, token } from "./send.js";

const AT_ONCE = 2;
const MOST_BYTES = 15 * 1024 * 1024;

export function takePictures(form, words, onAdded) {
  const input = form.querySelector("[data-upload]");
  const tiles = form.querySelector("[data-tiles]");
  const refusals = form.querySelector("[data-refused]");
  const waiting = [];
  let busy = 0;

  function take(files) {
    for (const file of files) {
      if (tiles.children.length >= Number(input.dataset.most)) {
        complain(refusals, fill(words.too_many, { limit: local(Number(input.dataset.most)) }), words);
        break;
      }
      if (file.size > MOST_BYTES) {
        complain(refusals, fill(words.problem, { name: file.name, problem: words.too_large }), words);
        continue;
      }
      waiting.push({ file, tile: comingTile(tiles, file, words) });
    }
    next();
  }

  function next() {
    while (busy < AT_ONCE && waiting.length) {
      busy += 1;
      upload(waiting.shift()).finally(() => {
        busy -= 1;
        next();
      });
    }
  }

  async function upload({ file, tile }) {
    const answer = await post(input.dataset.upload, file, tile, words);
    const added = answer.pictures?.[0];
    if (added) {
      hang(tiles, tile, added);
      onAdded();
      say(words.added);
      return;
    }
    tile.remove();
    const problem = answer.message || answer.refused?.[0]?.message;
    const text = problem ? fill(words.problem, { name: file.name, problem }) : fill(words.upload_failed, { name: file.name });
    complain(refusals, text, words, problem ? null : () => take([file]));
  }

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  takeDropped(form, take);
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
}

// The same upload sent twice is the same picture: it is shown once.
function hang(tiles, coming, added) {
  const made = document.createElement("template");
  made.innerHTML = added.html.trim();
  const known = tiles.querySelector(`[data-picture="${added.id}"]`);
  if (known) coming.remove();
  else coming.replaceWith(made.content);
}

function comingTile(tiles, file, words) {
  const tile = document.createElement("li");
  tile.className = "tile sale-tile sale-tile--coming";
  const picture = document.createElement("img");
  picture.className = "tile__picture";
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  picture.addEventListener("error", () => picture.removeAttribute("src")); // a kind this browser does not show
  const progress = document.createElement("progress");
  progress.className = "sale-tile__progress";
  progress.max = 1;
  progress.setAttribute("aria-label", fill(words.uploading, { name: file.name }));
  const note = document.createElement("p");
  note.className = "tile__note";
  note.append(Object.assign(document.createElement("bdi"), { textContent: file.name || words.pasted }));
  tile.append(picture, progress, note);
  tiles.append(tile);
  return tile;
}

// XMLHttpRequest, because fetch does not tell how far an upload has come.
function post(url, file, tile, words) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const progress = tile.querySelector("progress");
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      tile.querySelector(".tile__note").textContent = words.preparing;
    });
    request.addEventListener("loadend", () => resolve(request.response || {}));
    const body = new FormData();
    body.append("pictures", file, file.name || "picture");
    request.send(body);
  });
}

function complain(place, text, words, again = null) {
  const alert = document.createElement("div");
  alert.className = "alert alert--bad";
  const button = (words_, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words_ });
    made.className = "button button--quiet button--small";
    made.addEventListener("click", () => {
      alert.remove();
      act?.();
    });
    return made;
  };
  const body = Object.assign(document.createElement("p"), { className: "alert__body", textContent: text, dir: "auto" });
  const icon = document.querySelector("#sale-refused-icon").content.cloneNode(true);
  alert.append(icon, body, again ? button(words.again, again) : button(words.dismiss));
  place.append(alert);
}

function takeDropped(form, take) {
  const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over");
  });
  window.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    take([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name)));
  });
}
