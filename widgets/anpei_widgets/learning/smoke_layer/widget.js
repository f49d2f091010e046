// Change a condition, let Python reckon, scrub through the seconds, compare what was tried.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { same } from "../../shared/values.js";
import { cardRadios } from "../shared/cards.js";
import { corridor, curve } from "./scene.js";
import "./style.css";

const ENDS = {
  upright: { tone: "good", words: (s) => `${s} 秒走出来，一路站着走。` },
  stoop: { tone: "weak", words: (s) => `${s} 秒走出来，后半段弯着腰，烟就在头顶。` },
  crawl: { tone: "weak", words: (s) => `${s} 秒爬出来。再晚几秒就不好说。` },
  caught: { tone: "harm", words: (s) => `没走出来。第 ${s} 秒，烟压到膝盖以下。` },
};
const TRIES = 6;

/** A slider that says its number while it moves and asks for a run when let go. */
function slider(row, pick) {
  const shown = h("output", null);
  const input = h("input", {
    type: "range", min: row.low, max: row.high, step: row.step,
    oninput: () => { shown.textContent = `${Number(input.value)} ${row.unit}`; },
    onchange: () => pick(Number(input.value)),
  });
  const el = h("label", { class: "anpei-smoke-slider" }, h("span", null, row.name, shown), input);
  return {
    el,
    show(value) {
      input.value = String(value);
      shown.textContent = `${value} ${row.unit}`;
    },
  };
}

/** The run: verdict, corridor at a moment, the curve, and a slider through the seconds; narrow screens get narrow drawings. */
function stage(spec) {
  const says = h("p", { class: "anpei-smoke-says" });
  const scene = h("div", { class: "anpei-smoke-picture" });
  const plot = h("div", { class: "anpei-smoke-picture" });
  const clock = h("output", null);
  const scrub = h("input", { type: "range", min: 0, step: 1, "aria-label": "看某一秒", oninput: () => paint(Number(scrub.value)) });
  const el = h("div", { class: "anpei-smoke-stage" }, scene,
    h("label", { class: "anpei-smoke-slider" }, h("span", null, "拖动，看每一秒", clock), scrub), plot);
  let now = null;

  function paint(second) {
    const { run, value } = now;
    const i = Math.min(second, run.layer.length - 1);
    const width = el.clientWidth && el.clientWidth < 480 ? 360 : 640;
    clock.textContent = `第 ${i} 秒，烟层下沿 ${run.layer[i].toFixed(1)} 米`;
    scrub.setAttribute("aria-valuetext", clock.textContent);
    scene.replaceChildren(corridor(run, i, value, width));
    plot.replaceChildren(curve(run, i, value, spec.bands, width));
  }
  const watch = new ResizeObserver(() => now && paint(Number(scrub.value)));
  watch.observe(el);
  return {
    el,
    says,
    stop: () => watch.disconnect(),
    words: () => says.textContent,
    show(run, value) {
      now = { run, value };
      const end = ENDS[run.outcome];
      says.className = `anpei-smoke-says anpei-smoke-${end.tone}`;
      says.replaceChildren(icon(end.tone === "good" ? "check" : "warn"), h("span", null, end.words(run.seconds)));
      scrub.max = String(run.layer.length - 1);
      scrub.value = scrub.max;
      paint(run.layer.length - 1);
    },
  };
}

/** The last runs, newest first: what changed, what it cost. */
function tries(spec) {
  const el = h("div", { class: "anpei-smoke-tries", role: "region", tabindex: "0", "aria-label": "我试过的" });
  const rows = [];
  const name = (list, value) => list.find((row) => row.value === value)?.name ?? value;
  return {
    el,
    /** How many runs stand beside each other; 0 while they all end the same. */
    compared: () => (new Set(rows.map((row) => row[4])).size > 1 ? rows.length : 0),
    add(run, value) {
      const end = run.outcome === "caught" ? "没走出来" : `${run.seconds} 秒走出`;
      const row = [name(spec.fires, value.fire), name(spec.delays, value.delay), `${value.distance} 米`, value.closed ? "关了门" : "没关门", end];
      if (same(rows[0], row)) return;
      rows.unshift(row);
      rows.length = Math.min(rows.length, TRIES);
      el.replaceChildren(h("table", null, h("caption", null, "我试过的"),
        h("thead", null, h("tr", null, ["火", "先做什么", "距离", "门", "结果"].map((x) => h("th", { scope: "col" }, x)))),
        h("tbody", null, rows.map((cells) => h("tr", null, cells.map((cell, i) => (i === 4 ? h("th", { scope: "row" }, cell) : h("td", null, cell))))))));
    },
  };
}

function draw(model, root) {
  const spec = model.get("spec");
  const live = Boolean(model.get("state")?.live);
  const value = () => model.get("value") ?? spec.start;
  const change = (part) => put(model, "value", { ...value(), ...part });
  const fire = cardRadios("什么在烧？", spec.fires, (fire) => change({ fire }));
  const delay = cardRadios("听到警报，你先做什么？", spec.delays, (x) => change({ delay: x }));
  const door = h("input", { type: "checkbox", onchange: () => change({ closed: door.checked }) });
  const sliders = spec.sliders.map((row) => ({ id: row.id, ...slider(row, (x) => change({ [row.id]: x })) }));
  const form = h("fieldset", { class: "anpei-smoke-form" }, h("legend", { class: "anpei-spoken" }, "条件"), fire.el, delay.el,
    h("label", { class: "anpei-smoke-door-check" }, door, h("span", null, "离开起火的房间时，随手把门带上")), sliders[0].el,
    h("details", { class: "anpei-smoke-more" }, h("summary", null, "换一条走廊"), sliders.slice(1).map((x) => x.el)));
  const shown = stage(spec);
  const notes = tries(spec);
  form.disabled = !live;
  root.classList.add("anpei-sim");
  root.append(live ? "" : h("p", { class: "anpei-smoke-note" }, "还没有连上计算：先看这一次的结果，连上以后就能自己改条件。"),
    shown.says, h("div", { class: "anpei-smoke-columns" }, form, shown.el), notes.el,
    ...spec.limits.map((words) => h("p", { class: "anpei-smoke-limits" }, words)));

  function conditions() {
    const now = value();
    fire.show(now.fire);
    delay.show(now.delay);
    door.checked = now.closed;
    sliders.forEach((x) => x.show(now[x.id]));
  }
  function show() {
    const run = model.get("state")?.run ?? spec.run;
    shown.show(run, value());
    notes.add(run, value());
  }
  function ran() {
    show();
    announce(shown.words());
    if (notes.compared()) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { runs: notes.compared() } }));
  }
  model.on("change:value", conditions);
  model.on("change:state", ran);
  conditions();
  show();
  return () => {
    shown.stop();
    model.off("change:value", conditions);
    model.off("change:state", ran);
  };
}

export default widget("smoke_layer", draw, ["spec"]);
