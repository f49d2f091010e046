// Lift, pull, stand, aim, squeeze, sweep, leave: in any order, and the drawn fire answers.

import { last } from "../../shared/values.js";
import { put, widget } from "../../shared/widget.js";
import { all, announce, h, one } from "../../shared/dom.js";
import { actReview, cardRadios, limitsNote, outcomePanel } from "../shared/cards.js";
import { PASS_STANDS, passHeight, passReplay, passVerdict } from "./rules.js";
import { passPicture } from "./picture.js";
import "./style.css";

const PASS_SAYS = { good: "对", weak: "没用上", harm: "危险" };

/** The state in words, all that the drawing shows. */
function passWords(spec, s) {
  const name = (id) => spec.acts[id].name;
  return [passHeight(spec, s), `你在${name(s.side)}，离火 ${name(s.gap).replace("外", "")}`, s.lifted ? "灭火器在手里" : "灭火器还挂着",
    s.pin ? "销子拔了" : "销子还在", s.aim ? `对准${name(s.aim)}` : "没有握喷管"];
}

/** How much is left in the bottle: a bar and the number. */
function passGauge(spec) {
  const left = h("span");
  const number = h("b");
  const el = h("p", { class: "anpei-pass-gauge" }, h("span", { class: "anpei-pass-bar", "aria-hidden": "true" }, left), number);
  return { el, show(s) {
    left.style.width = `${(100 * s.left) / spec.discharge.seconds}%`;
    number.textContent = `还能喷约 ${s.left} 秒`;
  } };
}

/** The acts as buttons, made once so that the focus stays; what is held is pressed. */
function passPanel(spec, act) {
  const button = (id) => h("button", { type: "button", class: "anpei-button", "data-act": id, onclick: () => act(id) }, spec.acts[id].name);
  const rows = spec.groups.map(({ id, name, acts }) => [id, h("div", { class: "anpei-pass-group", role: "group", "aria-label": name }, h("p", { class: "anpei-title", "aria-hidden": "true" }, name), h("div", { class: "anpei-pass-acts" }, acts.map(button)))]);
  const el = h("div", { class: "anpei-pass-panel" }, rows.map(([, row]) => row));
  return { el, show(s) {
    const held = [s.side, s.gap, s.aim];
    all(el, "[data-act]").forEach((b) => {
      const id = b.dataset.act ?? "";
      if (Object.values(PASS_STANDS).flat().includes(id)) b.setAttribute("aria-pressed", String(held.includes(id)));
    });
  } };
}

/** The acts as the review shows them. */
const passRows = (spec, s) => s.notes.map((note) => ({ ...note, head: `${note.at} 秒　${spec.acts[note.token].name}`, said: PASS_SAYS[note.tone] }));

function passEnding(spec, s, again) {
  const { tone, says } = passVerdict(s);
  return [outcomePanel(tone, says, h("p", null, last(s.notes)?.text), h("p", null, `从头到尾 ${s.seconds} 秒，用掉 ${spec.discharge.seconds - s.left} 秒的粉。`),
    s.notes.some((note) => note.token === "look") ? null : h("p", null, "没有先看一眼压力表：喷不出来才发现，就晚了。"),
    h("button", { type: "button", class: "anpei-button", onclick: again }, "再来一次")), actReview("你是这样做的", passRows(spec, s))];
}

/** What to say before and after an act. */
function passMoment(s, scene) {
  const note = last(s.notes);
  if (!note) return [h("p", { class: "anpei-story" }, scene.text), h("p", null, "哪一步先，哪一步后，你来定。火一直在长。")];
  return [outcomePanel(note.tone, PASS_SAYS[note.tone], h("p", null, note.text))];
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { scene: 0, log: [] };
  const here = () => spec.scenes[value().scene];
  const now = () => passReplay(spec, here(), value().log);
  const set = (scene, log) => put(model, "value", { scene, log });
  const act = (token) => {
    if (value().log.length >= spec.longest) return announce("步骤太多了，请再来一次");
    set(value().scene, [...value().log, token]);
    const s = now();
    announce(`${last(s.notes)?.text}${s.ending ? passVerdict(s).says : `${passHeight(spec, s)}，还能喷 ${s.left} 秒。`}`);
    if (s.ending) finish();
    return undefined;
  };
  const finish = () => {
    stage.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "nearest" });
    root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { scene: here().id } }));
  };
  const again = () => {
    set(value().scene, []);
    one(panel.el, "button").focus({ preventScroll: true });
  };

  const pick = cardRadios("什么在烧？", spec.scenes.map((scene, i) => ({ value: i, name: scene.name, hint: scene.hint })), (i) => set(i, []));
  pick.el.hidden = spec.scenes.length < 2;
  const picture = h("div", { class: "anpei-pass-scene" });
  const gauge = passGauge(spec);
  const words = h("ul", { class: "anpei-pass-words", "aria-label": "现在" });
  const stage = h("div", { class: "anpei-pass-stage", tabindex: "-1" });
  const panel = passPanel(spec, act);
  root.classList.add("anpei-sim");
  root.append(pick.el, h("div", { class: "anpei-pass-view" }, h("div", { class: "anpei-pass-see" }, picture, gauge.el, words), h("div", { class: "anpei-pass-do" }, stage, panel.el)),
    limitsNote("做法和数字从哪里来", spec.limits));

  function show() {
    const s = now();
    pick.show(value().scene);
    picture.replaceChildren(passPicture(here(), s));
    gauge.show(s);
    words.replaceChildren(...passWords(spec, s).map((said) => h("li", null, said)));
    stage.replaceChildren(...(s.ending ? passEnding(spec, s, again) : passMoment(s, here())));
    panel.el.hidden = Boolean(s.ending);
    panel.show(s);
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("extinguisher_pass", draw, ["spec"]);
