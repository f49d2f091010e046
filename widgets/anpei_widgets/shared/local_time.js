// Moments in words, where the enterprise is: a tablet whose own clock is set to another zone shows the same as the rest.

/** The page says its site's zone; a notebook opened outside the platform has none, and shows its reader's own. */
const zone = () => document.body.dataset.zone || undefined;

/** `11月23日 20:52`, of ms since 1970. */
export const dayAndTime = (ms) =>
  new Date(ms).toLocaleString("zh-CN", { timeZone: zone(), month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

/** `2026/11/23 20:52:07`. */
export const fullTime = (ms) => new Date(ms).toLocaleString("zh-CN", { timeZone: zone(), hour12: false });

/** `20:52`. */
export const timeOfDay = (ms) => new Date(ms).toLocaleTimeString("zh-CN", { timeZone: zone(), hour: "2-digit", minute: "2-digit" });

/** `20:52:07`. */
export const exactTime = (ms) => new Date(ms).toLocaleTimeString("zh-CN", { timeZone: zone(), hour12: false });
