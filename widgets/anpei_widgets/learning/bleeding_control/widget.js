// Decide step by step; see what each decision costs; hand over with the time.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { cardRadios, limitsNote, outcomePanel } from "../shared/cards.js";
import { bleedFlow, bleedReplay, bleedSigns, bleedTime, bleedVerdict } from "./rules.js";
import { bleedGauge, bleedPicture } from "./scene.js";
import "./style.css";

const BLEED_SAYS = { good: "对", weak: "慢了", harm: "更糟" };

/** What the last decision did: a sign, a word, why. */
const consequence = (option) => outcomePanel(option.tone, BLEED_SAYS[option.tone], h("p", null, option.text));

/** The open step: what is seen, what can be done; what was tried can't be tried again. */
const openStep = (step, s, act) => [
  h("p", { class: "anpei-bleed-moment" }, step.text),
  h("div", { class: "anpei-bleed-answers", role: "group", "aria-label": "你怎么做" }, step.options.map((o) =>
    h("button", { type: "button", class: "anpei-button anpei-wide", disabled: s.tried.includes(o.id), onclick: () => act(o.id) }, o.label))),
];

/** How it ended, and the ways round that were taken. */
function ending(spec, s, again) {
  const { tone, says } = bleedVerdict(spec, s);
  return outcomePanel(tone, says,
    h("p", null, `用了 ${bleedTime(s.seconds)}，失血约 ${s.lost} 毫升（假定）。`),
    s.detours.length ? [h("p", null, "弯路在这里："), h("ul", null, s.detours.map((o) => h("li", null, h("b", null, o.label), "　", o.text)))] : h("p", null, "每一步都没有耽误。"),
    h("button", { type: "button", class: "anpei-button", onclick: again }, "再来一次"));
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { scene: 0, log: [] };
  const here = () => spec.scenes[value().scene];
  const now = () => bleedReplay(here(), value().log);
  const set = (scene, log) => put(model, "value", { scene, log });
  const act = (token) => {
    if (value().log.length >= spec.longest) return announce("步骤太多了，请再来一次");
    set(value().scene, [...value().log, token]);
    const s = now();
    if (s.last) announce(`${BLEED_SAYS[s.last.tone]}。${s.last.text}${s.over ? bleedVerdict(spec, s).says : ""}`);
    stage.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "nearest" });
    if (s.over) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { scene: here().id } }));
    return undefined;
  };
  const again = () => {
    set(value().scene, []);
    stage.focus({ preventScroll: true });
  };

  const pick = cardRadios("谁受伤了？", spec.scenes.map((scene, value) => ({ value, name: scene.name, hint: scene.hint })), (i) => set(i, []));
  pick.el.hidden = spec.scenes.length < 2;
  const picture = h("div", { class: "anpei-bleed-scene" });
  const gauge = h("div", { class: "anpei-bleed-gaugebox" });
  const numbers = h("p", { class: "anpei-bleed-numbers" });
  const signs = h("p", { class: "anpei-bleed-signs" });
  const stage = h("div", { class: "anpei-bleed-stage", tabindex: "-1" });
  root.classList.add("anpei-sim");
  root.append(pick.el, h("div", { class: "anpei-bleed-view" }, picture, h("div", null, h("p", { class: "anpei-title" }, "失血", h("span", { class: "anpei-tag" }, "假定")), gauge, numbers, signs)),
    stage, limitsNote("做法和数字从哪里来", spec.limits));

  function show() {
    const s = now();
    const step = here().steps[s.step];
    pick.show(value().scene);
    picture.replaceChildren(bleedPicture(here(), s));
    gauge.replaceChildren(bleedGauge(spec, s.lost, `失血约 ${s.lost} 毫升；${spec.shock.join(" 到 ")} 毫升以上会出现休克`));
    numbers.replaceChildren(h("b", null, `约 ${s.lost} 毫升`), `　过了 ${bleedTime(s.seconds)}　血：${bleedFlow(s.flow)}`);
    signs.textContent = bleedSigns(spec, s.lost);
    signs.classList.toggle("anpei-bleed-shock", s.lost >= spec.shock[0]);
    stage.replaceChildren(...(s.last ? [consequence(s.last)] : []), ...(s.over ? [ending(spec, s, again)] : openStep(step, s, act)));
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("bleeding_control", draw, ["spec"]);
