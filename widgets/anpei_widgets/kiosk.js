// @uses scenario_player, _keypad, _drill_link
// A drill tablet: start screen, tap-in, briefing, the drill, the debrief, and back to the start by itself.

const POLL_IDLE = 2000;
const POLL_RUN = 10000;
const LAST_CALL = 20;

/** Seconds without a touch; the screen returns to its start when they run out. */
function idleTimer(tell, done) {
  let touched = performance.now();
  let limit = 0;
  const touch = () => (touched = performance.now());
  ["pointerdown", "keydown", "wheel", "touchmove"].forEach((name) => addEventListener(name, touch, { passive: true }));
  const timer = setInterval(() => {
    if (!limit) return;
    const left = Math.ceil(limit - (performance.now() - touched) / 1000);
    tell(left <= Math.min(LAST_CALL, limit - 2) ? Math.max(0, left) : null);
    if (left <= 0) {
      touch();
      done();
    }
  }, 500);
  return {
    set(seconds) {
      if (seconds !== limit) touch();
      limit = seconds;
      if (!seconds) tell(null);
    },
    stop() {
      clearInterval(timer);
      ["pointerdown", "keydown", "wheel", "touchmove"].forEach((name) => removeEventListener(name, touch));
    },
  };
}

function startScreen(state, begin) {
  const steps = [["person", "输入工号和 PIN 码"], ["radio", "按通报做决定，有时限"], ["law", "看复盘和依据"]];
  return h("button", { type: "button", class: "kiosk-start", onclick: begin },
    h("span", { class: "kiosk-place" }, state.site, h("b", null, state.device.name)),
    h("span", { class: "kiosk-hero" }, icon("fire"),
      h("span", { class: "kiosk-name" }, state.reserved || "应急演练"),
      h("span", { class: "kiosk-sub" }, state.reserved ? "导调已准备好，请就位" : "练一次，真出事时少想三秒")),
    h("span", { class: "kiosk-steps" }, ...steps.map(([name, words], i) =>
      h("span", null, icon(name), h("b", null, String(i + 1)), words))),
    h("span", { class: "kiosk-go" }, "点这里开始"));
}

function lobby(state, { start, leave }) {
  const cards = state.scenarios.map((scenario) =>
    h("article", { class: "kiosk-scenario" },
      h("div", null, h("h2", null, scenario.title), h("p", null, scenario.summary),
        h("p", { class: "kiosk-meta" }, h("span", null, scenario.place), h("span", null, `最多 ${scenario.nodes} 个决策`), h("span", null, "大约 6 到 9 分钟"))),
      h("button", { type: "button", class: "kiosk-button is-primary is-big", onclick: (e) => start(scenario.id, e.currentTarget) },
        icon("play"), "单人练习")));
  return h("div", { class: "kiosk-lobby" },
    h("header", null, h("h1", { tabindex: "-1" }, `${state.seat.name}，您好`),
      h("button", { type: "button", class: "kiosk-button", onclick: leave }, icon("back"), "离开")),
    h("p", { class: "kiosk-rules" }, "单人练习由您扮演全部角色。每个问题有时限，选项点两下才算数。中途断网、重启都能接着做。"),
    ...cards, ...(state.scenarios.length === 1 ? roleTiles(state.scenarios[0].roles) : []), state.scenarios.length ? null : h("p", { class: "kiosk-empty" }, "还没有可用的演练情景，请联系培训师。"));
}

function roleTiles(roles) {
  return [h("h3", null, "您要轮流担当"),
    h("ul", { class: "kiosk-roles" }, ...roles.map((role) => h("li", null, h("strong", null, role.title), role.duty)))];
}

function notice(title, words, ...rest) {
  return h("div", { class: "kiosk-notice" }, icon("tablet"), h("h1", { tabindex: "-1" }, title), h("p", null, words), ...rest);
}

