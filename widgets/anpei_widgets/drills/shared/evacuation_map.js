// People walking out of a plan: play, pause, scrub, speed, counts at the doors, and the same as a table.

import { baseUrl } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { last, lastWhere } from "../../shared/values.js";
import { mapPlayer } from "./evacuation_player.js";
import { evacCrowd, readTracks } from "./evacuation_tracks.js";
import { evacColours, evacPeople, evacPlan, evacScene, evacWays } from "./evacuation_scene.js";
import "./evacuation_map.css";

const MAP_SPEEDS = [1, 2, 4, 8];
const MAP_JUMP = 5;
const MAP_ROWS = 8;
const LEGEND = [["inside", "在里面"], ["dense", "拥挤"], ["out", "已走出"], ["stuck", "没有出来"]];

/** @typedef {ReturnType<typeof readTracks>} Tracks */
/** @typedef {{id: string, at: number}} Block */
/** @typedef {{title: string, bounds: number[], exits: any[], [key: string]: any}} Plan */
/** What is shown. @typedef {{tracks: Tracks | null, marks: {at: number, text: string}[], exits: Block[], smokes: Block[]}} Answer */

const evacClock = (/** @type {number} */ seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The canvas: the plan is drawn anew when the size or the theme has changed, the people at every moment. */
function mapPicture(/** @type {HTMLElement} */ el, /** @type {HTMLCanvasElement} */ canvas, /** @type {Plan} */ plan, /** @type {() => void} */ again) {
  /** @type {ReturnType<typeof evacScene> | null} */
  let view = null;
  /** @type {HTMLCanvasElement} */
  let sheet;
  let places = new Float64Array(0);
  const redraw = () => {
    view = null;
    again();
  };
  const watch = new ResizeObserver(redraw);
  const themes = new MutationObserver(redraw);
  watch.observe(canvas);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return {
    paint(/** @type {number} */ now, /** @type {Answer} */ { tracks, exits, smokes }) {
      if (!canvas.clientWidth) return;
      if (!view || canvas.width !== Math.round(canvas.clientWidth * view.ratio)) {
        view = evacScene(canvas, plan, evacColours(el));
        sheet = evacPlan(view, plan);
      }
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      const begun = (/** @type {Block[]} */ items) => new Set(items.filter((item) => item.at <= now).map((item) => item.id));
      pen.drawImage(sheet, 0, 0);
      evacWays(pen, view, plan, begun(exits), begun(smokes));
      if (!tracks) return;
      if (places.length !== tracks.people * 2) places = new Float64Array(tracks.people * 2);
      const isOut = (/** @type {number} */ i) => (tracks.out[i]?.at ?? Infinity) <= now;
      const stuck = (/** @type {number} */ i) => now >= tracks.length && tracks.out[i]?.at === Infinity;
      evacPeople(pen, view, tracks.at(now, places), { isOut, stuck, dense: evacCrowd(places, isOut) });
    },
    stop() {
      watch.disconnect();
      themes.disconnect();
    },
  };
}

/** The same in words, touched only when they change: who is left, who has gone where, what has just happened. */
function mapWords(/** @type {Plan} */ plan) {
  const counts = h("p", { class: "evac-counts" });
  const news = h("p", { class: "evac-news", hidden: true });
  return {
    counts, news,
    show(/** @type {number} */ now, /** @type {Answer} */ { tracks, marks }) {
      const left = tracks ? tracks.left(now) : { all: 0, by: {} };
      const doors = plan.exits.map((door) => `${door.name} ${left.by[door.id] ?? 0} 人`).join("，");
      setWords(counts, tracks ? `里面还有 ${tracks.people - left.all} 人；已走出：${doors}` : "还没有结果。");
      const mark = lastWhere(marks, (each) => each.at <= now)?.text ?? "";
      setWords(news, mark);
      news.hidden = !mark;
      return counts.textContent;
    },
  };
}

/** The numbers at about eight moments, for who reads rather than watches. */
function mapTable(/** @type {Plan} */ plan, /** @type {Tracks} */ tracks) {
  const every = Math.max(5, Math.ceil(tracks.length / MAP_ROWS / 5) * 5);
  const moments = Array.from({ length: Math.floor(tracks.length / every) + 1 }, (_, i) => i * every);
  if ((last(moments) ?? 0) < tracks.length) moments.push(tracks.length);
  const heads = ["时间", "里面还有", ...plan.exits.map((door) => door.name)];
  return h("table", null, h("caption", { class: "anpei-spoken" }, "各时刻的人数"),
    h("thead", null, h("tr", null, ...heads.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, ...moments.map((moment) => {
      const left = tracks.left(moment);
      return h("tr", null, h("th", { scope: "row" }, evacClock(moment)), h("td", null, String(tracks.people - left.all)),
        ...plan.exits.map((door) => h("td", null, String(left.by[door.id] ?? 0))));
    })));
}

/** Play and pause, the slider, the speed, and the way back to a drill's own time. */
function mapControls(/** @type {ReturnType<typeof mapPlayer>} */ player, /** @type {() => number | null} */ length) {
  const toggle = h("button", { type: "button", class: "anpei-button evac-play", onclick: () => player.run(!player.state.playing) });
  const scrub = h("input", { type: "range", min: 0, max: 1, step: 0.25, value: 0, "aria-label": "时间", oninput: () => { player.leave(); player.seek(Number(scrub.value)); } });
  const speed = h("select", { class: "evac-speed", "aria-label": "播放速度", onchange: () => { player.state.factor = Number(speed.value); } },
    ...MAP_SPEEDS.map((x) => h("option", { value: x, selected: x === player.state.factor }, `${x} 倍`)));
  const back = h("button", { type: "button", class: "anpei-button evac-follow", hidden: true, onclick: () => player.follow() }, "回到演练时间");
  const time = h("output", { class: "evac-time" });
  return {
    parts: [toggle, scrub, time, speed, back], scrub,
    /** Another state: playing or not, with the clock or not. */
    look() {
      toggle.replaceChildren(player.state.playing ? "暂停" : "播放");
      toggle.disabled = scrub.disabled = speed.disabled = length() === null;
      scrub.max = String(length() ?? 1);
      back.hidden = !player.hasClock() || player.state.live;
    },
    /** Another moment; a finger on the slider is not pushed away. */
    show(/** @type {string | null} */ words) {
      const { now, playing } = player.state;
      if (document.activeElement !== scrub || playing) scrub.value = String(now);
      setWords(time, `${evacClock(now)} / ${evacClock(length() ?? 0)}`);
      scrub.setAttribute("aria-valuetext", `${evacClock(now)}，${words}`);
    },
  };
}

/**
 * A map to put anywhere. `show` gives it an answer, `follow` ties it to a clock (a drill's) instead of its own.
 * @param {Plan} plan @param {{driven?: boolean}} [how] driven: another scrubber sets the time
 */
export function evacuationMap(plan, { driven = false } = {}) {
  /** @type {Answer} */
  const answer = { tracks: null, marks: [], exits: [], smokes: [] };
  const length = () => answer.tracks?.length ?? null;
  const player = mapPlayer({ length, moved: paint, changed: () => controls.look() });
  const controls = mapControls(player, length);
  const words = mapWords(plan);
  const canvas = h("canvas", { class: "evac-canvas", role: "img", "aria-label": `${plan.title}平面图` });
  const table = h("div", { class: "evac-table" });
  const el = h("figure", { class: "evac-map", onkeydown: keys }, canvas, words.news,
    h("div", { class: "evac-controls", hidden: driven }, controls.parts), words.counts,
    h("ul", { class: "evac-legend" }, LEGEND.map(([kind, name]) => h("li", { class: `is-${kind}` }, name))),
    h("details", { class: "evac-words" }, h("summary", null, "用表格看"), table));
  canvas.style.aspectRatio = `${plan.bounds[2] - plan.bounds[0]} / ${plan.bounds[3] - plan.bounds[1]}`;
  const picture = mapPicture(el, canvas, plan, paint);

  function paint() {
    controls.show(words.show(player.state.now, answer));
    picture.paint(player.state.now, answer);
  }

  function keys(/** @type {KeyboardEvent} */ event) {
    const { target, key } = event;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (target !== el && target !== canvas && target !== controls.scrub) return;
    if (key === " ") player.run(!player.state.playing);
    else if (way && target !== controls.scrub) [player.leave(), player.seek(player.state.now + way * MAP_JUMP)];
    else return;
    event.preventDefault();
  }

  player.run(false);
  paint();
  return {
    el,
    follow: player.follow,
    seek: player.seek,
    run: player.run,
    /** Show an answer: packed tracks, what happened when, and which ways were blocked. Keeps the time when asked to. */
    show(/** @type {ArrayBuffer} */ buffer, /** @type {{happened?: Answer["marks"], inputs?: any, keep?: boolean}} */ { happened = [], inputs = {}, keep = false } = {}) {
      const tracks = readTracks(buffer);
      Object.assign(answer, { tracks, marks: happened, exits: inputs.exits ?? [], smokes: inputs.smokes ?? [] });
      table.replaceChildren(mapTable(plan, tracks));
      player.arrive(keep);
    },
    now: () => player.state.now,
    stop() {
      player.stop();
      picture.stop();
    },
  };
}

/** The tracks of an answer, from the server. */
export async function fetchTracks(run) {
  const answer = await fetch(`${baseUrl()}api/evacuation/runs/${run}/tracks`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`tracks: ${answer.status}`);
  return answer.arrayBuffer();
}
