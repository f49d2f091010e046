// What a tablet reckons of what the server says.

/** What the server says to a tablet. @typedef {{reserved?: any, calls: {muster: number}[]}} News */

/** Whether this news calls people: a drill keeps the tablet that didn't before, or a roll call is new on it.
 * @param {News} now @param {Partial<News> | null | undefined} before */
export function isCalled(now, before) {
  const fresh = now.calls.some(({ muster }) => !before?.calls?.some((known) => known.muster === muster));
  return Boolean(now.reserved && now.reserved !== before?.reserved) || fresh;
}

/** What leaving now means for the run. @param {{solo?: boolean, status: string, last_one?: boolean} | null} view */
export function leavingWords(view) {
  if (!view || view.solo) return "这次不计成绩";
  if (view.status === "waiting") return "席位会空出来";
  return view.last_one ? "没有别人了，演练会结束" : "队友会继续";
}

const LAST_WORDS = /** @type {[number, string][]} */ ([
  [1, "全对！把今天记住的讲给工友听。"], [0.65, "不错。看过解释的，下回就不会错。"], [0, "错了不要紧，今天看过一遍，真遇上就不慌。"],
]);

/** The last word of the public quiz. @param {number} right @param {number} of */
export const quizWords = (right, of) => LAST_WORDS.find(([share]) => right / of >= share)?.[1] ?? "";
