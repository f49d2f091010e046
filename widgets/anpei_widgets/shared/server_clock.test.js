/// <reference lib="deno.ns" />

import { serverClock } from "./server_clock.js";
import { equal } from "./testing.js";

const SERVER = 1_800_000_000_000;

/** A clock over a hand that the test moves. */
function clock() {
  const hand = { at: 5000 };
  return { hand, page: serverClock(() => hand.at) };
}

Deno.test("a server never heard has no time", () => equal(clock().page.now(), 0));

Deno.test("between two answers the page's own steady clock goes on", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4900);
  hand.at += 28_000;
  equal(page.now(), SERVER + 28_000);
});

Deno.test("an answer that was long on its way doesn't set the clock back", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4990);
  hand.at += 30_000;
  page.heard(SERVER + 1000, 6000);
  equal(page.now(), SERVER + 30_000);
});

Deno.test("news that comes by itself can only bring the clock forward", () => {
  const { hand, page } = clock();
  page.heard(SERVER - 400);
  page.heard(SERVER);
  page.heard(SERVER - 100);
  equal(page.now(), SERVER);
  hand.at += 50;
  equal(page.now(), SERVER + 50);
});

Deno.test("when the server's clock is set back, the page follows", () => {
  const { hand, page } = clock();
  page.heard(SERVER, 4990);
  hand.at += 1000;
  page.heard(SERVER - 60_000, hand.at - 20);
  equal(page.now(), SERVER - 60_000 + 20);
});
