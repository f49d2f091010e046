// One question in a form: drawn from what its kind says, checked while it is written, saved when its author says so.

import { api, told } from "anpei_widgets/shared/api.js";
import { all, announce, h, one } from "anpei_widgets/shared/dom.js";
import { edited } from "./editors.js";
import { conflictBox } from "./conflict.js";
import { preview } from "./preview.js";
import { findingWords, placeOf, sameValue, withValue } from "./rules.js";
import { unsavedGuard } from "./unsaved.js";
import "./item.css";

/** @import { FormFinding, Step } from "./rules.js" */

const SETTLE = 400;

const data = JSON.parse(one(document, "#item").textContent ?? "");
const place = one(document, "#form");
const status = one(document, "[data-status]");
const summary = one(document, "[data-summary]");
const saveButton = /** @type {HTMLButtonElement} */ (one(document, "[data-save]"));
const show = preview(one(document, "[data-preview]"));
/** @type {FormFinding[]} */
let findings = [];
/** Keys in which something was written. @type {Set<string>} */
const visited = new Set();
let allTold = false;
let [base, saved, saving] = [data.base, data.value, false];
/** @type {(() => void)[]} */
const watching = [];
/** @type {number} */
let settling;

/** @type {import("./editors.js").ItemForm} */
const form = {
  value: data.value, defaults: data.defaults, cards: data.cards, media: data.media, scene: data.scene,
  put(where, wanted) {
    form.value = withValue(form.value, where, wanted);
    visited.add(String(where[0]));
    touched();
  },
  changed: (draw) => void watching.push(draw),
  redraw: () => draw(),
  painted: () => paint(),
};
const guard = unsavedGuard(`anpei-item-${document.body.dataset.person}-${data.slug || `new-${data.form.kind}`}`, () => ({ base, value: form.value }));
const topic = /** @type {HTMLSelectElement | null} */ (one(document, "#topic"));

const dirty = () => !sameValue(form.value, saved) || (data.new && guard.touched());

function touched() {
  for (const draw of watching) draw();
  guard.keep(dirty());
  status.textContent = dirty() ? "有没保存的修改" : "";
  clearTimeout(settling);
  settling = setTimeout(look, SETTLE);
}

/** Whether a finding is told at its field yet: in a new question only where something was written, or once asked for. */
const isTold = (/** @type {string} */ key) => !data.new || allTold || visited.has(key.split(".")[0]);

/** Tell each finding at its field, or at the top where no field shows it. */
function paint() {
  const places = new Map(all(document, "[data-at]").map((el) => [el.dataset.at ?? "", el]));
  for (const el of places.values()) el.replaceChildren();
  for (const el of all(place, "[aria-invalid]")) el.removeAttribute("aria-invalid");
  const shown = new Set(places.keys());
  for (const one of findings) {
    const key = placeOf(one.where, shown);
    if (!isTold(key)) continue;
    places.get(key)?.append(h("p", { class: `finding ${one.level}` }, one.message));
    if (key && one.level === "error") document.getElementById(`at-${key}`)?.setAttribute("aria-invalid", "true");
  }
  const begun = !data.new || visited.size;
  one(document, "[data-first-finding]").hidden = !begun;
  summary.textContent = findingWords(findings);
  summary.dataset.level = findings.some((one) => one.level === "error") ? "error" : findings.length ? "warning" : "ok";
}

/** Ask the rules, and see how it looks. */
async function look() {
  const asked = form.value;
  const answer = await api("api/authoring/items/look", { method: "POST", body: { slug: data.slug, topic: topic?.value ?? data.topic, value: asked } });
  if (asked !== form.value) return;
  if (answer.status !== 200) {
    summary.textContent = told(answer);
    return;
  }
  findings = answer.data.findings;
  Object.assign(form.cards, answer.data.cards);
  const scene = answer.data.preview?.spec.scene;
  if (scene && scene.width !== form.scene?.width) {
    form.scene = scene;
    for (const draw of watching) draw();
  }
  paint();
  show(answer.data.preview, answer.data.preview ? "" : "写到能看的时候，这里会出现题目。");
}

