// @uses _drill_parts, _drill_link, _console_parts, _drill_people
// The director's console: start a drill on chosen kiosks, watch it live, send injects, pause, stop.

const REFRESH = 3000;
const REMEMBERED = "anpei-console-run";

/** Ask before something that can't be taken back. */
function confirmStop(stop) {
  const dialog = h("dialog", { class: "console-dialog", "aria-labelledby": "console-stop" },
    h("h2", { id: "console-stop" }, "终止这次演练？"),
    h("p", null, "所有终端会立即停下，这一次不计入培训档案。出现真实险情时，先终止，再按真实情况处置。"),
    h("div", { class: "console-dialog-buttons" },
      button("继续演练", { onclick: () => dialog.close(), autofocus: true }),
      button("终止演练", { class: "is-danger", onclick: () => [dialog.close(), stop()] }, "stop")));
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

/** The page of one run; `update` takes views, `stop` lets go. */
function runPage(run, { back, act, kiosks }) {
  const plan = sitePlan();
  const clock = runClock();
  const scene = planOrPeople(plan.el, run, () => clock.now());
  const clockEl = h("time", { class: "console-clock", "aria-label": "演练用时" });
  const head = h("header", { class: "console-head" });
  const meters = h("div", { class: "drill-meters" });
  const [members, nodes, injects] = [h("ul", { class: "console-members" }), h("ol", { class: "console-nodes" }), h("ul", { class: "console-injects" })];
  const events = h("ol");
  const log = h("div", { class: "console-events", tabindex: "0", role: "log", "aria-label": "事件" }, events);
  const text = h("textarea", { class: "console-input", rows: "2", maxlength: "300", "aria-label": "临时情景信息", placeholder: "临时情景信息" });
  const to = h("select", { class: "console-input", "aria-label": "发给谁" }, h("option", { value: "" }, "全体"));
  const message = h("form", { class: "console-message", onsubmit: sendText }, text, to, h("button", { class: "console-button", type: "submit" }, icon("send"), "下发"));
  const counted = h("span");
  const title = (words, extra) => h("h2", null, words, extra);
  const el = h("div", { class: "console-run" }, head,
    h("section", { class: "console-panel console-scene" }, meters, scene.el, title("参演席位"), members),
    h("section", { class: "console-panel" }, title("决策", counted), nodes),
    h("section", { class: "console-panel" }, title("情景信息"), injects, message),
    h("section", { class: "console-panel" }, title("事件"), log));
  let view = null;
  let link = "slow";
  let asked = "";
  let heard = performance.now();

  async function sendText(event) {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    if (await act("message", { text: text.value.trim(), to: to.value ? [to.value] : [] })) text.value = "";
    return undefined;
  }

  function drawHead() {
    const { status, title: name, phase } = view;
    const over = status === "ended";
    const orders = [
      status === "waiting" && button("立即开始", { class: "is-primary", onclick: () => act("start"), disabled: !view.members.length }, "play"),
      status === "running" && button("暂停", { onclick: () => act("pause") }, "pause"),
      status === "paused" && button("继续", { class: "is-primary", onclick: () => act("resume") }, "play"),
      !over && button("终止演练", { class: "is-danger", onclick: ask }, "stop"),
    ];
    head.replaceChildren(
      button("返回", { onclick: back }, "back"),
      h("div", { class: "console-title" }, h("h1", null, name), h("span", null, view.place)),
      pill(status === "running" ? "live" : status === "paused" ? "busy" : "idle", over ? END_WORDS[view.how] : RUN_WORDS[status]),
      over ? resultWords(view.result) : h("span", { class: "console-phase" }, phase),
      over ? "" : h("span", { class: `console-link is-${link}` }, icon(link === "ok" ? "check" : "away"), link === "ok" ? "实时" : "正在重连"),
      clockEl, ...orders.filter(Boolean));
  }

  function ask() {
    const dialog = confirmStop(() => act("stop"));
    el.append(dialog);
    dialog.showModal();
  }

  function drawRows() {
    const live = view.status === "running";
    members.replaceChildren(...(view.members.length ? view.members.map((m) => memberRow(m, kiosks)) : [h("li", { class: "console-empty" }, "还没有人就位。参演人员在终端上输入工号和 PIN 码后，演练自动开始。")]));
    nodes.replaceChildren(...view.nodes.map(nodeRow));
    showOpen();
    const held = injects.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    injects.replaceChildren(...view.injects.map((inject) => injectRow(inject, (id) => act("inject", { id }), live)));
    if (held) injects.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
    counted.textContent = `${view.done} / ${view.total}`;
    if (to.options.length === 1) to.append(...view.roles.map((role) => h("option", { value: role.id }, role.title)));
    message.querySelectorAll("textarea, select, button").forEach((control) => (control.disabled = !live));
    const known = Number(events.firstChild?.dataset.seq ?? 0);
    events.prepend(...view.events.filter((event) => event.seq > known).reverse().map(eventRow));
  }

  /** Bring the question now open into sight, once. */
  function showOpen() {
    const now = view.nodes.find((node) => node.status === "open")?.id ?? "";
    if (now !== asked) nodes.querySelector(".is-open")?.scrollIntoView({ block: "nearest" });
    asked = now;
  }

  function tick() {
    clockEl.textContent = clockText(clock.now());
    const gone = view?.status === "running" ? performance.now() - heard : 0;
    nodes.querySelectorAll("[data-left]").forEach((cell) => {
      cell.textContent = `剩 ${Math.max(0, Math.ceil((cell.dataset.left - gone) / 1000))} 秒`;
    });
  }

  function update(next) {
    if (view && next.seq < view.seq) return;
    if (next.seq !== view?.seq) scene.update();
    [view, heard] = [next, performance.now()];
    clock.set(view.clock, view.status === "running");
    drawHead();
    meters.replaceChildren(...meterTiles(view.meters));
    plan.show(view.layers);
    drawRows();
    tick();
  }

  async function fetchPlan() {
    const { status, data } = await api(`api/drills/runs/${run}`).catch(() => ({ status: 0 }));
    if (status !== 200) return void setTimeout(fetchPlan, 1500);
    plan.draw(data.plan);
    update(data.view);
    return plan.show(data.view.layers);
  }

  const timer = setInterval(tick, 250);
  const unfollow = followRun(`api/drills/runs/${run}/events`, {
    view: update,
    link(now) {
      if (now !== link && view) {
        link = now;
        drawHead();
      }
      link = now;
    },
  });
  fetchPlan();
  return {
    el,
    stop() {
      clearInterval(timer);
      unfollow();
      scene.stop();
    },
  };
}

function render({ el }) {
  const screen = h("main", { class: "console-screen" });
  const problem = h("p", { class: "console-toast", role: "alert", hidden: true });
  const root = h("div", { class: "anpei anpei-director" }, screen, problem);
  el.append(root);
  let timer = 0;
  let page = null;
  let listed = "";
  const kiosks = new Map();

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
    sessionStorage.setItem(REMEMBERED, String(run));
    const act = (action, what = {}) => post(`api/drills/runs/${run}/actions`, { uuid: uuid(), action, ...what });
    page = runPage(run, { back, act, kiosks });
    screen.replaceChildren(page.el);
  }

  function back() {
    page?.stop();
    [page, listed] = [null, ""];
    sessionStorage.removeItem(REMEMBERED);
    list();
  }

  async function begin(scenario, seats, tell) {
    const made = await post("api/drills/runs", { scenario, seats });
    if (made) open(made.run);
    else tell("没有开始。请看提示，改正后再试。");
  }

  /** The first page, drawn again only when what it shows has changed and nobody is filling it in. */
  async function list() {
    clearTimeout(timer);
    const { status, data } = await api("api/drills/runs").catch(() => ({ status: 0, data: {} }));
    if (status === 200) {
      data.kiosks.forEach((kiosk) => kiosks.set(kiosk.id, kiosk.name));
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
    const key = JSON.stringify([data.scenarios, data.kiosks.map(({ seen, ...kiosk }) => kiosk), data.runs]);
    const busy = screen.querySelector(".console-kiosk.is-chosen") !== null;
    if (key === listed || (busy && listed)) return;
    listed = key;
    screen.replaceChildren(startPage(data, { begin, open }));
  }

  list();
  return () => {
    clearTimeout(timer);
    page?.stop();
    root.remove();
  };
}

export default { render };
