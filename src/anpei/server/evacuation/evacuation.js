// The evacuation page: conditions into a question, progress and cancel, then map, range, chart and comparison.

import { ask } from "../core/api.js";
import { mount } from "../core/host.js";
import { chart } from "./chart.js";

const bench = document.querySelector("[data-evacuation]");
const ASK_AGAIN = 350;
const OPEN = ["queued", "running"];

const of = (selector, root = bench) => root.querySelector(selector);

function make(tag, words, kind) {
  const el = document.createElement(tag);
  el.textContent = words;
  if (kind) el.className = kind;
  return el;
}

async function api(path, body) {
  const { status, data } = await ask(`api/evacuation/${path}`, body ? "POST" : "GET", body);
  if (status >= 400) throw new Error([data.error?.message, data.error?.way_out].filter(Boolean).join("") || "没有成功，请再试一次。");
  return data;
}

export const minutes = (seconds) => {
  const whole = Math.round(seconds);
  return whole >= 60 ? `${Math.floor(whole / 60)} 分 ${String(whole % 60).padStart(2, "0")} 秒` : `${whole} 秒`;
};
const range = (told) => `${minutes(told.p5)} 至 ${minutes(told.p95)}`;

if (bench) start();

function start() {
  const { plan, job: first } = JSON.parse(of("[data-bench]").textContent);
  const form = of("form");
  const [progress, said, problem, submit] = [of(".evac-progress"), of("[data-said]"), of(".evac-problem"), of("[type=submit]", form)];
  let run = 0;
  let map = null;

  /** The question the form asks. */
  function inputs() {
    const number = (name) => Number(form.elements[name].value);
    const blocks = (kind) => [...form.querySelectorAll(`[data-block=${kind}]`)].flatMap((field) => {
      const how = of("[name=how]", field).value;
      if (how === "open") return [];
      const at = how === "later" ? Number(of("[name=at]", field).value) : 0;
      return [{ id: field.dataset.id, at, told: of("[name=told]", field).checked ? at : null }];
    });
    return {
      people: Object.fromEntries([...form.querySelectorAll("[name=people]")].map((field) => [field.dataset.id, Number(field.value)])),
      cues: [{ id: "alarm", at: 0, median: number("median"), p95: number("p95") }],
      exits: blocks("exits"),
      smokes: blocks("smokes"),
      word_of_mouth: form.elements.word_of_mouth.checked,
      seeds: number("seeds"),
    };
  }

  /** Fields that matter only for some choices come and go with them. */
  function settle() {
    for (const field of form.querySelectorAll("[data-block]")) {
      const how = of("[name=how]", field).value;
      for (const part of field.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(how);
    }
    of("[data-total]").textContent = [...form.querySelectorAll("[name=people]")].reduce((sum, field) => sum + Number(field.value), 0);
  }

  function complain(words) {
    problem.textContent = words;
    problem.hidden = !words;
  }

  function show(job) {
    const open = OPEN.includes(job?.state);
    progress.hidden = !open;
    submit.hidden = open;
    if (open) {
      of("progress").value = job.progress;
      const words = job.state === "queued" ? (job.ahead ? `排队中，前面还有 ${job.ahead} 个` : "马上开始") : `已算 ${Math.round(job.progress * 100)}%`;
      if (said.textContent !== words) said.textContent = words;
    }
    complain(job?.state === "failed" ? job.words : "");
  }

  async function watch(number) {
    run = number;
    for (;;) {
      let job;
      try {
        job = await api(`runs/${number}`);
      } catch {
        job = null;
      }
      if (run !== number) return;
      if (job) show(job);
      if (job && !OPEN.includes(job.state)) return void finish(job);
      await new Promise((after) => setTimeout(after, ASK_AGAIN));
    }
  }

  async function finish(job) {
    if (job.state !== "done") return;
    tell(job);
    history.replaceState(null, "", `${location.pathname}?plan=${plan.slug}&run=${job.run}`);
    await draw(job, true);
  }

  async function draw(job, play) {
    map?.destroy();
    of("[data-map]").replaceChildren();
    const spec = { plan, ...(job?.tracks ? { run: job.run, play, inputs: job.inputs, happened: happened(job.inputs) } : {}) };
    map = await mount(of("[data-map]"), "evacuation_map", spec);
    if (job && job.state === "done" && !job.tracks) complain("这次的动画已经清理，再运行一次就有。");
  }

  function happened({ exits, smokes }) {
    const name = (list, id) => list.find((each) => each.id === id)?.name ?? id;
    const blocked = [
      ...exits.map((block) => ({ at: block.at, text: `${name(plan.exits, block.id)}不能走了` })),
      ...smokes.map((block) => ({ at: block.at, text: `${name(plan.smokes, block.id)}堵住了路` })),
    ];
    return [{ at: 0, text: "警报响了" }, ...blocked].sort((a, b) => a.at - b.at);
  }

  function tell(job) {
    const told = job.summary;
    const lines = document.createElement("dl");
    const add = (name, words, kind) => lines.append(make("dt", name), make("dd", words, kind ?? "number"));
    if (told.stranded.high) add("没有走出来", `${told.stranded.low} 至 ${told.stranded.high} 人`, "number late-text");
    const muster = plan.musters.length ? told.muster : null;
    if (muster) add("全部走到集合点", range(muster), "number evac-big");
    if (told.last_out) add("最后一人出门", range(told.last_out), muster ? "number" : "number evac-big");
    if (told.first_out) add("第一人出门", range(told.first_out));
    if (told.in_smoke.high) add("走进过烟里", `${told.in_smoke.low} 至 ${told.in_smoke.high} 人`, "number late-text");
    for (const door of told.exits) add(`从${door.name}`, door.low === door.high ? `${door.low} 人` : `${door.low} 至 ${door.high} 人`);
    const note = make("p", `${told.people} 人，模拟 ${told.seeds} 次；“至”的两端是第 5 和第 95 百分位。${told.engine}。`, "hint");
    of("[data-result]").replaceChildren(lines, chart(told), note);
    of(".evac-result").hidden = false;
    of("[data-expected]").textContent = told.stranded.high ? "推算：不能全部到达集合点，见上面。" : `推算：${range(muster ?? told.last_out)}${muster ? "全部走到集合点" : "全部出门"}。`;
  }

  form.addEventListener("input", settle);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complain("");
    submit.disabled = true;
    try {
      const job = await api("runs", { slug: form.dataset.slug, inputs: inputs() });
      show(job);
      watch(job.run);
    } catch (error) {
      complain(error.message);
    } finally {
      submit.disabled = false;
    }
  });
  of("[data-cancel]").addEventListener("click", async () => {
    try {
      const job = await api(`runs/${run}/cancel`, {});
      show(job);
      if (job.state === "cancelled") run = 0; // what is still being asked about it would show it running again
    } catch (error) {
      complain(error.message);
    }
    submit.focus();
  });

  settle();
  draw(first, false);
  if (first?.state === "done") tell(first);
  else if (first && OPEN.includes(first.state)) watch(first.run);
}
