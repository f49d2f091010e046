// The people of a drill on its plan: what has happened so far drives them. For the console, the hotwash, any drill screen.

import { api } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { evacuationMap, fetchTracks } from "./evacuation_map.js";
import "./people.css";

const PEOPLE_AGAIN = 700;
const PEOPLE_CALM = 900;

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
  let [map, shown, timer, wanted, moment, stopped, absent] = [null, 0, 0, 0, 0, false, false];

  function say(text) {
    setWords(words, text);
    words.hidden = !text;
  }

  function told({ summary, inputs }) {
    if (!inputs.cues.length) return "还没有人起身：没有报警，也没有下令。";
    const { muster, stranded } = summary;
    const so = now ? "照现在的情况" : "照这次发生的事";
    if (stranded.high) return `${so}，会有 ${stranded.low} 至 ${stranded.high} 人走不出来。`;
    return muster ? `${so}，第 ${Math.round(muster.p5 / 6) / 10} 至 ${Math.round(muster.p95 / 6) / 10} 分钟全部走到集合点。` : "";
  }

  async function ask() {
    clearTimeout(timer);
    const { status, data } = await api(`api/evacuation/drills/${run}`, { method: "POST", body: { plan: !map } });
    if (stopped) return;
    const known = status === 200 && data.state !== "none";
    if (status === 200 || status === 403) present?.(known);
    if (status === 0 || status >= 500) return again();
    absent = status === 403 || data.state === "none";
    if (!known) return;
    if (data.state === "missing" || data.state === "failed" || data.state === "cancelled") return say(data.words);
    if (data.plan && !map) {
      map = evacuationMap(data.plan, { driven: !now });
      place.replaceChildren(map.el);
    }
    if (data.state !== "done") {
      if (!shown) say("正在推算人怎么走…");
      return again();
    }
    if (data.run === shown) return;
    const buffer = await fetchTracks(data.run).catch(() => null);
    if (stopped || !buffer) return;
    map.show(buffer, { happened: data.happened, inputs: data.inputs, keep: shown > 0 });
    if (!shown && now) map.follow(() => now() / 1000);
    if (!now) map.seek(moment);
    shown = data.run;
    say(told(data));
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
    at(ms) {
      moment = ms / 1000;
      map?.seek(moment);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(wanted);
      map?.stop();
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
    first.setAttribute("aria-pressed", String(!on));
    second.setAttribute("aria-pressed", String(on));
  };
  first.addEventListener("click", () => choose(false));
  second.addEventListener("click", () => choose(true));
  return { el: h("div", { class: "people-place" }, tabs, plan, people.el), update: people.update, at: people.at, stop: people.stop };
}
