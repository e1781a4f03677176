// Pictures of a lot: thumbnails follow the strip, and one can look closer. Without it they are plain links.
import { all, one } from "../../lib/dom.js";
import { viewer } from "./viewer.js";

export function gallery(place) {
  if (!place) return;
  const strip = one("[data-gallery-strip]", place);
  const slides = [...strip.children];
  const thumbs = all("[data-gallery-thumb]", place);
  const links = all("[data-gallery-open]", strip);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let shown = 0;

  const go = (number, { isSmooth = !still.matches } = {}) => {
    shown = Math.max(0, Math.min(slides.length - 1, number));
    strip.scrollTo({ left: slides[shown].offsetLeft - strip.offsetLeft, behavior: isSmooth ? "smooth" : "instant" });
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

  const open = viewer(one("[data-viewer]", place), links, (number) => go(number, { isSmooth: false }));
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(Number(link.dataset.galleryOpen));
    });
  }
}
