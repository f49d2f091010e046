// The outbox in its world: a real server, storage with so much room, events of a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atServer, storage, until } from "./device.js";
import { last } from "../values.js";
import { factOutbox } from "./facts.js";
import { keeper } from "./keep.js";
import { slotOutbox } from "./slots.js";

/** @import { FactOutbox } from "./facts.js" */

const error = (/** @type {string} */ code, message = "不行。") => ({ error: { code, message, way_out: "" } });
const opened = /** @type {{stop(): void}[]} */ ([]);

function facts(/** @type {Storage} */ disk, owner = "E1", /** @type {any} */ more = {}) {
  const box = factOutbox({ owner, scope: "muster-1", keep: keeper(disk), ...more });
  opened.push(box);
  return box;
}

/** A test at a server; whatever it opened is closed after it. @param {string} name @param {Parameters<typeof atServer>[0]} play */
function story(name, play) {
  test(name, async () => {
    await atServer(play);
    opened.splice(0).forEach((box) => box.stop());
  });
}

/** With other locks than the browser's own. @param {any} locks @param {() => Promise<void>} play */
async function withLocks(locks, play) {
  const own = Object.getOwnPropertyDescriptor(navigator, "locks");
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
  try {
    await play();
  } finally {
    if (own) Object.defineProperty(navigator, "locks", own);
    else delete /** @type {any} */ (navigator).locks;
  }
}

/** Where browsers give out no locks. @param {() => Promise<void>} play */
const onPlainHttp = (play) => withLocks(undefined, play);

const gone = (/** @type {FactOutbox} */ box) => until(() => !box.items().length);
const bodies = (/** @type {any[]} */ arrived) => arrived.map(({ body }) => body.n);

story("a fact is on the disk before it's sent, and leaves it when the server has it", async (page) => {
  const disk = storage();
  /** @type {number[]} */
  const seen = [];
  page.answer = () => (seen.push(disk.length), [200, { seq: 4 }]);
  const told = /** @type {any[]} */ ([]);
  const box = facts(disk, "E1", { taken: (/** @type {any} */ fact, /** @type {any} */ answer) => told.push([fact.body.n, answer.seq]) });
  box.put("api/x", { n: 1 });
  await gone(box);
  assert.deepEqual([told, seen[0] > 0, disk.length, page.arrived[0].person], [[[1, 4]], true, 0, "E1"]);
});

story("facts travel in their order, one at a time", async (page) => {
  const box = facts(storage());
  for (const n of [1, 2, 3, 4]) box.put("api/x", { n });
  await gone(box);
  assert.deepEqual(bodies(page.arrived), [1, 2, 3, 4]);
});

story("the same uuid however often it's sent", async (page) => {
  page.answer = () => (page.arrived.length < 3 ? [503, error("unavailable")] : [200, {}]);
  const box = facts(storage());
  box.put("api/x", { n: 1 });
  await until(() => box.state().failing);
  assert.deepEqual(box.state().waiting, 1);
  for (let i = 0; i < 3; i += 1) await box.flush();
  await gone(box);
  assert.deepEqual(new Set(page.arrived.map(({ body }) => body.uuid)).size, 1);
});

story("a reload goes on where it was", async (page) => {
  const disk = storage();
  page.answer = () => [502, {}];
  const before = facts(disk);
  before.put("api/x", { n: 1 });
  await until(() => page.arrived.length);
  before.stop();
  page.answer = () => [200, {}];
  await gone(facts(disk));
  assert.deepEqual(new Set(page.arrived.map(({ body }) => body.uuid)).size, 1);
});

story("a hotspot's sign-in page is no acknowledgement", async (page) => {
  page.answer = () => "<html>请先登录</html>";
  const box = facts(storage());
  box.put("api/x", { n: 1 });
  await until(() => box.state().failing);
  assert.deepEqual([box.state().waiting, box.state().reachable], [1, false]);
});

story("a device without room keeps it while the page lives, and says so", async (page) => {
  const disk = storage(60);
  page.answer = () => [503, {}];
  const box = facts(disk);
  box.put("api/x", { n: 1 });
  box.put("api/x", { n: 2 });
  await until(() => box.state().failing);
  assert.deepEqual([box.state().waiting, box.state().durable, page.event("beforeunload").defaultPrevented], [2, false, true]);
  page.answer = () => [200, {}];
  await box.flush();
  await gone(box);
  assert.deepEqual([bodies(page.arrived).slice(-2), box.state().durable, page.event("beforeunload").defaultPrevented], [[1, 2], true, false]);
});

