// Parts of the evaluator's form: a photo made smaller, a signature drawn with a finger, the drill going on beside it.

import { api } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { clockText } from "../../shared/values.js";
import { emergencyNews } from "../shared/emergency.js";

const PHOTO_SIDE = 1600;
const PHOTO_BYTES = 900_000;

/** A picture as a JPEG of at most 1600 px a side that fits one request; drawing it anew leaves the camera's notes behind. */
export async function smallPhoto(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  for (const [side, quality] of [[PHOTO_SIDE, 0.82], [PHOTO_SIDE, 0.65], [1280, 0.6], [960, 0.55]]) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = h("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= PHOTO_BYTES) return blob;
  }
  throw new Error("too large");
}

const RUN_STATUS = { waiting: "演练还没开始", running: "演练进行中", paused: "演练暂停中", ended: "演练已结束" };
const WATCH_EVERY = 1500;

/** Clock and log of the drill beside the form. It tells what was done, never how well somebody did; `heard` is its status, and which questions were asked when that changed. */
export function drillBeside(run, heard) {
  const time = h("time", { class: "evaluator-clock" }, "00:00");
  const state = h("span", { class: "evaluator-state" }, "正在连接…");
  const meters = h("div", { class: "evaluator-meters" });
  const log = h("ol", { class: "evaluator-log" });
  const el = h("section", { class: "evaluator-drill", "aria-label": "演练情况" },
    h("div", { class: "evaluator-drill-head" }, time, state), meters,
    h("div", { class: "evaluator-log-frame", tabindex: "0", role: "region", "aria-label": "演练记录" }, log));
  let [seq, timer, over, base, since, running] = [-1, 0, false, 0, performance.now(), false];

  const tick = setInterval(() => {
    setWords(time, clockText(base + (running ? performance.now() - since : 0)));
  }, 250);

  async function ask() {
    const { status, data } = await api(`api/evaluations/${run}/watch?seq=${seq}`, { patience: 8000 });
    if (status === 200) take(data);
    else state.textContent = status ? data.error?.message ?? "读不到演练" : "连不上服务器，评级照常存在本机";
    if (!over) timer = setTimeout(ask, WATCH_EVERY);
  }

  function take(data) {
    [base, since, running] = [data.clock, performance.now(), data.status === "running"];
    state.textContent = RUN_STATUS[data.status];
    heard(data.status, data.asked);
    if (data.events === undefined) return;
    if (data.how === "real") emergencyNews();
    seq = data.seq;
    if (data.phase && data.status !== "ended") state.textContent += `：${data.phase}`;
    meters.replaceChildren(...data.meters.map((m) => h("span", { class: `evaluator-meter is-${m.tone}` }, `${m.label} `, h("b", null, String(m.value)), m.unit)));
    const shown = data.events.filter((event) => event.tone !== "plain" || event.text.includes("就位"));
    log.replaceChildren(...shown.reverse().map((event) => h("li", { class: `is-${event.tone}` }, h("time", null, clockText(event.at)), h("span", null, event.text))));
    if (!shown.length) log.append(h("li", null, h("span", null, "演练开始后，这里会列出情景和决策。")));
  }

  ask();
  return {
    el,
    stop() {
      over = true;
      clearTimeout(timer);
      clearInterval(tick);
    },
  };
}
