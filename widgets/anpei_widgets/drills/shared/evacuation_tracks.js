// Trajectories of an evacuation: unpacked once, then asked for any moment; people between two frames are in between.

const TRACK_ABSENT = -32768;

/** Read what the server packed: 4 bytes length, a JSON head, then int16 x and y of everybody, frame by frame. */
export function readTracks(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const numbers = new Int16Array(buffer.slice(4 + size));
  const { people, frames, seconds, origin, unit } = head;
  const out = (head.exits ?? []).map(([exit, at]) => ({ exit, at: at ?? Infinity }));

  /** Places of everybody at a moment, as x, y pairs; NaN for who isn't there. */
  function at(time, into) {
    const exact = Math.min(Math.max(time / seconds, 0), frames - 1);
    const first = Math.floor(exact);
    const next = Math.min(first + 1, frames - 1);
    const part = exact - first;
    for (let i = 0; i < people * 2; i += 2) {
      const [a, b] = [first * people * 2 + i, next * people * 2 + i];
      const gone = numbers[a] === TRACK_ABSENT;
      const going = gone || numbers[b] === TRACK_ABSENT;
      for (const k of [0, 1]) {
        const value = going ? numbers[a + k] : numbers[a + k] * (1 - part) + numbers[b + k] * part;
        into[i + k] = gone ? NaN : origin[k] + unit * value;
      }
    }
    return into;
  }

  return {
    people,
    length: (frames - 1) * seconds,
    out,
    at,
    /** How many have left by then, in all and by exit. */
    left(time) {
      const by = {};
      for (const { exit, at: when } of out) if (when <= time) by[exit] = (by[exit] ?? 0) + 1;
      return { all: Object.values(by).reduce((a, b) => a + b, 0), by };
    },
  };
}

/** Whether this browser can unpack what a notebook carries: Chrome 80, Firefox 113, Safari 16.4. */
export const unpacks = () => "DecompressionStream" in globalThis;

/** The bytes of a base64 text, gunzipped. @param {string} text */
export async function unpackText(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

const EVAC_DENSE = 1.0;
const EVAC_CROWD = 5;

/** Who stands in a crowd: five or more others within a metre, found by a grid of one metre. */
export function evacCrowd(places, isOut) {
  const cells = new Map();
  const key = (x, y) => `${Math.floor(x / EVAC_DENSE)},${Math.floor(y / EVAC_DENSE)}`;
  const count = places.length / 2;
  for (let i = 0; i < count; i++) {
    if (isOut(i) || Number.isNaN(places[2 * i])) continue;
    const k = key(places[2 * i], places[2 * i + 1]);
    if (cells.has(k)) cells.get(k).push(i);
    else cells.set(k, [i]);
  }
  const found = new Set();
  for (const members of cells.values()) {
    for (const i of members) {
      const [x, y] = [places[2 * i], places[2 * i + 1]];
      let near = 0;
      for (let dx = -1; dx <= 1; dx++) {
        for (let dy = -1; dy <= 1; dy++) {
          for (const j of cells.get(key(x + dx * EVAC_DENSE, y + dy * EVAC_DENSE)) ?? []) {
            if (j !== i && Math.hypot(places[2 * j] - x, places[2 * j + 1] - y) < EVAC_DENSE) near++;
          }
        }
      }
      if (near >= EVAC_CROWD) found.add(i);
    }
  }
  return found;
}
