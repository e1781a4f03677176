// Where a picture stands when one looks closer: pure sums over {scale, x, y}, the offset measured from the middle.

export const WHOLE = Object.freeze({ scale: 1, x: 0, y: 0 });
export const NEAREST = 5;
export const STEP = 1.6;
export const NEAR = 2.5;

const between = (least, value, most) => Math.min(most, Math.max(least, value));

/** Keep the picture over its frame: it goes no further than its own edge, and is never smaller than whole. */
export function held(view, picture, frame) {
  const scale = between(1, view.scale, NEAREST);
  if (scale === 1) return WHOLE;
  const slackX = Math.max(0, (picture.width * scale - frame.width) / 2);
  const slackY = Math.max(0, (picture.height * scale - frame.height) / 2);
  return { scale, x: between(-slackX, view.x, slackX), y: between(-slackY, view.y, slackY) };
}

/** Come nearer or go back by a factor, so that what lies under `point` (from the middle) stays under it. */
export function zoomed(view, factor, point, picture, frame) {
  const scale = between(1, view.scale * factor, NEAREST);
  const grown = scale / view.scale;
  return held({ scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown }, picture, frame);
}

/** Move by so many pixels. */
export const moved = (view, by, picture, frame) => held({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, frame);

/** A picture's size where it is wholly seen. */
export function fitted(natural, frame) {
  const scale = Math.min(frame.width / natural.width, frame.height / natural.height);
  return { width: natural.width * scale, height: natural.height * scale };
}

/** Where a swipe ends: the next picture when it went far or fast enough. `dragged` is in the direction of reading. */
export function landed(shown, dragged, milliseconds, width, count) {
  const isFar = Math.abs(dragged) > width / 4;
  const isFast = Math.abs(dragged) > 24 && Math.abs(dragged) / Math.max(1, milliseconds) > 0.4;
  return between(0, shown + (isFar || isFast ? -Math.sign(dragged) : 0), count - 1);
}
