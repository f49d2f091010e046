// The people of a drill on its plan: what has happened so far drives them. For the console, the hotwash, any drill screen.

import { api } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { evacuationMap, fetchTracks } from "./evacuation_map.js";
import "./people.css";

const PEOPLE_AGAIN = 700;
const PEOPLE_CALM = 900;

/** What an answer says of the run, as it stands now or as it went. */
export function peopleWords({ summary, inputs }, /** @type {boolean} */ going) {
  if (!inputs.cues.length) return "还没有人起身：没有报警，也没有下令。";
  const { muster, stranded } = summary;
  const so = going ? "照现在的情况" : "照这次发生的事";
  const minutes = (/** @type {number} */ seconds) => Math.round(seconds / 6) / 10;
  if (stranded.high) return `${so}，会有 ${stranded.low} 至 ${stranded.high} 人走不出来。`;
  return muster ? `${so}，第 ${minutes(muster.p5)} 至 ${minutes(muster.p95)} 分钟全部走到集合点。` : "";
}

/** The map of a run's people, made with the first plan the server sends. */
function peopleMap(place, now) {
  /** @type {ReturnType<typeof evacuationMap> | null} */
  let map = null;
  let moment = 0;
  let shown = 0;
  return {
    there: () => map !== null,
    shown: () => shown,
    make(plan) {
      map = evacuationMap(plan, { driven: !now });
      place.replaceChildren(map.el);
    },
    show(buffer, data) {
      if (!map) return;
      map.show(buffer, { happened: data.happened, inputs: data.inputs, keep: shown > 0 });
      if (!shown && now) map.follow(() => now() / 1000);
      if (!now) map.seek(moment);
      shown = data.run;
    },
    at(ms) {
      moment = ms / 1000;
      map?.seek(moment);
    },
    stop: () => map?.stop(),
  };
}

/**
 * People of a run. `now` gives the run's time in ms and ties the map to it; without it `at` says which moment to show.
 * Call `update` when something has happened; `present` hears whether there is a map at all.
 * @param {number} run @param {{now?: () => number, present?: (is: boolean) => void}} hooks
 */
function drillPeople(run, { now, present } = {}) {
  const place = h("div", { class: "people-map" });
  const words = h("p", { class: "people-words", role: "status" });
  const note = h("p", { class: "people-note" }, "这是模型按已发生的事推算的一种可能，不影响演练计分。后面的部分假定再没有新情况。");
  const el = h("div", { class: "people" }, words, place, note);
  const map = peopleMap(place, now);
  let [timer, wanted, stopped, absent] = [0, 0, false, false];

  function say(text) {
    setWords(words, text);
    words.hidden = !text;
  }

  async function ask() {
    clearTimeout(timer);
    const { status, data } = await api(`api/evacuation/drills/${run}`, { method: "POST", body: { plan: !map.there() } });
    if (stopped) return;
    const known = status === 200 && data.state !== "none";
    if (status === 200 || status === 403) present?.(known);
    if (status === 0 || status >= 500) return again();
    absent = status === 403 || data.state === "none";
    if (known) await take(data);
  }
  async function take(data) {
    if (data.state === "missing" || data.state === "failed" || data.state === "cancelled") return say(data.words);
    if (data.plan && !map.there()) map.make(data.plan);
    if (data.state !== "done") {
      if (!map.shown()) say("正在推算人怎么走…");
      return again();
    }
    if (data.run === map.shown()) return;
    const buffer = await fetchTracks(data.run).catch(() => null);
    if (stopped || !buffer) return;
    map.show(buffer, data);
    say(peopleWords(data, Boolean(now)));
  }
  function again() {
    clearTimeout(timer);
    timer = setTimeout(ask, PEOPLE_AGAIN);
  }

  ask();
  return {
    el,
    update() {
      clearTimeout(wanted);
      if (!absent) wanted = setTimeout(ask, PEOPLE_CALM);
    },
    at: map.at,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(wanted);
      map.stop();
    },
  };
}

/**
 * The drill's own plan and its people in one place, one shown at a time; without people there is nothing to choose.
 * @param {HTMLElement} plan @param {number} run @param {() => number} [now] the run's time in ms
 */
export function planOrPeople(plan, run, now) {
  const tab = (words, on) => h("button", { type: "button", "aria-pressed": String(on) }, words);
  const [first, second] = [tab("平面图", true), tab("人员推演", false)];
  const tabs = h("div", { class: "people-tabs", role: "group", "aria-label": "看什么", hidden: true }, first, second);
  const people = drillPeople(run, { now, present: (is) => { tabs.hidden = !is; } });
  people.el.hidden = true;
  const choose = (on) => {
    [plan.hidden, people.el.hidden] = [on, !on];
    plan.closest(".console-scene")?.classList.toggle("has-people", on);
    first.setAttribute("aria-pressed", String(!on));
    second.setAttribute("aria-pressed", String(on));
  };
  first.addEventListener("click", () => choose(false));
  second.addEventListener("click", () => choose(true));
  return { el: h("div", { class: "people-place" }, tabs, plan, people.el), update: people.update, at: people.at, stop: people.stop };
}