story("as soon as there is room it moves to the disk", async (page) => {
  const disk = storage(60);
  page.answer = () => [503, {}];
  const box = facts(disk);
  box.put("api/x", { n: 1 });
  box.put("api/x", { n: 2 });
  await until(() => box.state().failing);
  Object.assign(disk, { room: Infinity });
  page.answer = ({ body }) => (body.n === 1 ? [200, {}] : [503, {}]);
  await box.flush();
  assert.deepEqual([box.state().waiting, box.state().durable], [1, true]);
});

story("another person's queue is neither seen nor sent, and waits for its owner", async (page) => {
  const disk = storage();
  page.answer = () => [503, {}];
  const mine = facts(disk, "E1");
  mine.put("api/x", { n: 1 });
  await until(() => page.arrived.length);
  mine.stop();
  page.answer = () => [200, {}];
  const theirs = facts(disk, "E2");
  theirs.put("api/x", { n: 2 });
  await gone(theirs);
  assert.deepEqual([last(page.arrived)?.person, bodies(page.arrived.slice(-1))], ["E2", [2]]);
  await gone(facts(disk, "E1"));
  assert.deepEqual([last(page.arrived)?.person, bodies(page.arrived.slice(-1))], ["E1", [1]]);
});

story("when somebody else is signed in here it's kept aside until the person is back", async (page) => {
  let signedIn = "E2";
  page.answer = ({ person }) => (person === signedIn ? [200, {}] : [403, error("other_person")]);
  const box = facts(storage(), "E1");
  box.put("api/x", { n: 1 });
  await until(() => box.state().aside);
  assert.deepEqual([box.state().aside, box.state().waiting], ["other_person", 1]);
  signedIn = "E1";
  page.event("pageshow");
  await gone(box);
  assert.deepEqual(box.state().aside, "");
});

story("signed out, it waits for the sign-in, and the page that comes back goes on", async (page) => {
  page.answer = () => [401, error("signed_out")];
  const box = facts(storage());
  box.put("api/x", { n: 1 });
  await until(() => box.state().aside);
  assert.deepEqual([box.state().aside, box.state().waiting], ["signed_out", 1]);
  page.answer = () => [200, {}];
  page.event("pageshow"); // from the browser's back-forward cache, or another tab that was signed in
  await gone(box);
});

story("what is refused is kept in sight through a reload, and the rest goes on", async (page) => {
  const disk = storage();
  page.answer = ({ body }) => (body.n === 1 ? [403, error("not_warden", "你还不是清点员。")] : [200, {}]);
  const box = facts(disk);
  box.put("api/x", { n: 1 });
  box.put("api/x", { n: 2 });
  await gone(box);
  assert.deepEqual(bodies(page.arrived), [1, 2]);
  box.stop();
  const again = facts(disk);
  assert.deepEqual(again.refusals().map(({ refused }) => refused), [{ code: "not_warden", message: "你还不是清点员。", wayOut: "" }]);
  page.answer = () => [200, {}];
  again.retry(again.refusals()[0].uuid);
  await until(() => !again.refusals().length && !again.items().length);
  assert.deepEqual(bodies(page.arrived), [1, 2, 1]);
});

story("what was refused and read is gone", async (page) => {
  const disk = storage();
  page.answer = () => [409, error("ended")];
  const box = facts(disk);
  box.put("api/x", { n: 1 });
  await until(() => box.refusals().length);
  box.dismiss(box.refusals()[0].uuid);
  assert.deepEqual([box.refusals().length, disk.length], [0, 0]);
});

story("two tabs send each fact once", async (page) => {
  const disk = storage();
  page.answer = async () => (await new Promise((done) => setTimeout(done, 20)), [200, {}]);
  const [one, two] = [facts(disk), facts(disk)];
  for (const n of [1, 2, 3]) one.put("api/x", { n });
  for (const n of [4, 5, 6]) two.put("api/x", { n });
  two.flush();
  await gone(one);
  await gone(two);
  assert.deepEqual(bodies(page.arrived).sort(), [1, 2, 3, 4, 5, 6]);
});

story("the moment of the tap goes along by the server's clock, or with what the device's own says now", async (page) => {
  page.answer = () => [503, {}];
  const box = facts(storage());
  box.put("api/x", { n: 1 });
  await until(() => box.state().failing);
  const before = Date.now();
  page.answer = () => [200, {}];
  box.put("api/x", { n: 2 });
  await box.flush();
  await gone(box);
  const [first, second] = page.arrived.slice(-2).map(({ body }) => body);
  assert.deepEqual(Math.abs(second.tapped - before) < 60_000, true);
  assert.deepEqual([second.sent, typeof first.tapped], [undefined, "number"]);
});

