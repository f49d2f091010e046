// Pick a fire, take the first step, pick what to fight it with, and see what happens.

import { present } from "../../shared/values.js";
import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { cardRadios, TONE_MARKS } from "../shared/cards.js";
import { fireScene } from "../shared/fire.js";
import "./style.css";

const SAYS = { good: "灭住了", weak: "压不住", harm: "更危险" };

/** What a tool does to a fire: another story while the first step is left out. */
function effectOf(fire, tool, first) {
  const early = fire.first && !first ? fire.before[tool] : null;
  return early ?? fire.effects[tool];
}

/** Whether something was tried on this fire that puts it out; a fire that nothing here puts out only has to be tried. */
function solved(spec, fire, tried) {
  const tones = spec.tools.map((tool) => tried[`${fire.letter}-${tool.id}`]).filter(Boolean);
  const can = spec.tools.some((tool) => effectOf(fire, tool.id, true).tone === "good");
  return can ? tones.includes("good") : tones.length > 0;
}

/** What happened: the drawing, the verdict, why, and the law or the mark 待核. */
function outcome(spec) {
  const scene = h("div", { class: "anpei-ext-scene" });
  const words = h("div", { class: "anpei-ext-words anpei-outcome" });
  const el = h("div", { class: "anpei-ext-outcome" }, scene, words);
  const says = (fire, value) => {
    const effect = value.tool && effectOf(fire, value.tool, value.first);
    return effect ? `${toolName(spec, value.tool)}：${SAYS[effect.tone]}。${effect.text}` : "";
  };
  return {
    el,
    says,
    show(fire, value) {
      const effect = value.tool ? effectOf(fire, value.tool, value.first) : null;
      scene.replaceChildren(fireScene(fire.scene, effect?.tone ?? null));
      words.className = `anpei-ext-words anpei-outcome${effect ? ` anpei-${effect.tone}` : ""}`;
      words.replaceChildren(...(effect ? verdict(spec, fire, value, effect) : [hint(fire, value)]));
    },
  };
}

const toolName = (spec, id) => spec.tools.find((tool) => tool.id === id)?.name ?? "";

function verdict(spec, fire, value, effect) {
  const late = fire.first && !value.first;
  return present([
    h("p", { class: "anpei-says" }, icon(TONE_MARKS[effect.tone]), h("b", null, SAYS[effect.tone])),
    h("p", null, effect.text),
    late ? h("p", { class: "anpei-ext-late" }, `“${fire.first.label}”还没有做。`) : null,
    fire.law ? h("p", { class: "anpei-ext-law" }, icon("law"), fire.law) : null,
    h("p", { class: "anpei-ext-law" }, spec.note),
  ]);
}

const hint = (fire, value) => h("p", { class: "anpei-ext-hint" },
  value.first && fire.first ? fire.first.done : `先想：这是什么火？${fire.first ? "要先做哪一步？" : ""}再选一样试试。`);

/** What was tried, fire by fire, as a table that fills itself. */
function notebook(spec) {
  const el = h("table", { class: "anpei-ext-notes" });
  const cell = (tone) => h("td", { class: tone ? `anpei-ext-${tone}` : null },
    tone ? h("span", { class: "anpei-ext-mark", title: SAYS[tone] }, icon(TONE_MARKS[tone]), h("span", { class: "anpei-spoken" }, SAYS[tone])) : h("span", { "aria-hidden": "true" }, "·"));
  return {
    el,
    show(tried) {
      el.replaceChildren(
        h("caption", null, `我试过的（${Object.keys(tried).length} / ${spec.fires.length * spec.tools.length}）`),
        h("thead", null, h("tr", null, h("th", { scope: "col" }, "火"), spec.tools.map((tool) => h("th", { scope: "col" }, tool.name)))),
        h("tbody", null, spec.fires.map((fire) => h("tr", null, h("th", { scope: "row" }, h("b", null, fire.letter), h("span", null, fire.name)),
          spec.tools.map((tool) => cell(tried[`${fire.letter}-${tool.id}`]))))),
      );
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { fire: 0, tool: null, first: false, tried: {} };
  const here = () => spec.fires[value().fire];
  const change = (part, said) => {
    put(model, "value", { ...value(), ...part });
    if (said) announce(said());
  };

  const firePick = cardRadios("第一步：这是什么火？",
    spec.fires.map((fire, i) => ({ value: i, name: `${fire.letter} 类`, hint: fire.name })),
    (fire) => change({ fire, tool: null, first: false }));
  const story = h("p", { class: "anpei-story" });
  const step = h("button", { type: "button", class: "anpei-button anpei-ext-step", onclick: () => change({ first: true, tool: null }, () => here().first.done) });
  const toolPick = cardRadios("第二步：拿什么？",
    spec.tools.map((tool) => ({ value: tool.id, name: tool.name, hint: tool.hint })),
    (id) => {
      const effect = effectOf(here(), id, value().first);
      const tried = { ...value().tried, [`${here().letter}-${id}`]: effect.tone };
      change({ tool: id, tried }, () => what.says(here(), value()));
      if (spec.fires.every((fire) => solved(spec, fire, tried))) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { fires: spec.fires.length } }));
      what.el.scrollIntoView({ block: "nearest" });
    });
  const what = outcome(spec);
  const notes = notebook(spec);
  root.classList.add("anpei-sim");
  root.append(firePick.el, story, step, toolPick.el, what.el, h("div", { class: "anpei-ext-frame", tabindex: "0", role: "region", "aria-label": "我试过的" }, notes.el));

  function show() {
    const { fire, tool, first, tried } = value();
    const current = spec.fires[fire];
    firePick.show(fire);
    story.textContent = current.text;
    step.hidden = !current.first;
    step.disabled = first;
    step.replaceChildren(icon(first ? "check" : "right"), h("span", null, current.first ? current.first.label : ""));
    toolPick.show(tool);
    what.show(current, value());
    notes.show(tried);
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("extinguisher_chooser", draw, ["spec"]);
