// The picture of an evacuation: the plan is drawn once per size and theme, the people sixty times a second over it.

/** Colours of the page, as it is now: light or dark. */
export function evacColours(el) {
  const style = getComputedStyle(el);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    ground: of("--sunken"), floor: of("--card"), wall: of("--ink"), soft: of("--muted"), line: of("--line-strong"),
    solid: of("--line"), inside: of("--accent"), out: of("--ok"), dense: of("--warn"), stuck: of("--danger"), font: of("--font"),
  };
}

/** A canvas that shows metres: `x` and `y` turn them into its pixels. */
export function evacScene(canvas, plan, colours) {
  const [x0, y0, x1, y1] = plan.bounds;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const zoom = Math.min(width / (x1 - x0), height / (y1 - y0));
  const [left, top] = [(width - zoom * (x1 - x0)) / 2, (height - zoom * (y1 - y0)) / 2];
  return { width, height, zoom, ratio, colours, x: (v) => left + (v - x0) * zoom, y: (v) => top + (v - y0) * zoom };
}

function evacTrace(pen, view, rings) {
  pen.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], i) => (i ? pen.lineTo(view.x(x), view.y(y)) : pen.moveTo(view.x(x), view.y(y))));
    pen.closePath();
  }
}

/** The plan by itself, on a canvas of its own. */
export function evacPlan(view, plan) {
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [view.width, view.height];
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  const { colours, ratio } = view;
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, view.width, view.height);
  evacTrace(pen, view, plan.floor);
  pen.fillStyle = colours.floor;
  pen.fill("evenodd");
  pen.strokeStyle = colours.wall;
  pen.lineWidth = 2 * ratio;
  pen.lineJoin = "round";
  pen.stroke();
  for (const rings of plan.outline) {
    evacTrace(pen, view, rings);
    pen.fillStyle = colours.solid;
    pen.fill("evenodd");
    pen.strokeStyle = colours.line;
    pen.lineWidth = ratio;
    pen.stroke();
  }
  for (const zone of plan.musters) {
    evacTrace(pen, view, zone.rings);
    pen.strokeStyle = colours.out;
    pen.setLineDash([7 * ratio, 6 * ratio]);
    pen.lineWidth = 2 * ratio;
    pen.stroke();
    pen.setLineDash([]);
  }
  evacLabels(pen, view, plan);
  return sheet;
}

function evacLabels(pen, view, plan) {
  const write = (text, [x, y], colour, above = 0) => {
    pen.fillStyle = colour;
    pen.fillText(text, view.x(x), view.y(y) + above);
  };
  const size = Math.max(11, Math.min(15, view.width / view.ratio / 46)) * view.ratio;
  pen.font = `500 ${size}px ${view.colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const rooms = new Set(plan.rooms.map((zone) => zone.name));
  for (const zone of plan.rooms) write(zone.name, zone.label, view.colours.soft);
  const roomy = view.width / view.ratio >= 480;
  for (const zone of plan.starts) if (roomy && !rooms.has(zone.name)) write(zone.name, zone.label, view.colours.soft);
  for (const zone of plan.musters) {
    const top = Math.min(...zone.rings[0].map(([, y]) => y));
    write(zone.name, [zone.label[0], top], view.colours.out, -0.8 * size);
  }
}

/** What changes rarely: doors open or shut, smoke that has come. */
export function evacWays(pen, view, plan, closed, smoky) {
  const { colours, ratio } = view;
  for (const zone of plan.smokes) {
    if (!smoky.has(zone.id)) continue;
    evacTrace(pen, view, zone.rings);
    pen.globalAlpha = 0.35;
    pen.fillStyle = colours.soft;
    pen.fill("evenodd");
    pen.globalAlpha = 1;
  }
  const size = Math.max(12, Math.min(16, view.width / ratio / 42)) * ratio;
  pen.font = `700 ${size}px ${colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const door of plan.exits) {
    const shut = closed.has(door.id);
    const [[ax, ay], [bx, by]] = door.line;
    pen.strokeStyle = shut ? colours.stuck : colours.out;
    pen.lineWidth = 5 * ratio;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(view.x(ax), view.y(ay));
    pen.lineTo(view.x(bx), view.y(by));
    pen.stroke();
    const text = shut ? `${door.name} ×` : door.name;
    const half = pen.measureText(text).width / 2 + 4 * ratio;
    const [dx, dy] = [door.outside[0] - (ax + bx) / 2, door.outside[1] - (ay + by) / 2];
    const far = Math.hypot(dx, dy) || 1;
    const x = view.x((ax + bx) / 2) + (dx / far) * (half + 6 * ratio);
    const y = view.y((ay + by) / 2) + (dy / far) * 1.4 * size;
    pen.fillStyle = shut ? colours.stuck : colours.out;
    const held = Math.min(Math.max(x, half), view.width - half);
    const above = held === x ? 0 : size + Math.abs(view.y(ay) - view.y(by)) / 2; // no room beside the door: over it
    pen.fillText(text, held, Math.min(Math.max(y - above, size), view.height - size));
  }
}

/** The people: inside, in a crowd, out, or left behind when nothing moves any more. */
export function evacPeople(pen, view, places, { isOut, dense, stuck }) {
  const size = Math.max(3 * view.ratio, Math.min(0.3 * view.zoom, 7 * view.ratio));
  /** @type {Record<string, number[]>} */
  const groups = { inside: [], dense: [], out: [], stuck: [] };
  for (let i = 0; i < places.length / 2; i++) {
    if (Number.isNaN(places[2 * i])) continue;
    groups[isOut(i) ? "out" : stuck(i) ? "stuck" : dense.has(i) ? "dense" : "inside"].push(i);
  }
  for (const [kind, members] of Object.entries(groups)) {
    pen.fillStyle = view.colours[kind];
    pen.strokeStyle = view.colours.floor;
    pen.lineWidth = view.ratio;
    pen.beginPath();
    for (const i of members) {
      const [x, y] = [view.x(places[2 * i]), view.y(places[2 * i + 1])];
      pen.moveTo(x + size, y);
      if (kind === "out") pen.arc(x, y, size * 0.85, 0, 2 * Math.PI);
      else if (kind === "inside") pen.arc(x, y, size, 0, 2 * Math.PI);
      else evacShape(pen, kind, x, y, size);
    }
    pen.fill();
    pen.stroke();
  }
}

/** Not by colour alone: a crowd is diamonds, who is left behind a square. */
function evacShape(pen, kind, x, y, size) {
  if (kind === "stuck") {
    pen.rect(x - size, y - size, 2 * size, 2 * size);
    return;
  }
  pen.moveTo(x + 1.3 * size, y);
  pen.lineTo(x, y + 1.3 * size);
  pen.lineTo(x - 1.3 * size, y);
  pen.lineTo(x, y - 1.3 * size);
  pen.closePath();
}