story("what older pages left behind is delivered once and gone", async (page) => {
  const disk = storage();
  const fact = { uuid: "old-tick-1", path: "api/musters/1/checks", body: { n: 1 }, tapped: 1000 };
  disk.setItem("anpei:pouch:E1:muster-1:00000000001000-00000", JSON.stringify(fact));
  disk.setItem("anpei-drill-outbox", JSON.stringify([
    { run: 7, person: "E1", device: "k-1", uuid: "old-decision", node: "d01", option: "a", elapsed: 900 }]));
  disk.setItem("anpei:outbox:E1:12:q01", JSON.stringify({ revision: 2, next: { uuid: "old-answer", value: "b", base: 2, at: 5 } }));
  disk.setItem("anpei:outbox:E1:12:lock", JSON.stringify({ tab: "x", until: 0 }));
  page.answer = ({ path }) => [200, path.includes("answers") ? { revision: 3 } : {}];
  const ticks = facts(disk, "E1");
  const drill = factOutbox({ owner: "kiosk", scope: "drill", signed: false, keep: keeper(disk) });
  const exam = slotOutbox({ owner: "E1", scope: "exam-12", path: (slot) => `api/attempts/12/answers/${slot}`,
    revisions: { q01: 2 }, settle: () => 0, changed() {}, valued() {}, keep: keeper(disk) });
  opened.push(drill);
  await Promise.all([gone(ticks), gone(drill)]);
  await exam.flush();
  await until(() => !exam.pending().length);
  assert.deepEqual(page.arrived.map(({ path, body }) => [path, body.uuid]).sort(), [
    ["api/attempts/12/answers/q01", "old-answer"], ["api/drills/runs/7/decisions", "old-decision"], ["api/musters/1/checks", "old-tick-1"]]);
  const [tick] = page.arrived.filter(({ body }) => body.uuid === "old-tick-1");
  assert.deepEqual([tick.body.tapped, tick.body.sent > 1000], [1000, true]);
  assert.deepEqual(Array.from({ length: disk.length }, (_, i) => disk.key(i)), ["anpei:box:E1:exam-12:q01"]);
});

story("of an answer that changes only the newest travels, and the server's word settles it", async (page) => {
  page.answer = ({ body }) => (body.base === 0 ? [503, {}] : [200, { revision: 1 }]);
  const disk = storage();
  const open = () => slotOutbox({ owner: "E1", scope: "exam-1", path: (slot) => `api/a/${slot}`, revisions: { q01: 0, q02: 0 },
    settle: () => 0, changed() {}, valued() {}, keep: keeper(disk) });
  const box = open();
  box.put("q01", "a");
  await until(() => page.arrived.length);
  box.put("q01", "b");
  box.put("q01", "c");
  let revision = 0;
  page.answer = () => [200, { revision: ++revision }];
  await box.flush();
  await until(() => !box.pending().length);
  assert.deepEqual(page.arrived.slice(1).map(({ body }) => [body.value, body.base]), [["a", 0], ["c", 1]]);
  assert.deepEqual(open().held("q01"), null);
});

story("a server killed over a fact gets it again under the same uuid, and the rest in order", async (page) => {
  page.answer = () => (page.arrived.length === 1 ? null : [200, {}]);
  const box = facts(storage());
  for (const n of [1, 2]) box.put("api/x", { n });
  await until(() => box.state().failing);
  assert.deepEqual([box.state().waiting, box.state().reachable], [2, false]);
  await box.flush();
  await gone(box);
  assert.deepEqual([bodies(page.arrived), new Set(page.arrived.map(({ body }) => body.uuid)).size], [[1, 1, 2], 2]);
});

story("what was tapped after the device's clock was set back is still sent after what was tapped before", async (page) => {
  const disk = storage();
  const before = { uuid: "before", path: "api/x", body: { n: 1 }, tapped: 0 };
  disk.setItem(`anpei:box:E1:muster-1:0${Date.now() + 86_400_000}-00000-x`, JSON.stringify(before));
  page.answer = () => [503, {}];
  const box = facts(disk);
  for (const n of [2, 3]) box.put("api/x", { n });
  page.answer = () => [200, {}];
  await box.flush();
  await gone(box);
  assert.deepEqual(bodies(page.arrived.filter(({ body }) => body.n > 1).slice(-2)), [2, 3]);
  assert.deepEqual(page.arrived.findIndex(({ body }) => body.n === 2) > page.arrived.findIndex(({ body }) => body.n === 1), true);
});

story("a tab that died holding the lease, before the clock was set back, holds nothing up", async () => {
  const disk = storage();
  disk.setItem("anpei:box:E1:muster-1:lock", JSON.stringify({ tab: "dead", until: Date.now() + 86_400_000 }));
  await onPlainHttp(async () => {
    const box = facts(disk);
    box.put("api/x", { n: 1 });
    await gone(box);
  });
  assert.deepEqual(disk.length, 0);
});

