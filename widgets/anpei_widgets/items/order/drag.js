// A row dragged by its grip: it follows the finger, the others make room.

/** Whether a finger at `y` is past the middle of a row, going up (-1) or down (1). */
function past(/** @type {Element} */ row, /** @type {number} */ y, /** @type {number} */ way) {
  const box = row.getBoundingClientRect();
  return way < 0 ? y < box.top + box.height / 2 : y > box.top + box.height / 2;
}

/** The neighbour whose place the row takes now, if any. */
function passed(/** @type {HTMLElement} */ row, /** @type {number} */ y) {
  const { previousElementSibling: above, nextElementSibling: below } = row;
  if (above && past(above, y, -1)) return above;
  return below && past(below, y, 1) ? below : null;
}

/**
 * Begin to drag the row whose grip was pressed.
 * @param {PointerEvent} event
 * @param {{moving: () => void, dropped: () => void, left: () => void}} told of each change, the end, and an end that doesn't count
 */
export function drag(event, { moving, dropped, left }) {
  event.preventDefault();
  const grip = /** @type {HTMLElement} */ (event.currentTarget);
  const row = /** @type {HTMLElement} */ (grip.closest("li"));
  let start = event.clientY;
  grip.setPointerCapture(event.pointerId);
  row.classList.add("anpei-is-held");

  function follow(/** @type {PointerEvent} */ { clientY }) {
    row.style.transform = `translateY(${clientY - start}px)`;
    const other = passed(row, clientY);
    if (!other) return;
    const before = row.offsetTop;
    if (other === row.previousElementSibling) row.after(other);
    else row.before(other);
    start += row.offsetTop - before;
    row.style.transform = `translateY(${clientY - start}px)`;
    moving();
  }
  function drop(/** @type {PointerEvent} */ { type }) {
    grip.removeEventListener("pointermove", follow);
    row.classList.remove("anpei-is-held");
    row.style.transform = "";
    if (type === "pointerup") dropped();
    else left();
  }
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("pointerup", drop, { once: true });
  grip.addEventListener("pointercancel", drop, { once: true });
}
