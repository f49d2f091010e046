// What a participant's screen reckons and says.

/** Milliseconds left of the open question at a moment of the run.
 * @param {{clock: number, node?: {left: number} | null} | null | undefined} view @param {number} now */
export const leftOf = (view, now) => (view?.node ? Math.max(0, view.node.left - (now - view.clock)) : 0);

/**
 * What an honest tablet says without a network.
 * @param {"ok" | "slow" | "off"} link @param {number} kept decisions not sent yet @param {boolean} full the device keeps no more
 */
export function offlineWords(link, kept, full) {
  if (kept && full) return `本机存不下，${kept} 条决定还没有送出，请不要关闭或刷新本页。`;
  if (link !== "off") return "";
  return kept ? `网络断开了，正在重新连接。${kept} 条决定已存在本机，恢复后自动送出，按点选时刻计。`
    : "网络断开了，正在重新连接。可以照常选择，先存在本机，恢复后自动送出，按点选时刻计。";
}
