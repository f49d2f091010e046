// Moments in words, where the enterprise is: a tablet whose own clock is set to another zone shows the same as the rest.

/** The page says its site's zone; a notebook opened outside the platform has none, and shows its reader's own. */
const zone = () => document.body.dataset.zone || undefined;

/** Hours count from 00 to 23: without `hourCycle` some browsers call the first hour of a day 24. */
const told = (ms, options) => {
  const format = new Intl.DateTimeFormat("zh-CN", { timeZone: zone(), hourCycle: "h23", ...options });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
};

const DAY = /** @type {const} */ ({ year: "numeric", month: "numeric", day: "numeric" });
const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** `20:52:07`, of ms since 1970. */
export const exactTime = (ms) => {
  const { hour, minute, second } = told(ms, TIME);
  return `${hour}:${minute}:${second}`;
};

/** `20:52`. */
export const timeOfDay = (ms) => exactTime(ms).slice(0, 5);

/** `11月23日 20:52`. */
export const dayAndTime = (ms) => {
  const { month, day } = told(ms, DAY);
  return `${month}月${day}日 ${timeOfDay(ms)}`;
};

/** `2026/11/23 20:52:07`. */
export const fullTime = (ms) => {
  const { year, month, day } = told(ms, DAY);
  return `${year}/${month}/${day} ${exactTime(ms)}`;
};
