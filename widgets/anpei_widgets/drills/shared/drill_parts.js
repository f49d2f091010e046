// What every drill screen shares: icons, the live site plan, the clock, the radio.

import { all, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clockText } from "../../shared/values.js";
import "./drill_parts.css";

export const CHANNELS = { radio: "对讲机", phone: "电话", alarm: "报警", picture: "画面" };
const EMPTY = "<svg xmlns='http://www.w3.org/2000/svg'/>";
const TOO_ACTIVE = "script, foreignObject, iframe, a, animate, set, use, image";

/** A moment of the run, carried on by this machine's steady clock; the wall clock of a tablet is never asked. */
export function runClock() {
  let base = 0;
  let heard = performance.now();
  let pace = 0;
  return {
    set(ms, running, speed = 1) {
      [base, heard, pace] = [ms, performance.now(), running ? speed : 0];
    },
    now: () => base + pace * (performance.now() - heard),
  };
}

/** The plan as a drawing nobody can program, in a shadow tree so that its styles stay inside. */
export function sitePlan() {
  const host = h("div", { class: "drill-plan" });
  const shadow = host.attachShadow({ mode: "open" });
  let source = null;
  let shown = "";
  return {
    el: host,
    draw(svg) {
      if (svg === source) return;
      [source, shown] = [svg, ""];
      const parsed = new DOMParser().parseFromString(svg || EMPTY, "image/svg+xml");
      parsed.querySelectorAll(TOO_ACTIVE).forEach((e) => e.remove());
      parsed.querySelectorAll("*").forEach((e) => {
        for (const { name } of [...e.attributes]) if (/^on|href$/i.test(name)) e.removeAttribute(name);
      });
      const look = h("style");
      look.textContent = PLAN_LOOK;
      shadow.replaceChildren(look, document.importNode(parsed.documentElement, true));
    },
    show(layers) {
      const key = layers.join();
      if (key === shown) return;
      shown = key;
      all(shadow, "[data-layer]").forEach((group) => {
        group.classList.toggle("shown", layers.includes(group.dataset.layer));
      });
    },
  };
}

const PLAN_LOOK = `
  svg { display: block; width: 100%; height: 100%; font-family: inherit; }
  [data-layer] { opacity: 0; transition: opacity 600ms ease; }
  [data-layer].shown { opacity: 1; }
  [data-layer^="fire"].shown { animation: breathe 1.8s ease-in-out infinite alternate; }
  [data-layer^="smoke"].shown { animation: drift 6s ease-in-out infinite alternate; }
  @keyframes breathe { to { opacity: 0.82; } }
  @keyframes drift { to { transform: translate(6px, -4px); } }
  @media (prefers-reduced-motion: reduce) {
    [data-layer] { transition: none; }
    [data-layer].shown { animation: none !important; }
  }`;

/** Facts of the scene as big numbers. */
export function meterTiles(meters) {
  return meters.map(({ label, value, unit, tone }) =>
    h("div", { class: `drill-meter drill-tone-${tone}${value ? "" : " is-zero"}` },
      h("span", { class: "drill-meter-label" }, label),
      h("strong", null, String(value), h("small", null, unit))));
}

/** A message of the radio log. */
function radioLine(message) {
  return h("li", { class: `drill-radio-line drill-channel-${message.channel}`, "data-id": message.id },
    icon(message.channel),
    h("div", null,
      h("p", { class: "drill-radio-head" }, h("span", null, message.from), h("span", null, CHANNELS[message.channel]),
        message.to && message.to !== "全体" ? h("span", { class: "drill-radio-to" }, `给${message.to}`) : null,
        h("time", null, clockText(message.at))),
      h("p", { class: "drill-radio-text" }, message.text)));
}

/** Add what is new to a log whose newest line stands on top. */
export function growLog(list, messages) {
  const known = new Set(Array.from(list.children, (line) => line.dataset.id));
  for (const message of messages) if (!known.has(message.id)) list.prepend(radioLine(message));
  const wanted = new Set(messages.map((message) => message.id));
  for (const line of [...list.children]) if (!wanted.has(line.dataset.id)) line.remove();
}
