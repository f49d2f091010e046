// A live page says every few seconds that it is there, hears how its kernel is, and recovers by itself.
// Nothing here holds an answer: answers and decisions go to the server by HTTP the moment they are made.

(() => {
  const EVERY = 5000;
  const SOON = 2000;
  const LONG_OUTAGE = 45000;
  const RELOADS = 3;
  const WITHIN = 180000;
  let config = {};
  let failed = 0;
  let lostAt = 0;
  let timer = 0;
  let over = false;

  const banner = () => document.getElementById("anpei-banner");

  /** Show a sentence at the bottom of the page, with a button if there is something to press. */
  function say(words, label, act) {
    const [text, button] = [banner().querySelector("p"), banner().querySelector("button")];
    text.textContent = words;
    button.hidden = !label;
    button.textContent = label || "";
    button.onclick = act || null;
    banner().hidden = false;
  }

  function cookie(name) {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  /** Reload, but not for ever: after three times in three minutes a person decides. */
  function again(words) {
    over = true;
    clearTimeout(timer);
    const key = `anpei-reloads:${location.pathname}`;
    const now = Date.now();
    let before = [];
    try {
      before = JSON.parse(sessionStorage.getItem(key) || "[]").filter((at) => now - at < WITHIN);
      sessionStorage.setItem(key, JSON.stringify([...before, now]));
    } catch {
      before = [];
    }
    if (before.length >= RELOADS) {
      say("互动部分多次中断。", "重新打开", () => location.reload());
      return;
    }
    say(words);
    setTimeout(() => location.reload(), 1200);
  }

  /** An app of ours is on the screen: from now on it talks to the server by HTTP and needs no kernel. */
  const shown = () => document.querySelector(".anpei-live-apps #rendered_cells .anpei") !== null;

  async function ask() {
    const answer = await fetch(`${config.baseUrl}api/live/beat`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
      body: JSON.stringify({ kernel: config.kernelId, shown: shown() }),
      signal: AbortSignal.timeout ? AbortSignal.timeout(8000) : undefined,
    });
    if (answer.status === 401 || answer.status === 403) return "signed_out";
    if (!answer.ok) throw new Error(`beat: ${answer.status}`);
    return (await answer.json()).state;
  }

  function lost() {
    failed += 1;
    if (failed === 1) lostAt = Date.now();
    if (failed >= 2) say("网络中断了，正在重新连接…");
  }

  function heard(state) {
    const outage = failed ? Date.now() - lostAt : 0;
    failed = 0;
    if (state === "gone") again("互动部分已停止，正在重新打开…");
    else if (state === "signed_out") again("登录已过期，正在转到登录页…");
    else if (state === "resting") rest();
    else if (outage > LONG_OUTAGE) again("网络已恢复，正在重新打开本页…");
    else banner().hidden = true;
  }

  function rest() {
    over = true;
    say("这一页很久没有动，已经休息了。", "继续", () => location.reload());
  }

  async function beat() {
    clearTimeout(timer);
    if (over) return;
    try {
      heard(await ask());
    } catch {
      lost();
    }
    if (!over) timer = setTimeout(beat, failed ? SOON : EVERY);
  }

  function leave() {
    const form = new URLSearchParams({ kernel: config.kernelId, _xsrf: cookie("_xsrf") });
    navigator.sendBeacon(`${config.baseUrl}api/live/leave`, form);
  }

  function begin() {
    config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    addEventListener("pagehide", leave);
    addEventListener("online", beat);
    addEventListener("pageshow", (event) => event.persisted && beat());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());
    beat();
  }

  /** Voila calls this when the cells are there, and again when its theme is. */
  function show() {
    if (!window.themeLoaded) {
      window.cellLoaded = true;
      return;
    }
    document.getElementById("loading")?.remove();
    const cells = document.getElementById("rendered_cells");
    if (cells) cells.style.display = "";
    document.body.dataset.ready = "true";
  }

  window.anpeiLive = { begin };
  window.voila_finish = show;
  window.display_cells = show;
  window.voila_process = () => {};
  window.update_loading_text = () => {};
  window.voila_heartbeat = () => {};
})();
