import assert from "node:assert/strict";
import { test } from "node:test";
import { serverClock } from "./server_clock.js";

const SERVER = 1_800_000_000_000;

/** A clock over a hand that the test moves. */
function clock() {
  const hand = { at: 5000 };
  return { hand, page: serverClock(() => hand.at) };
}

test("a server never heard has no time", () => assert.deepEqual(clock().page.now(), 0));

test("between two answers the page's own steady clock goes on", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4900);
  hand.at += 28_000;
  assert.deepEqual(page.now(), SERVER + 28_000);
});

test("an answer that was long on its way doesn't set the clock back", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4990);
  hand.at += 30_000;
  page.heard(SERVER + 1000, 6000);
  assert.deepEqual(page.now(), SERVER + 30_000);
});

test("news that comes by itself can only bring the clock forward", () => {
  const { hand, page } = clock();
  page.heard(SERVER - 400);
  page.heard(SERVER);
  page.heard(SERVER - 100);
  assert.deepEqual(page.now(), SERVER);
  hand.at += 50;
  assert.deepEqual(page.now(), SERVER + 50);
});

test("when the server's clock is set back, the page follows", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4990);
  hand.at += 1000;
  page.heard(SERVER - 60_000, hand.at - 20);
  assert.deepEqual(page.now(), SERVER - 60_000 + 20);
});