function render({ el }) {
  const screen = h("main", { class: "kiosk-screen" });
  const bar = h("footer", { class: "kiosk-bar", hidden: true });
  const toast = h("p", { class: "kiosk-toast", role: "status", hidden: true });
  const root = h("div", { class: "anpei anpei-kiosk drill-dark" }, screen, bar, toast);
  el.append(root);

  const box = outbox(() => player?.link(), (refusal) => player?.refused(refusal));
  const idle = idleTimer(showIdle, goHome);
  let state = null;
  let shown = "";
  let player = null;
  let tapping = false;
  let failed = 0;
  let timer = 0;
  let polling = false;

  function showIdle(left) {
    toast.hidden = left === null;
    if (left !== null) toast.textContent = `${left} 秒后回到开始画面，碰一下屏幕就留下`;
  }

  function show(key, make, { idleAfter = 0 } = {}) {
    idle.set(idleAfter);
    if (shown === key) return;
    shown = key;
    if (player && !key.startsWith("run:")) stopPlaying();
    const made = make();
    screen.replaceChildren(made);
    made.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  }

  async function poll() {
    clearTimeout(timer);
    if (polling) return;
    polling = true;
    try {
      const { status, data } = await api("api/kiosk/state", { signal: AbortSignal.timeout?.(8000) });
      if (status === 403 || status === 401) unenrolled(data.error);
      else if (status === 200) take(data);
      else throw new Error(`state: ${status}`);
      failed = 0;
    } catch {
      if (++failed > 2 && !player) show("offline", () => notice("连不上服务器", "正在重新连接，恢复后自动继续。"));
    }
    polling = false;
    clearTimeout(timer);
    timer = setTimeout(poll, player && !failed ? POLL_RUN : POLL_IDLE);
  }

  function unenrolled(error) {
    stopPlaying();
    show("out", () => notice(error?.message ?? "这台设备还没有登记", error?.way_out ?? "请联系管理员。"));
  }

  function take(data) {
    state = data;
    if (state.run && state.seat) play(state.run);
    else if (state.seat) show(`lobby:${state.seat.staff_no}`, () => lobby(state, { start, leave: goHome }), { idleAfter: state.idle });
    else if (tapping) idle.set(state.idle);
    else show(`start:${state.reserved}`, () => startScreen(state, begin));
  }

  function begin() {
    tapping = true;
    const panel = tapInPanel({ enter, back: home, title: state.reserved ? `就位：${state.reserved}` : "请就位" });
    show("tap", () => panel.el, { idleAfter: state.idle });
    panel.focus();
  }

  function home() {
    tapping = false;
    if (state && !state.seat) show(`start:${state.reserved}`, () => startScreen(state, begin));
    poll();
  }

  async function enter(staffNo, pin) {
    try {
      const { status, data } = await api("api/kiosk/tap-in", { method: "POST", body: { staff_no: staffNo, pin } });
      if (status !== 200) return [data.error?.message, data.error?.way_out].filter(Boolean).join("") || "没有成功，请再试一次。";
      tapping = false;
      await poll();
      return "";
    } catch {
      return "连不上服务器，请稍后再试。";
    }
  }

  async function start(scenario, button) {
    button.disabled = true;
    try {
      const { status, data } = await api("api/kiosk/start", { method: "POST", body: { scenario } });
      if (status === 200) play(data.run);
      else announce(data.error?.message ?? "没有成功，请再试一次。");
    } catch {
      announce("连不上服务器，请稍后再试。");
    }
    button.disabled = false;
    poll();
  }

  async function goHome() {
    tapping = false;
    if (!state?.seat) return home();
    try {
      await api("api/kiosk/leave", { method: "POST", body: {} });
    } catch {
      announce("连不上服务器，恢复后再离开。");
    }
    stopPlaying();
    shown = "";
    return poll();
  }

  function play(run) {
    if (player?.run === run) return;
    stopPlaying();
    player = makePlayer(run, box, { ended, lost: poll });
    show(`run:${run}`, () => player.el);
    bar.hidden = false;
    bar.replaceChildren(leaveButton());
  }

  /** Leaving in mid-drill needs two taps: the first one asks. */
  function leaveButton() {
    const button = h("button", { type: "button", class: "kiosk-button is-quiet" }, icon("back"), "离开演练");
    button.addEventListener("click", () => {
      if (button.classList.contains("is-asking")) return goHome();
      button.classList.add("is-asking");
      button.replaceChildren("再点一次就离开，这次不计成绩");
      return setTimeout(() => {
        button.classList.remove("is-asking");
        button.replaceChildren(icon("back"), "离开演练");
      }, 4000);
    });
    return button;
  }

  function ended() {
    idle.set(state?.idle ? state.idle * 2 : 120);
    const again = h("button", { type: "button", class: "kiosk-button", onclick: async () => {
      const scenario = state?.scenarios?.[0]?.id;
      await rise(scenario);
    } }, icon("play"), "再练一次");
    bar.replaceChildren(state?.scenarios?.length ? again : "", h("button", { type: "button", class: "kiosk-button is-primary", onclick: goHome }, "完成"));
  }

  async function rise(scenario) {
    const { data, status } = await api("api/kiosk/start", { method: "POST", body: { scenario } });
    if (status === 200) play(data.run);
  }

  function stopPlaying() {
    player?.stop();
    player = null;
    bar.hidden = true;
  }

  box.flush();
  poll();
  return () => {
    clearTimeout(timer);
    idle.stop();
    box.stop();
    stopPlaying();
    root.remove();
  };
}

/** The player of one run, fed by its stream and emptied into the outbox. */
function makePlayer(run, box, { ended, lost }) {
  const el = h("div", { class: "kiosk-player" });
  const inner = innerModel({ view: null, plan: "", state: { link: "slow", pending: box.pending(run) }, decision: {} }, () => {});
  let over = false;
  let link = "slow";
  let refused = null;
  const tellLink = () => inner.set("state", { link: box.failing() ? "off" : link, pending: box.pending(run), refused });
  inner.on("change:decision", () => box.put(run, inner.get("decision")));
  const close = WIDGETS.scenario_player.render({ model: inner, el });

  async function fetchPlan() {
    try {
      const { status, data } = await api(`api/drills/runs/${run}?as=kiosk`);
      if (status !== 200) throw new Error(`plan: ${status}`);
      inner.set("plan", data.plan);
      took(data.view);
    } catch {
      if (!stopped) setTimeout(fetchPlan, 1500);
    }
  }

  function took(view) {
    if (view.seq >= (inner.get("view")?.seq ?? -1)) inner.set("view", view);
    tellLink();
    if (view.status !== "ended" || over) return;
    over = true;
    unfollow();
    ended(view);
  }

  let stopped = false;
  const unfollow = followRun(`api/drills/runs/${run}/events?as=kiosk`, {
    view: took,
    lost,
    link(now) {
      if (now === link) return;
      link = now;
      tellLink();
      if (now === "ok") box.flush();
    },
  });
  fetchPlan();
  return {
    run,
    el,
    link: tellLink,
    refused: (refusal) => (refused = refusal),
    stop() {
      stopped = true;
      unfollow();
      close();
    },
  };
}

export default { render };
