// What the exam page says, and where it remembers its place.

/** The honest line: what is kept where. @param {import("./outbox.js").Outbox} outbox */
export function tellSave(outbox) {
  const n = outbox.pending().length;
  const conflicts = outbox.conflicts().length;
  const kept = outbox.keep.durable ? `已暂存 ${n} 题` : `${n} 题还没有保存，请不要关闭本页`;
  if (outbox.halted === "signed_out") return { kind: "signed_out", text: n ? `登录已过期，${kept}` : "登录已过期" };
  if (outbox.halted) return { kind: "signed_out", text: `登录的不是本人，${kept}，不会提交` };
  if (conflicts) return { kind: "conflict", text: `${conflicts} 题在另一台设备上也作答了` };
  if (outbox.late.size) return { kind: "stopped", text: "作答时间已过，没有保存最后的回答" };
  if (!outbox.reachable && !n) return { kind: "offline", text: "离线，作答会暂存在本机" };
  if (n && !outbox.reachable) return { kind: "offline", text: `离线，${kept}` };
  if (n && outbox.failures) return { kind: "offline", text: `服务器忙，${kept}，会自动重试` };
  return n ? { kind: "saving", text: "保存中" } : { kind: "saved", text: "已保存" };
}

/** What is said when time has run out. */
export function wordsAfterTime(lost, slots) {
  if (!lost.length) return ["时间到，已经交卷。", "作答都已保存。"];
  const numbers = lost.map((slot) => slots.findIndex((s) => s.slot === slot) + 1).sort((a, b) => a - b);
  return ["时间到，已经交卷。", `第 ${numbers.join("、")} 题最后的回答在时间到之后才送达，没有计入成绩，已留给培训师查看。`];
}

const key = (data) => `anpei:at:${data.person}:${data.attempt}`;

/** Remember, or recall, the question one was at: in the address and on the device. */
export function place(data, at = undefined) {
  try {
    if (at !== undefined) {
      history.replaceState(null, "", `#${at}`);
      localStorage.setItem(key(data), at);
      return at;
    }
    const wanted = [location.hash.slice(1), localStorage.getItem(key(data))];
    return wanted.find((slot) => data.slots.some((s) => s.slot === slot)) ?? null;
  } catch {
    return at ?? null;
  }
}

/** Nothing about this paper stays on the device. */
export function forget(data) {
  try {
    localStorage.removeItem(key(data));
  } catch {
    // Nothing was kept then.
  }
}
