// What every page says, and can be reckoned without one.

/** A length of time in words, as the server says it: `45 秒`, `12 分钟`, `3 小时 5 分钟`, `2 天`. @param {number} seconds */
export function spanWords(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} 小时${minutes % 60 ? ` ${minutes % 60} 分钟` : ""}`;
  return `${Math.floor(hours / 24)} 天`;
}
