// An outbox for facts: each is kept on this device, in order, until the server has it on disk, and sent under a uuid of
// its own, so that however often it's delivered it counts once. What lies here belongs to one person.

import { api, server } from "../api.js";
import { uuid } from "../uuid.js";
import { last } from "../values.js";
import { courier } from "./courier.js";
import { inherit } from "./inherit.js";
import { blobs, keeper, otherTabs, readJson } from "./keep.js";

/** @import { Answer } from "../api.js" */
/** @import { Meaning } from "./delivery.js" */
/** @import { Keep } from "./keep.js" */

/** Why the server didn't take a fact. @typedef {{code: string, message: string, wayOut: string}} Refusal */
/** A fact on its way. `tapped` is the moment by the server's clock, or by this device's if that was unknown then (`own`);
 * `who` is whatever its page wants to know it by.
 * @typedef {{uuid: string, path: string, body: any, tapped: number, own?: boolean, blob?: boolean, who?: any,
 *   refused?: Refusal}} Fact */

const PREFIX = "anpei:box:";
const GONE = { status: 410, data: { error: { code: "gone", message: "照片已不在这台设备上。", way_out: "请再拍一张。" } } };

/** A key behind all that lie under a prefix, also when the device's clock was set back meanwhile. @param {string} prefix @param {Keep} keep */
function keyAfter(prefix, keep) {
  const newest = last(keep.keys(prefix).filter((key) => readJson(keep, key)?.uuid));
  const after = newest ? parseInt(newest.slice(prefix.length), 10) + 1 : 0;
  return `${prefix}${String(Math.max(Date.now(), after || 0)).padStart(14, "0")}-${uuid()}`;
}

/** Send one fact. `stamped`: its moment goes along, and of a device out of step also what its clock says now.
 * @param {Fact} fact @param {boolean} stamped @param {string} person @returns {Promise<Answer>} */
async function deliver(fact, stamped, person) {
  const moment = stamped && fact.tapped ? { tapped: fact.tapped, ...(fact.own ? { sent: Date.now() } : {}) } : {};
  const body = { ...fact.body, uuid: fact.uuid, ...moment };
  if (!fact.blob) return api(fact.path, { method: "POST", body, person });
  const blob = await blobs.get(fact.uuid);
  return blob ? api(`${fact.path}?${new URLSearchParams(body)}`, { method: "POST", body: blob, person }) : GONE;
}

/** What lies on this device under a prefix, in order. @param {string} prefix @param {Keep} keep */
function factStore(prefix, keep) {
  /** @returns {[string, Fact][]} */
  const all = () => keep.keys(prefix).map((key) => /** @type {[string, Fact]} */ ([key, readJson(keep, key)])).filter(([, fact]) => fact?.uuid);
  const waiting = () => all().filter(([, fact]) => !fact.refused);
  const set = (/** @type {string} */ key, /** @type {Fact} */ fact) => keep.set(key, JSON.stringify(fact));

  function drop(/** @type {string} */ key, /** @type {Fact} */ fact) {
    keep.remove(key);
    if (fact.blob) blobs.drop(fact.uuid);
  }

  return {
    waiting,
    items: () => waiting().map(([, fact]) => fact),
    refusals: () => all().map(([, fact]) => fact).filter((fact) => fact.refused),
    of: (/** @type {string} */ id) => all().find(([, fact]) => fact.uuid === id),
    add: (/** @type {Fact} */ fact) => keep.set(keyAfter(prefix, keep), JSON.stringify(fact)),
    set,
    drop,
    /** What the server has taken is kept no longer, what it has refused with why. @param {string} key @param {Fact} fact @param {Meaning} what @param {any} data */
    took(key, fact, what, data) {
      const known = what === "sent" ? fact : refusedFor(fact, data);
      if (known.refused) set(key, known);
      else drop(key, fact);
      return known;
    },
    durable: () => keep.durable() && blobs.durable(),
  };
}