/** Draw the whole form anew. */
function draw() {
  watching.length = 0;
  for (const part of ["first", "own", "last", "around"]) {
    one(document, `[data-part="${part}"]`).replaceChildren(...data.form[part].map((/** @type {any} */ field) => edited(field, [field.name], form)));
  }
  paint();
}

/** Where the question stands, and what can be done with it now. @param {{state: string, steps: string[]}} now */
function standing({ state, steps }) {
  one(document, "[data-state]").textContent = state;
  for (const input of all(document, "[data-base]")) /** @type {HTMLInputElement} */ (input).value = base;
  for (const el of all(document, "[data-step]")) el.hidden = !(el.dataset.step ?? "").split(" ").some((step) => steps.includes(step));
}

function taken(/** @type {any} */ answer) {
  base = answer.base;
  form.value = saved = answer.value;
  findings = answer.findings;
  guard.keep(false);
  const merged = answer.merged.length ? `，也合进了别人改的：${answer.merged.join("、")}` : "";
  status.textContent = `已保存 ${answer.at}${merged}`;
  announce(`已保存${merged}。${findingWords(findings)}`);
  standing(answer.standing);
  if (answer.merged.length) draw();
  else paint();
}

async function save() {
  if (saving) return;
  if (topic && !topic.value) {
    status.textContent = "先选主题，再保存。";
    announce(status.textContent);
    return topic.focus();
  }
  saving = true;
  saveButton.setAttribute("aria-disabled", "true");
  status.textContent = "正在保存…";
  const sent = form.value;
  const answer = data.new
    ? await api("api/authoring/items", { method: "POST", body: { kind: data.form.kind, topic: topic?.value ?? "", value: sent } })
    : await api(`api/authoring/items/${data.slug}`, { method: "PUT", body: { base, value: sent } });
  saving = false;
  saveButton.removeAttribute("aria-disabled");
  if (answer.status === 200) {
    if (data.new) return leave(answer.data.page);
    if (form.value === sent) return taken(answer.data);
    base = answer.data.base; // what was typed meanwhile waits for the next save
    saved = answer.data.value;
    return touched();
  }
  status.textContent = told(answer);
  announce(told(answer));
  if (answer.data.conflict) conflictBox(one(document, "[data-conflict]"), answer.data.conflict, (value, theirs) => {
    [base, form.value] = [theirs, value];
    draw();
    save();
  });
}

function leave(/** @type {string} */ page) {
  guard.keep(false);
  location.replace(page);
}

/** What an earlier tab didn't get to save comes back only when its author wants it. */
function offerKept() {
  const kept = guard.kept();
  if (!kept || sameValue(kept.value, form.value)) return guard.keep(false);
  const box = one(document, "[data-kept]");
  box.hidden = false;
  one(box, "[data-kept-back]").addEventListener("click", () => {
    box.hidden = true;
    form.value = kept.value;
    if (!data.new) base = kept.base;
    draw();
    touched();
    place.focus();
  });
  one(box, "[data-kept-away]").addEventListener("click", () => {
    box.hidden = true;
    guard.keep(dirty());
    place.focus();
  });
}

function goToFirst() {
  allTold = true;
  paint();
  const first = /** @type {HTMLElement | null} */ (one(document, ".finding.error") ?? one(document, ".finding"));
  const field = first?.closest("fieldset, .field, .form-row");
  const target = field && /** @type {HTMLElement | null} */ (field.querySelector("[aria-invalid], textarea, input"));
  (target ?? place).focus();
  first?.scrollIntoView({ block: "center" });
}

saveButton.addEventListener("click", save);
one(document, "[data-first-finding]").addEventListener("click", goToFirst);
topic?.addEventListener("change", touched);
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
const panes = all(document, "button[data-pane]"); // the body, too, says which pane stands
for (const button of panes) {
  button.addEventListener("click", () => {
    document.body.dataset.pane = button.dataset.pane;
    for (const each of panes) each.setAttribute("aria-pressed", String(each === button));
  });
}
for (const act of all(document, "[data-needs-saved]")) {
  act.addEventListener("submit", (event) => {
    if (!dirty()) return guard.keep(false);
    event.preventDefault();
    status.textContent = "请先保存，再做这一步。";
    announce(status.textContent);
    saveButton.focus();
  });
}
draw();
if (data.standing) standing(data.standing);
offerKept();
look();
document.body.dataset.ready = "item";
