// The director's console: start a drill on chosen kiosks, watch it live, send injects, pause, skip, stop, sign.

import "../../shared/style.css";
import { act } from "../../shared/acts.js";
import { api, told } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { forget, recall, remember } from "../../shared/preferences.js";
import { runPage } from "./run.js";
import { watchEmergency } from "../shared/emergency.js";
import { startPage } from "./start.js";
import "./style.css";

const REFRESH = 3000;
const REMEMBERED = "anpei-console-run";

/** A sentence over the page, for a while. */
function toast() {
  const el = h("p", { class: "console-toast", role: "alert", hidden: true });
  return {
    el,
    say(/** @type {string} */ words) {
      el.textContent = words;
      el.hidden = !words;
      if (words) setTimeout(() => (el.hidden = true), 6000);
    },
  };
}

/** Ask the server for an act; what it answers, or null and the reason said. */
const asking = (/** @type {(words: string) => void} */ complain) => async (/** @type {string} */ path, /** @type {object} */ body) => {
  const answer = await act(path, body);
  if (answer.status === 200) return answer.data;
  complain(told(answer));
  return null;
};

/** What a director does in a run, each fact under its own uuid. */
function actsOf(/** @type {number} */ run, /** @type {ReturnType<typeof asking>} */ post) {
  const to = (/** @type {string} */ what) => `api/drills/runs/${run}/${what}`;
  return {
    act: (/** @type {string} */ action, what = {}) => post(to("actions"), { action, ...what }),
    note: (/** @type {object} */ what) => post(to("observations"), what),
    correct: (/** @type {object} */ what) => post(to("scores"), what),
    sign: (/** @type {object} */ what) => post(to("signature"), what),
  };
}

const notForYou = (/** @type {any} */ error) =>
  h("div", { class: "console-panel" }, h("h1", null, error?.message ?? "你没有权限"), h("p", null, "导调台只对导调员开放。"));

/** What of the list is shown: when a kiosk was heard of is not. */
const shownOf = ({ scenarios, kiosks, runs, plans }) =>
  JSON.stringify([scenarios, plans, kiosks.map(({ seen: _seen, silent: _silent, ...kiosk }) => kiosk), runs]);

function render({ el }) {
  const screen = h("main", { class: "console-screen" });
  const problem = toast();
  const root = h("div", { class: "anpei anpei-director" }, screen, problem.el);
  el.append(root);
  const post = asking(problem.say);
  /** @type {ReturnType<typeof runPage> | null} */
  let page = null;
  let [timer, listed, kept] = [0, "", {}];

  function open(/** @type {number} */ run) {
    clearTimeout(timer);
    page?.stop();
    kept = {};
    remember(REMEMBERED, String(run), { tab: true });
    page = runPage(run, { back, ...actsOf(run, post) });
    screen.replaceChildren(page.el);
  }

  function back() {
    page?.stop();
    [page, listed] = [null, ""];
    forget(REMEMBERED, { tab: true });
    list();
  }

  async function begin(scenario, seats, how, tell) {
    const made = await post("api/drills/runs", { scenario, seats, ...how });
    return made ? open(made.run) : tell("没有开始。请看提示，改正后再试。");
  }

  async function list() {
    clearTimeout(timer);
    const { status, data } = await api("api/drills/runs");
    const remembered = Number(recall(REMEMBERED, { tab: true }));
    if (status === 401 || status === 403) return screen.replaceChildren(notForYou(data.error));
    if (status === 200 && remembered && !page && !listed) return open(remembered);
    if (status === 200 && !page) drawList(data);
    if (!page) timer = setTimeout(list, REFRESH);
    return undefined;
  }

  /** The first page, drawn again only when what it shows has changed and nobody is filling it in. */
  function drawList(data) {
    const key = shownOf(data);
    const busy = screen.querySelector(".console-kiosk.is-chosen") !== null;
    if (key === listed || (busy && listed)) return;
    listed = key;
    screen.replaceChildren(startPage(data, { begin, open, root, kept }));
  }

  list();
  const calm = watchEmergency(root, () => (listed = ""));
  return () => {
    calm();
    clearTimeout(timer);
    page?.stop();
    root.remove();
  };
}

export default { render };