/** @param {string} path @param {any} body @param {any} [more] @returns {Fact} */
function fresh(path, body, { id = uuid(), ...more } = {}) {
  const tapped = server.now();
  return { uuid: id, path, body, ...(tapped ? { tapped } : { tapped: Date.now(), own: true }), ...more };
}

/** The same fact with why it wasn't taken. @param {Fact} fact @param {any} data @returns {Fact} */
function refusedFor(fact, data) {
  const { code = data?.status ?? "", message = "服务器没有接受。", way_out: wayOut = "" } = data?.error ?? {};
  return { ...fact, refused: { code, message, wayOut } };
}

/** The first that waits, how it's sent, and what is done when the server has answered.
 * @param {ReturnType<typeof factStore>} store @param {(fact: Fact) => Promise<Answer>} send
 * @param {(fact: Fact, answer: any) => void} taken @param {(fact: Fact, answer: any) => void} refused */
function firstJob(store, send, taken, refused) {
  const [first] = store.waiting();
  if (!first) return null;
  const [key, fact] = first;
  return {
    send: () => send(fact),
    took(/** @type {Meaning} */ what, /** @type {Answer} */ { data }) {
      const known = store.took(key, fact, what, data);
      if (known.refused) refused(known, data);
      else taken(known, data);
    },
  };
}

/**
 * The outbox of one person for one thing (`scope`). `signed`: what lies here is sent as the signed-in person, and refused
 * by the server when that is somebody else. `stamped`: the moment of the tap goes along. Nobody's is never kept on the disk.
 * @param {{owner: string, scope: string, signed?: boolean, stamped?: boolean, keep?: Keep,
 *   changed?: () => void, taken?: (fact: Fact, answer: any) => void, refused?: (fact: Fact, answer: any) => void}} options
 */
export function factOutbox({ owner, scope, signed = true, stamped = true, keep = keeper(owner ? undefined : null), changed = () => {}, taken = () => {}, refused = () => {} }) {
  const prefix = `${PREFIX}${owner}:${scope}:`;
  inherit(keep);
  const store = factStore(prefix, keep);
  const { items, refusals } = store;
  const send = (/** @type {Fact} */ fact) => deliver(fact, stamped, signed ? owner : "");
  const sending = courier({ name: prefix, keep, changed, next: () => firstJob(store, send, taken, refused), unsafe: () => !store.durable() && items().length > 0 });

  function add(/** @type {Fact} */ fact) {
    store.add(fact);
    changed();
    sending.soon();
    return fact;
  }

  /** What is to be done with a fact that was refused. @param {string} id @param {(key: string, fact: Fact) => void} act */
  function about(id, act) {
    const found = store.of(id);
    if (found) act(...found);
    changed();
  }

  const deaf = otherTabs(prefix, () => {
    changed();
    sending.soon(2000); // should the other tab be gone before it has sent it
  });
  queueMicrotask(sending.flush);
  return {
    items,
    refusals,
    flush: sending.flush,
    state: () => ({ waiting: items().length, refused: refusals().length, late: 0, conflicts: 0, durable: store.durable(), ...sending.state() }),
    /** Keep a fact and send it as soon as may be. @param {string} path @param {any} body @param {{who?: any, id?: string}} [more] */
    put: (path, body, more) => add(fresh(path, body, more)),
    /** The same for a photo. @param {string} path @param {any} body @param {Blob} blob */
    async putBlob(path, body, blob) {
      const fact = fresh(path, body, { blob: true });
      await blobs.put(fact.uuid, blob);
      return add(fact);
    },
    /** The person has read why it wasn't taken. */
    dismiss: (/** @type {string} */ id) => about(id, store.drop),
    /** The person wants it tried once more. */
    retry(/** @type {string} */ id) {
      about(id, (key, { refused: _, ...fact }) => store.set(key, fact));
      sending.flush();
    },
    stop() {
      sending.stop();
      deaf();
    },
  };
}

/** @typedef {ReturnType<typeof factOutbox>} FactOutbox */
