// Takes pictures in: chosen, dropped or pasted, two at a time, each with its progress and its own failure.
import { say } from "../../lib/announce.js";
import { fill, icon, make, one } from "../../lib/dom.js";
import { number } from "../../lib/reader.js";
import { token } from "./send.js";

const AT_ONCE = 2;
const MOST_BYTES = 15 * 1024 * 1024;

export function takePictures(form, words, onAdded) {
  const input = one("[data-upload]", form);
  const tiles = one("[data-tiles]", form);
  const refusals = one("[data-refused]", form);
  const waiting = [];
  let busy = 0;

  function take(files) {
    for (const file of files) {
      if (tiles.children.length >= Number(input.dataset.most)) {
        complain(refusals, fill(words.too_many, { limit: number(Number(input.dataset.most)) }), words);
        break;
      }
      if (file.size > MOST_BYTES) {
        complain(refusals, fill(words.problem, { name: named(file), problem: words.too_large }), words);
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
      onAdded(tiles.children.length > 1);
      say(words.added);
      return;
    }
    tile.remove();
    const problem = answer.message || answer.refused?.[0]?.message;
    const text = fill(problem ? words.problem : words.upload_failed, { name: named(file), problem });
    complain(refusals, text, words, problem ? null : () => take([file]));
  }

  const takeChosen = () => {
    take([...input.files]);
    input.value = "";
  };
  input.addEventListener("change", takeChosen);
  if (input.files.length > 0) takeChosen(); // chosen before this script had come
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
  const known = one(`[data-picture="${added.id}"]`, tiles);
  if (known) coming.remove();
  else coming.replaceWith(made.content);
}

function comingTile(tiles, file, words) {
  const picture = make("img", { class: "tile__picture", alt: "", src: URL.createObjectURL(file) });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  picture.addEventListener("error", () => picture.removeAttribute("src")); // a kind this browser does not show
  const name = file.name || words.pasted;
  const label = fill(words.uploading, { name });
  const tile = make(
    "li",
    { class: "tile sale-tile sale-tile--coming" },
    picture,
    make("progress", { class: "sale-tile__progress", max: 1, "aria-label": label }),
    make("p", { class: "tile__note" }, make("bdi", {}, name)),
  );
  tiles.append(tile);
  return tile;
}

// XMLHttpRequest, because fetch does not tell how far an upload has come.
function post(url, file, tile, words) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const progress = one("progress", tile);
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      one(".tile__note", tile).textContent = words.preparing;
    });
    request.addEventListener("loadend", () => resolve(request.response || {}));
    const body = new FormData();
    body.append("pictures", file, file.name || "picture");
    request.send(body);
  });
}

// A name keeps its own direction inside any sentence.
const named = (file) => `\u2068${file.name}\u2069`;

function complain(place, text, words, again = null) {
  const label = again ? words.again : words.dismiss;
  const button = make("button", { type: "button", class: "button button--quiet button--small" }, label);
  const body = make("div", { class: "alert__body" }, make("p", {}, text), button);
  const alert = make("div", { class: "alert alert--bad" }, icon("circle-alert"), body);
  button.addEventListener("click", () => {
    alert.remove();
    again?.();
  });
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
