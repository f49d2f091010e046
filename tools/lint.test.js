/// <reference lib="deno.unstable" />

import assert from "node:assert/strict";
import { test } from "node:test";
import plugin from "./lint.js";

const lines = (/** @type {number} */ count) => "  step();\n".repeat(count - 2);
const found = (/** @type {string} */ source) => Deno.lint.runPlugin(plugin, "some.js", source).map(({ message }) => message);

test("a function of sixty lines is read at one sitting", () => {
  assert.deepEqual(found(`function f() {\n${lines(60)}}\n`), []);
});

test("one of sixty-one isn't, however it is written", () => {
  for (const source of [`function f() {\n${lines(61)}}\n`, `const f = () => {\n${lines(61)}};\n`, `const o = { f() {\n${lines(61)}} };\n`]) {
    assert.deepEqual(found(source), ["A function of 61 lines; none is longer than 60."]);
  }
});
