// The chapter reader: law cards open under the paragraph that cites them, and what was really done is noted as progress.

const reading = document.querySelector(".reading");
const base = document.body.dataset.baseUrl;

function openLaw(link) {
  const near = link.closest("p, li, blockquote, td, h2, h3") ?? link;
  const open = near.nextElementSibling?.matches(".law-inline") ? near.nextElementSibling : null;
  if (open) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    if (open.dataset.card === link.dataset.cite) return;
  }
  const source = document.querySelector(`[data-card="${CSS.escape(link.dataset.cite)}"]`);
  const card = document.createElement("aside");
  card.className = "law-inline";
  card.dataset.card = link.dataset.cite;
  card.append(...Array.from(source.childNodes, (node) => node.cloneNode(true)));
  (near.tagName === "LI" || near.tagName === "TD" ? near : null)?.append(card) ?? near.after(card);
  link.setAttribute("aria-expanded", "true");
}

for (const link of reading?.querySelectorAll("a.cite") ?? []) {
  if (!document.querySelector(`[data-card="${CSS.escape(link.dataset.cite)}"]`)) continue;
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openLaw(link);
  });
}

function uuid() {
  // randomUUID needs HTTPS, and a plant's own network often has none.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function cookie(name) {
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Send one fact until the server has it; the same uuid makes a repeated one harmless. */
async function note(kind, data = {}) {
  const body = JSON.stringify({ uuid: uuid(), kind, data });
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      const answer = await fetch(`${base}api/progress/${reading.dataset.chapter}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
        body,
      });
      if (answer.status < 500) return answer.ok;
    } catch {
      // No network just now; the loop tries again.
    }
    await pause(wait);
  }
}

function seenEnd() {
  return new Promise((done) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(document.querySelector(".chapter-end"));
  });
}

/** Every activity was touched: answered, moved or chosen. */
function activitiesDone() {
  const left = new Set(reading.querySelectorAll(".activity"));
  if (left.size === 0) return Promise.resolve();
  return new Promise((done) => {
    const touched = (event) => {
      const activity = event.target.closest?.(".activity");
      if (!left.delete(activity)) return;
      note("activity", { left: left.size });
      say();
      if (left.size === 0) done();
    };
    for (const kind of ["change", "click", "anpei-done"]) {
      reading.addEventListener(kind, (event) => {
        if (kind === "anpei-done" || event.target.closest?.("input, button, select, [role]")) touched(event);
      });
    }
    say = () => (state.textContent = left.size ? `还有 ${left.size} 个练习没做。` : "");
    say();
  });
}

const state = document.querySelector("[data-state]");
let say = () => {};

if (reading) {
  const known = state.textContent.trim() !== "";
  note("opened");
  if (!known) {
    Promise.all([seenEnd(), activitiesDone()]).then(async () => {
      if (await note("finished")) state.textContent = "这一章已学完。";
    });
  }
}

const waiting = Number(document.querySelector("[data-reload]")?.dataset.reload ?? 0);
if (waiting) setTimeout(() => location.reload(), waiting * 1000);
