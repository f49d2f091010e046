// The director's console: start a drill on chosen kiosks, watch it live, send injects, pause, skip, stop, sign.

import "../../shared/style.css";
import { api } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { uuid } from "../../shared/uuid.js";
import { runPage } from "./run.js";
import { watchEmergency } from "../shared/emergency.js";
import { startPage } from "./parts.js";
import "./style.css";

const REFRESH = 3000;
const REMEMBERED = "anpei-console-run";

function render({ el }) {
  const screen = h("main", { class: "console-screen" });
  const problem = h("p", { class: "console-toast", role: "alert", hidden: true });
  const root = h("div", { class: "anpei anpei-director" }, screen, problem);
  el.append(root);
  let timer = 0;
  let page = null;
  let listed = "";
  let kept = {};

  function complain(words) {
    problem.textContent = words;
    problem.hidden = !words;
    if (words) setTimeout(() => (problem.hidden = true), 6000);
  }

  async function post(path, body) {
    try {
      const { status, data } = await api(path, { method: "POST", body });
      if (status === 200) return data;
      complain([data.error?.message, data.error?.way_out].filter(Boolean).join("") || "没有成功，请再试一次。");
    } catch {
      complain("连不上服务器，请稍后再试。");
    }
    return null;
  }

  function open(run) {
    clearTimeout(timer);
    page?.stop();
    kept = {};
    sessionStorage.setItem(REMEMBERED, String(run));
    const to = (what) => `api/drills/runs/${run}/${what}`;
    page = runPage(run, {
      back,
      act: (action, what = {}) => post(to("actions"), { uuid: uuid(), action, ...what }),
      note: (what) => post(to("observations"), { uuid: uuid(), ...what }),
      correct: (what) => post(to("scores"), { uuid: uuid(), ...what }),
      sign: (what) => post(to("signature"), what),
    });
    screen.replaceChildren(page.el);
  }

  function back() {
    page?.stop();
    [page, listed] = [null, ""];
    sessionStorage.removeItem(REMEMBERED);
    list();
  }

  async function begin(scenario, seats, how, tell) {
    const made = await post("api/drills/runs", { scenario, seats, ...how });
    if (made) open(made.run);
    else tell("没有开始。请看提示，改正后再试。");
  }

  /** The first page, drawn again only when what it shows has changed and nobody is filling it in. */
  async function list() {
    clearTimeout(timer);
    const { status, data } = await api("api/drills/runs").catch(() => ({ status: 0, data: {} }));
    if (status === 200) {
      const remembered = Number(sessionStorage.getItem(REMEMBERED));
      if (remembered && !page && !listed) return open(remembered);
      if (!page) drawList(data);
    } else if (status === 401 || status === 403) {
      screen.replaceChildren(h("div", { class: "console-panel" }, h("h1", null, data.error?.message ?? "您没有权限"), h("p", null, "导调台只对导调员开放。")));
      return undefined;
    }
    if (!page) timer = setTimeout(list, REFRESH);
    return undefined;
  }

  function drawList(data) {
    const key = JSON.stringify([data.scenarios, data.kiosks.map(({ seen: _seen, silent: _silent, ...kiosk }) => kiosk), data.runs]);
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
