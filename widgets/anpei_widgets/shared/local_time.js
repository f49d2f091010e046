// Moments in words, where the enterprise is: a tablet whose own clock is set to another zone shows the same as the rest, and
// every browser the same as the server.

/** The page says its site's zone; a notebook opened outside the platform has none, and shows its reader's own. */
const zone = () => document.body.dataset.zone || undefined;

/** What calendar and clock show at a moment. @param {number} ms since 1970 */
function shown(ms) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone(), hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** `20:52`. @param {number} ms */
export function timeOfDay(ms) {
  const { hour, minute } = shown(ms);
  return `${hour}:${minute}`;
}

/** `11月23日 20:52`. @param {number} ms */
export function dayAndTime(ms) {
  const { month, day } = shown(ms);
  return `${month}月${day}日 ${timeOfDay(ms)}`;
}

/** `20:52:07`. @param {number} ms */
export const exactTime = (ms) => `${timeOfDay(ms)}:${shown(ms).second}`;

/** `2026/11/23 20:52:07`. @param {number} ms */
export function fullTime(ms) {
  const { year, month, day } = shown(ms);
  return `${year}/${month}/${day} ${exactTime(ms)}`;
}
