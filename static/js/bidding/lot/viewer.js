// The pictures of a lot over the whole screen: swipe, pinch, double tap, wheel and keys. The dialog itself comes with
// the page; here it gets its pictures and its manners.
import { all, fill, make, one, setText } from "../../lib/dom.js";
import { number } from "../../lib/reader.js";
import { NEAR, NEAREST, STEP, WHOLE, fitted, held, landed, moved, zoomed } from "./zoom.js";

const TAP_PIXELS = 10;
const DOUBLE_TAP_MS = 320;
const STROKE = 80;

/** `open(number)` shows a picture; `onShow(number)` hears which one is seen. */
export function viewer(dialog, links, onShow) {
  const stage = one("[data-viewer-stage]", dialog);
  const track = one("[data-viewer-track]", dialog);
  const nearer = one('[data-viewer-do="nearer"]', dialog);
  const farther = one('[data-viewer-do="farther"]', dialog);
  const reads = document.documentElement.dir === "rtl" ? -1 : 1;
  const slides = links.map(slide);
  let shown = 0;
  let view = WHOLE;
  track.append(...slides.map((each) => each.place));

  function slide(link) {
    const small = one("img", link);
    const { caption } = link.dataset;
    const picture = make("img", { class: "viewer__picture", alt: small.alt, width: small.getAttribute("width"), height: small.getAttribute("height"), decoding: "async", draggable: "false" });
    const words = caption ? make("figcaption", { class: "viewer__caption", dir: "auto" }, caption) : null;
    return { link, small, picture, place: make("figure", { class: "viewer__slide" }, make("div", { class: "viewer__frame" }, picture), words) };
  }

  /** A picture is fetched when it is shown or lies next to what is; until then what the page has stands for it. */
  function fetchPicture({ link, small, picture }) {
    if (picture.hasAttribute("src")) return;
    picture.src = small.currentSrc || link.href;
    const whole = new Image();
    whole.src = link.href;
    whole.decode().then(() => { picture.src = whole.src; }).catch(() => {});
  }

  const frame = () => slides[shown].place.firstElementChild.getBoundingClientRect();
  const size = () => {
    const { picture } = slides[shown];
    return fitted({ width: Number(picture.getAttribute("width")), height: Number(picture.getAttribute("height")) }, frame());
  };
  const fromMiddle = (event) => {
    const box = frame();
    return { x: event.clientX - box.x - box.width / 2, y: event.clientY - box.y - box.height / 2 };
  };

  /** A button that leads nowhere just now says so and keeps the focus. */
  const close = (button, isClosed) => button.setAttribute("aria-disabled", String(isClosed));

  function place(dragged = 0) {
    track.style.transform = `translateX(${-reads * shown * stage.clientWidth + dragged}px)`;
  }

  function look(wanted, { isSlow = true } = {}) {
    view = wanted;
    const { picture } = slides[shown];
    picture.classList.toggle("is-gliding", isSlow);
    picture.style.transform = view.scale === 1 ? "" : `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    stage.classList.toggle("is-near", view.scale > 1);
    close(farther, view.scale === 1);
    close(nearer, view.scale === NEAREST);
  }

  function show(wanted, { isSlow = true } = {}) {
    look(WHOLE);
    shown = Math.min(slides.length - 1, Math.max(0, wanted));
    track.classList.toggle("is-gliding", isSlow);
    for (const near of [shown, shown + 1, shown - 1]) if (slides[near]) fetchPicture(slides[near]);
    slides.forEach((each, index) => { each.place.inert = index !== shown; });
    const count = one("[data-viewer-count]", dialog);
    setText(count, fill(count.dataset.words, { number: number(shown + 1), count: number(slides.length) }));
    for (const [step, name] of [[-1, "back"], [1, "on"]]) close(one(`[data-viewer-do="${name}"]`, dialog), !slides[shown + step]);
    place();
    onShow(shown);
  }

  const zoom = (factor, point = { x: 0, y: 0 }, how) => look(zoomed(view, factor, point, size(), frame()), how);
  const acts = {
    back: () => show(shown - 1),
    on: () => show(shown + 1),
    nearer: () => zoom(STEP),
    farther: () => zoom(1 / STEP),
    close: () => dialog.close(),
  };
  for (const button of all("[data-viewer-do]", dialog)) button.addEventListener("click", acts[button.dataset.viewerDo]);

  const arrows = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const keys = { "+": acts.nearer, "=": acts.nearer, "-": acts.farther, 0: () => look(WHOLE), Home: () => show(0), End: () => show(slides.length - 1) };
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow && view.scale > 1) look(moved(view, { x: arrow[0] * STROKE, y: arrow[1] * STROKE }, size(), frame()));
    else if (arrow?.[0]) show(shown - arrow[0] * reads);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });

  // Fingers and mouse: one moves the pictures, or the picture when it is near; two bring it nearer.
  const fingers = new Map();
  let start = null;
  let lastTap = { at: -Infinity, x: 0, y: 0 };

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    track.classList.remove("is-gliding");
    if (fingers.size === 1) start = { event, at: event.timeStamp, isTap: true };
    else start.isTap = false;
  });
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const apart = spread();
    fingers.set(event.pointerId, event);
    const by = { x: event.clientX - before.clientX, y: event.clientY - before.clientY };
    if (fingers.size === 2) {
      const [one_, other] = [...fingers.values()].map(fromMiddle);
      zoom(spread() / apart, { x: (one_.x + other.x) / 2, y: (one_.y + other.y) / 2 }, { isSlow: false });
      look(moved(view, { x: by.x / 2, y: by.y / 2 }, size(), frame()), { isSlow: false });
      return;
    }
    const way = { x: event.clientX - start.event.clientX, y: event.clientY - start.event.clientY };
    if (Math.hypot(way.x, way.y) > TAP_PIXELS) start.isTap = false;
    if (view.scale > 1) look(moved(view, by, size(), frame()), { isSlow: false });
    else if (!start.isTap && !start.wasNear) place(way.x);
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size > 0) {
      start = { event: [...fingers.values()][0], at: event.timeStamp, isTap: false, wasNear: true };
      return;
    }
    if (start.isTap && event.type === "pointerup") tap(event);
    else if (view.scale === 1 && !start.wasNear) {
      const dragged = (event.clientX - start.event.clientX) * reads;
      show(landed(shown, event.type === "pointerup" ? dragged : 0, event.timeStamp - start.at, stage.clientWidth, slides.length));
    }
  };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);

  function spread() {
    const [one_, other] = [...fingers.values()];
    return other ? Math.max(1, Math.hypot(one_.clientX - other.clientX, one_.clientY - other.clientY)) : 1;
  }

  function tap(event) {
    const isSecond = event.timeStamp - lastTap.at < DOUBLE_TAP_MS && Math.hypot(event.clientX - lastTap.x, event.clientY - lastTap.y) < 3 * TAP_PIXELS;
    lastTap = { at: isSecond ? -Infinity : event.timeStamp, x: event.clientX, y: event.clientY };
    if (isSecond) view.scale > 1 ? look(WHOLE) : zoom(NEAR, fromMiddle(event));
  }

  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), fromMiddle(event), { isSlow: false });
  }, { passive: false });
  window.addEventListener("resize", () => {
    if (!dialog.open) return;
    track.classList.remove("is-gliding");
    place();
    look(held(view, size(), frame()), { isSlow: false });
  });

  return (wanted) => {
    dialog.showModal();
    show(wanted, { isSlow: false });
  };
}
