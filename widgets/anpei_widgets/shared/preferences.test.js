import assert from "node:assert/strict";
import { test } from "node:test";
import { storage } from "./outbox/device.js";
import { forget, recall, remember } from "./preferences.js";

/** With a browser's storage of this kind. @param {() => Storage} get @param {() => void} play */
function withStorage(get, play) {
  const own = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  Object.defineProperty(globalThis, "localStorage", { get, configurable: true });
  play();
  if (own) Object.defineProperty(globalThis, "localStorage", own);
}

const refusing = () => { throw new DOMException("switched off", "SecurityError"); };

test("what is remembered is there until it's forgotten", () => {
  const disk = storage();
  withStorage(() => disk, () => {
    remember("sound", "off");
    assert.deepEqual([recall("sound"), disk.getItem("sound")], ["off", "off"]);
    forget("sound");
    assert.equal(recall("sound"), null);
  });
});

test("a browser that keeps nothing, or has no room, remembers while the page lives", () => {
  for (const get of [refusing, () => storage(3)]) {
    withStorage(get, () => {
      assert.equal(recall("sound"), null);
      remember("sound", "off");
      assert.equal(recall("sound"), "off");
      forget("sound");
      assert.equal(recall("sound"), null);
    });
  }
});
