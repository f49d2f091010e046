// What every drill screen shares: icons, the live site plan, the clock, the radio.

Object.assign(ICONS, {
  radio: "M5 9.5h14v10H5zM8 9.5L17 4M15.5 13h.01M15.5 16h.01M8 13h3.5M8 16h3.5",
  phone: "M6.5 4.5l3 .5 1 4-2 1.8a11 11 0 0 0 4.7 4.7l1.8-2 4 1 .5 3c0 1-.8 2-2 2A15 15 0 0 1 4.5 6.500c0-1.2 1-2 2-2z",
  alarm: "M12 4a6 6 0 0 0-6 6v4l-1.5 2.500h15L18 14v-4a6 6 0 0 0-6-6zM10 19.500a2 2 0 0 0 4 0M3.5 8a7 7 0 0 1 2-4M20.5 8a7 7 0 0 0-2-4",
  picture: "M4 5.500h16v13H4zM4 15l4.5-4 4 3.5 3-2.5 4.5 4M15.5 9h.01",
  person: "M12 4.500a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.400zM4.5 20a7.5 7.5 0 0 1 15 0",
  play: "M8 5.500l10 6.5-10 6.500z",
  pause: "M8.5 5.500v13M15.5 5.500v13",
  stop: "M6.5 6.500h11v11h-11z",
  send: "M4 12l16-7.5-5.5 16-3-6.500z",
  back: "M10 6l-6 6 6 6M4.5 12H20",
  erase: "M9 6h11v12H9l-5.5-6zM12.5 9.500l4.5 5M17 9.500l-4.5 5",
  tablet: "M5 4h14v16H5zM11 17h2",
  fire: "M12 3.500c1 3 4.5 4.5 4.5 9a4.5 4.5 0 0 1-9 0c0-2 1-3 1.5-4.5 1 .5 1.5 1 2 2 .7-2 .5-4.5 1-6.500zM7 20.500h10",
});

const CHANNELS = { radio: "对讲机", phone: "电话", alarm: "报警", picture: "画面" };
const EMPTY = "<svg xmlns='http://www.w3.org/2000/svg'/>";
const TOO_ACTIVE = "script, foreignObject, iframe, a, animate, set, use, image";

/** A moment of the run, carried on by this machine's steady clock; the wall clock of a tablet is never asked. */
function runClock() {
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
function sitePlan() {
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
      shadow.querySelectorAll("[data-layer]").forEach((group) => {
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
function meterTiles(meters) {
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
function growLog(list, messages) {
  const known = new Set(Array.from(list.children, (line) => line.dataset.id));
  for (const message of messages) if (!known.has(message.id)) list.prepend(radioLine(message));
  const wanted = new Set(messages.map((message) => message.id));
  for (const line of [...list.children]) if (!wanted.has(line.dataset.id)) line.remove();
}