story("where there are no locks a lease lets one tab send at a time, and each fact goes once", async (page) => {
  const disk = storage();
  await onPlainHttp(async () => {
    const tabs = [facts(disk), facts(disk)];
    tabs.forEach((box, i) => [1, 2, 3].forEach((n) => box.put("api/x", { n: n + 3 * i })));
    await Promise.all(tabs.map(gone));
  });
  assert.deepEqual(bodies(page.arrived).sort(), [1, 2, 3, 4, 5, 6]);
});

story("a browser that refuses its locks sends all the same", async (page) => {
  await withLocks({ request: () => Promise.reject(new DOMException("no storage here", "SecurityError")) }, async () => {
    const box = facts(storage());
    box.put("api/x", { n: 1 });
    await gone(box);
  });
  assert.deepEqual(bodies(page.arrived), [1]);
});

story("a browser that keeps nothing sends all the same, and asks before the page is closed", async (page) => {
  page.answer = () => [503, {}];
  const box = factOutbox({ owner: "E1", scope: "muster-1", keep: keeper(null) });
  opened.push(box);
  box.put("api/x", { n: 1 });
  await until(() => box.state().failing);
  assert.deepEqual([box.state().durable, page.event("beforeunload").defaultPrevented], [false, true]);
  page.answer = () => [200, {}];
  await box.flush();
  await gone(box);
  assert.deepEqual(page.event("beforeunload").defaultPrevented, false);
});

story("a fault of the page that shows it holds nothing up", async (page) => {
  const heard = console.error;
  const faults = /** @type {string[]} */ ([]);
  console.error = (/** @type {any} */ error) => faults.push(error.message);
  const box = facts(storage(), "E1", { taken: (/** @type {any} */ { body }) => { if (body.n === 1) throw new Error("no such element"); } });
  for (const n of [1, 2]) box.put("api/x", { n });
  await gone(box);
  console.error = heard;
  assert.deepEqual([bodies(page.arrived), faults], [[1, 2], ["no such element"]]);
});

const SLOTTED = { owner: "D1", scope: "report-7", path: (/** @type {string} */ slot) => `api/drills/7/report/${slot}`, revisions: { problems: 2, advice: 0 },
  settle: () => 0, changed() {}, valued() {} };

story("words that the server doesn't take stay on the device through a reload, and go when they may", async (page) => {
  const disk = storage();
  page.answer = ({ path }) => (path.endsWith("problems") ? [403, error("forbidden", "没有权限。")] : [200, { revision: 1 }]);
  const box = slotOutbox({ ...SLOTTED, keep: keeper(disk) });
  box.put("problems", "东门堵着");
  box.put("advice", "加灯");
  await until(() => box.refused().length && !box.pending().length);
  assert.deepEqual(box.refused().map(({ slot, text, value }) => [slot, text, value]), [["problems", "没有权限。", "东门堵着"]]);
  const again = slotOutbox({ ...SLOTTED, revisions: { problems: 2, advice: 1 }, keep: keeper(disk) });
  assert.deepEqual(again.refused().map(({ value }) => value), ["东门堵着"]);
  page.answer = () => [200, { revision: 3 }];
  again.retry("problems");
  await until(() => !again.pending().length);
  assert.deepEqual([again.refused(), again.revision("problems"), last(page.arrived)?.body.value, last(page.arrived)?.person], [[], 3, "东门堵着", "D1"]);
});

story("a server killed over a version gets the same one again, then what was written since", async (page) => {
  page.answer = () => (page.arrived.length === 1 ? null : [200, { revision: page.arrived.length + 1 }]);
  const box = slotOutbox({ ...SLOTTED, keep: keeper(storage()) });
  box.put("problems", "一");
  await until(() => box.state().failing);
  box.put("problems", "二");
  await box.flush();
  await until(() => !box.pending().length);
  assert.deepEqual(page.arrived.map(({ body }) => [body.value, body.base]), [["一", 2], ["一", 2], ["二", 3]]);
  assert.deepEqual(page.arrived[0].body.uuid, page.arrived[1].body.uuid);
});

story("a full device keeps words in memory and asks before they are lost", async (page) => {
  page.answer = () => [503, {}];
  const box = slotOutbox({ ...SLOTTED, keep: keeper(storage(50)) });
  box.put("problems", "很长的一段话".repeat(20));
  await until(() => box.state().failing);
  assert.deepEqual([box.state().durable, page.event("beforeunload").defaultPrevented], [false, true]);
  page.answer = () => [200, { revision: 3 }];
  await box.flush();
  await until(() => !box.pending().length);
  assert.deepEqual(page.event("beforeunload").defaultPrevented, false);
});
