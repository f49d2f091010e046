// What a tablet of a drill sounds, written down by an audio context that plays nothing.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { chime } from "../../shared/tones.js";
import { newsSounds } from "./news_sounds.js";

/** @type {{type: string, at: number | null, until: number | null, pitch: number}[]} */
let tones = [];

class Recorder {
  state = "running";
  currentTime = 10;
  destination = {};
  createGain() {
    const gain = { value: 1, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect: (/** @type {any} */ next) => next };
  }
  createOscillator() {
    const tone = { type: "", at: /** @type {number | null} */ (null), until: /** @type {number | null} */ (null), pitch: 0 };
    tones.push(tone);
    return {
      set type(/** @type {string} */ kind) { tone.type = kind; },
      frequency: { set value(/** @type {number} */ hertz) { tone.pitch = hertz; }, setValueAtTime() {}, linearRampToValueAtTime() {} },
      connect: (/** @type {any} */ next) => next,
      disconnect() {},
      start: (at = 10) => void (tone.at = at),
      stop: (at = 10) => void (tone.until = at),
    };
  }
}

/** @type {any} */ (globalThis).window = globalThis;
/** @type {any} */ (globalThis).AudioContext = Recorder;

const news = (/** @type {string} */ id, channel = "radio") => ({ id, channel, from: "现场", text: `消息 ${id}` });
const seen = (/** @type {ReturnType<typeof news>[]} */ radio, more = {}) => ({ status: "running", muted: false, radio, ...more });
const heard = () => tones.map(({ type, until }) => `${type}${until === null ? "" : " over"}`);
/** A page that was opened when nothing had come yet. */
const opened = () => {
  const sounds = newsSounds();
  sounds.hear(seen([]));
  return sounds;
};

beforeEach(() => (tones = []));

test("two notes, the second higher and after the first, each with an end", () => {
  chime();
  assert.deepEqual(tones.map(({ type, pitch, at }) => [type, pitch, at]), [["sine", 880, 10], ["sine", 1175, 10.22]]);
  assert.ok(tones.every(({ at, until }) => at !== null && until !== null && until > at));
});

test("what had come before the page was opened is no news; what comes is heard once", () => {
  const sounds = newsSounds();
  sounds.hear(seen([news("a"), news("b", "alarm")]));
  assert.deepEqual(heard(), []);
  sounds.hear(seen([news("a"), news("b", "alarm"), news("c")]));
  sounds.hear(seen([news("a"), news("b", "alarm"), news("c")]));
  assert.deepEqual(heard(), ["sine over", "sine over"]);
  sounds.silence();
});

test("of several at once an alarm is heard before anything else, as a siren", () => {
  const sounds = opened();
  sounds.hear(seen([news("a", "alarm"), news("b")]));
  assert.deepEqual(heard(), ["square"]);
  sounds.silence();
  assert.deepEqual(heard(), ["square over"]);
});

test("the director's silence ends a siren, and nothing that came meanwhile sounds afterwards", () => {
  const sounds = opened();
  sounds.hear(seen([news("a", "alarm")]));
  sounds.hear(seen([news("a", "alarm"), news("b", "alarm")], { muted: true }));
  assert.deepEqual(heard(), ["square over"]);
  sounds.hear(seen([news("a", "alarm"), news("b", "alarm")]));
  assert.deepEqual(heard(), ["square over"]);
});

test("a drill that is over is silent", () => {
  const sounds = opened();
  sounds.hear(seen([news("a", "alarm")], { status: "ended" }));
  assert.deepEqual(heard(), []);
});
