// People walking out of a plan: play, pause, scrub, speed, counts at the doors, and the same as a table.

import { baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { evacCrowd, readTracks } from "./evacuation_tracks.js";
import { evacColours, evacPeople, evacPlan, evacScene, evacWays } from "./evacuation_scene.js";
import "./evacuation_map.css";

const MAP_SPEEDS = [1, 2, 4, 8];
const MAP_JUMP = 5;
const MAP_ROWS = 8;

const evacClock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * A map to put anywhere. `show` gives it an answer, `follow` ties it to a clock (a drill's) instead of its own.
 * @param {{bounds: number[], exits: any[]}} plan @param {{driven?: boolean}} [how] driven: another scrubber sets the time
 */
export function evacuationMap(plan, { driven = false } = {}) {
  const canvas = h("canvas", { class: "evac-canvas", role: "img" });
  const toggle = h("button", { type: "button", class: "anpei-button evac-play", onclick: () => run(!playing) });
  const scrub = h("input", { type: "range", min: 0, max: 1, step: 0.25, value: 0, "aria-label": "时间", oninput: () => { leaveClock(); seek(Number(scrub.value)); } });
  const speed = h("select", { class: "evac-speed", "aria-label": "播放速度", onchange: () => { factor = Number(speed.value); } },
    ...MAP_SPEEDS.map((x) => h("option", { value: x, selected: x === 4 }, `${x} 倍`)));
  const back = h("button", { type: "button", class: "anpei-button evac-follow", hidden: true, onclick: () => follow(clock) }, "回到演练时间");
  const time = h("output", { class: "evac-time" });
  const counts = h("p", { class: "evac-counts" });
  const news = h("p", { class: "evac-news", hidden: true });
  const table = h("div", { class: "evac-table" });
  const controls = h("div", { class: "evac-controls", hidden: driven }, toggle, scrub, time, speed, back);
  const el = h("figure", { class: "evac-map", onkeydown: keys }, canvas, news, controls, counts,
    h("ul", { class: "evac-legend" }, ...[["inside", "在里面"], ["dense", "拥挤"], ["out", "已走出"], ["stuck", "没有出来"]].map(([kind, words]) => h("li", { class: `is-${kind}` }, words))),
    h("details", { class: "evac-words" }, h("summary", null, "用表格看"), table));
  let [tracks, marks, blocks] = [null, [], { exits: [], smokes: [] }];
  let [now, factor, playing, last, clock, live] = [0, 4, false, 0, null, false];
  let [view, sheet, request, told] = [null, null, 0, ""];
  let places = new Float64Array(0);
  const watch = new ResizeObserver(() => redraw());
  const themes = new MutationObserver(() => redraw());
  const redraw = () => { view = null; paint(); };
  const isOut = (i) => (tracks?.out[i]?.at ?? Infinity) <= now;
  const stuck = (i) => now >= (tracks?.length ?? Infinity) && tracks.out[i]?.at === Infinity;

  function paint() {
    if (!canvas.clientWidth) return;
    if (!view || canvas.width !== Math.round(canvas.clientWidth * view.ratio)) {
      view = evacScene(canvas, plan, evacColours(el));
      sheet = evacPlan(view, plan);
    }
    const pen = canvas.getContext("2d");
    const begun = (items) => new Set(items.filter((item) => item.at <= now).map((item) => item.id));
    pen.drawImage(sheet, 0, 0);
    evacWays(pen, view, plan, begun(blocks.exits), begun(blocks.smokes));
    if (tracks) evacPeople(pen, view, tracks.at(now, places), { isOut, stuck, dense: evacCrowd(places, isOut) });
    say();
  }

  /** Everything in words, touched only when it changes. */
  function say() {
    const left = tracks ? tracks.left(now) : { all: 0, by: {} };
    const doors = plan.exits.map((door) => `${door.name} ${left.by[door.id] ?? 0} 人`).join("，");
    const words = tracks ? `里面还有 ${tracks.people - left.all} 人；已走出：${doors}` : "还没有结果。";
    const at = `${evacClock(now)} / ${evacClock(tracks?.length ?? 0)}`;
    if (words !== counts.textContent) counts.textContent = words;
    if (at !== time.textContent) {
      time.textContent = at;
      scrub.setAttribute("aria-valuetext", `${evacClock(now)}，${words}`);
    }
    canvas.setAttribute("aria-label", `${plan.title}平面图`);
    const mark = marks.findLast?.((each) => each.at <= now)?.text ?? "";
    if (mark !== told) {
      told = news.textContent = mark;
      news.hidden = !mark;
    }
  }

  function seek(to) {
    now = Math.max(0, Math.min(to, tracks?.length ?? 0));
    if (document.activeElement !== scrub || playing) scrub.value = String(now);
    paint();
  }

  function step(stamp) {
    const passed = Math.min(0.25, (stamp - last) / 1000);
    last = stamp;
    if (live && clock) seek(clock());
    else seek(now + passed * factor);
    if (!live && now >= (tracks?.length ?? 0)) run(false);
    if (playing) request = requestAnimationFrame(step);
  }

  function run(on) {
    cancelAnimationFrame(request);
    if (on && !live && now >= (tracks?.length ?? 0)) now = 0;
    playing = on && Boolean(tracks);
    toggle.replaceChildren(playing ? "暂停" : "播放");
    toggle.disabled = scrub.disabled = speed.disabled = !tracks;
    if (!playing && tracks) live = false;
    back.hidden = !clock || live;
    last = performance.now();
    if (playing) request = requestAnimationFrame(step);
  }

  function leaveClock() {
    if (!live) return;
    live = false;
    back.hidden = !clock;
  }

  function follow(of) {
    [clock, live] = [of, Boolean(of)];
    run(live);
  }

  function keys(event) {
    if (event.target !== el && event.target !== canvas && event.target !== scrub) return;
    if (event.key === " ") run(!playing);
    else if (event.target !== scrub && event.key === "ArrowLeft") [leaveClock(), seek(now - MAP_JUMP)];
    else if (event.target !== scrub && event.key === "ArrowRight") [leaveClock(), seek(now + MAP_JUMP)];
    else return;
    event.preventDefault();
  }

  function drawTable() {
    const every = Math.max(5, Math.ceil(tracks.length / MAP_ROWS / 5) * 5);
    const moments = Array.from({ length: Math.floor(tracks.length / every) + 1 }, (_, i) => i * every);
    if (moments.at(-1) < tracks.length) moments.push(tracks.length);
    table.replaceChildren(h("table", null, h("caption", { class: "anpei-spoken" }, "各时刻的人数"),
      h("thead", null, h("tr", null, ...["时间", "里面还有", ...plan.exits.map((door) => door.name)].map((x) => h("th", { scope: "col" }, x)))),
      h("tbody", null, ...moments.map((moment) => {
        const left = tracks.left(moment);
        return h("tr", null, h("th", { scope: "row" }, evacClock(moment)), h("td", null, String(tracks.people - left.all)),
          ...plan.exits.map((door) => h("td", null, String(left.by[door.id] ?? 0))));
      }))));
  }

  watch.observe(canvas);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  canvas.style.aspectRatio = `${plan.bounds[2] - plan.bounds[0]} / ${plan.bounds[3] - plan.bounds[1]}`;
  run(false);
  say();
  return {
    el,
    follow,
    seek,
    run,
    /** Show an answer: packed tracks, what happened when, and which ways were blocked. Keeps the time when asked to. */
    show(buffer, { happened = [], inputs = {}, keep = false } = {}) {
      tracks = readTracks(buffer);
      places = new Float64Array(tracks.people * 2);
      marks = happened;
      blocks = { exits: inputs.exits ?? [], smokes: inputs.smokes ?? [] };
      scrub.max = String(tracks.length);
      drawTable();
      run(playing || live);
      if (!keep) now = 0;
      seek(live && clock ? clock() : now);
    },
    now: () => now,
    stop() {
      cancelAnimationFrame(request);
      watch.disconnect();
      themes.disconnect();
    },
  };
}

/** The tracks of an answer, from the server. */
export async function fetchTracks(run) {
  const answer = await fetch(`${baseUrl()}api/evacuation/runs/${run}/tracks`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`tracks: ${answer.status}`);
  return answer.arrayBuffer();
}
