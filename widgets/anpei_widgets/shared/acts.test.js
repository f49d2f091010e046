import assert from "node:assert/strict";
import { test } from "node:test";
import { act } from "./acts.js";
import { atServer } from "./outbox/device.js";

test("what had no answer goes under the same uuid when it's pressed again, anything else under its own", () => atServer(async (page) => {
  const PAUSE = { action: "pause" };
  page.answer = () => null;
  assert.equal((await act("api/x", PAUSE)).status, 0);
  page.answer = () => [200, {}];
  await act("api/x", PAUSE);
  await act("api/x", PAUSE);
  page.answer = () => [503, {}];
  await act("api/x", PAUSE);
  page.answer = () => [200, {}];
  await act("api/x", { action: "resume" });
  await act("api/x", PAUSE);
  const ids = page.arrived.map(({ body }) => body.uuid);
  assert.equal(ids[0], ids[1]);
  assert.equal(new Set(ids).size, 5);
}));
