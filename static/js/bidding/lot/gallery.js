// Pictures of a lot: thumbnails follow the strip, and one can look closer. Without it they are plain links.
import { all, icon, make, one, words } from "../../lib/dom.js";

export function gallery(place) {
  if (!place) return;
  const strip = one("[data-gallery-strip]", place);
  const slides = [...strip.children];
  const thumbs = all("[data-gallery-thumb]", place);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let shown = 0;

  const go = (number) => {
    shown = Math.max(0, Math.min(slides.length - 1, number));
    slides[shown].scrollIntoView({ behavior: still.matches ? "auto" : "smooth", block: "nearest", inline: "center" });
  };
  for (const thumb of thumbs) {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      go(Number(thumb.dataset.galleryThumb));
    });
  }
  strip.addEventListener("scroll", () => {
    const at = Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
    if (at === shown && thumbs[at]?.hasAttribute("aria-current")) return;
    shown = at;
    for (const thumb of thumbs) thumb.removeAttribute("aria-current");
    thumbs[at]?.setAttribute("aria-current", "true");
  }, { passive: true });

  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  strip.addEventListener("keydown", (event) => {
    if (event.key === forward || event.key === backward) {
      event.preventDefault();
      go(shown + (event.key === forward ? 1 : -1));
    }
  });
  for (const link of all("[data-gallery-open]", strip)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      closer(one("img", link), link.href);
    });
  }
}

function closer(small, url) {
  const shut = make("button", { type: "button", class: "closer__close button button--second", "aria-label": words("close") }, icon("x"));
  const large = make("img", { src: small.currentSrc || url, srcset: small.srcset, sizes: "100vw", alt: small.alt, class: "closer__picture" });
  const dialog = make("dialog", { class: "closer", "aria-label": small.alt }, large, shut);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target !== large || event.detail === 2) dialog.close(); });
  shut.addEventListener("click", () => dialog.close());
  large.addEventListener("click", () => large.classList.toggle("is-near"));
  dialog.showModal();
}
