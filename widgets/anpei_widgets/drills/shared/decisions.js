// Decisions on their way up from a tablet: kept through reloads, each sent as the decision of the person who took it at this
// device, whoever sits here by then, and with the moment of the tap.

import { factOutbox } from "../../shared/outbox/facts.js";

/** Whose decision: a person's, in a run, at a device. @typedef {{run: number, person: string, device: string}} Owner */

/** @param {Owner} one @param {Owner} other */
export const sameOwner = (one, other) => one.run === other.run && one.person === other.person && one.device === other.device;

/**
 * @param {{changed: () => void, taken: (owner: Owner) => void, refused: (owner: Owner, words: string) => unknown}} hooks
 *   `refused` says whether somebody is there to read it
 */
export function decisionBox({ changed, taken, refused }) {
  const box = factOutbox({
    owner: "kiosk", scope: "drill", signed: false, changed,
    taken: ({ who }) => taken(who),
    refused: (fact) => refused(fact.who, fact.refused?.message ?? "") || box.dismiss(fact.uuid),
  });
  const of = (/** @type {Owner} */ owner) => (/** @type {{who?: any}} */ { who }) => who && sameOwner(owner, who);
  const about = (/** @type {Owner} */ owner, /** @type {string} */ node) => box.refusals().filter(of(owner)).filter(({ body }) => body.node === node);
  return {
    state: box.state,
    flush: box.flush,
    stop: box.stop,
    dismiss: box.dismiss,
    /** What waits of this owner. @returns {{node: string, option: string} | null} */
    pending: (/** @type {Owner} */ owner) => box.items().find(of(owner))?.body ?? null,
    refusals: (/** @type {Owner} */ owner) => box.refusals().filter(of(owner)).map(({ uuid: id, body, refused: why }) => ({ id, node: body.node, words: why?.message ?? "" })),
    /** @param {Owner} owner @param {{node: string, option: string, elapsed: number, uuid: string}} decision */
    put(owner, { node, option, elapsed, uuid }) {
      if (box.items().some((fact) => of(owner)(fact) && fact.body.node === node)) return;
      about(owner, node).forEach((fact) => box.dismiss(fact.uuid));
      const body = { person: owner.person, node, option, elapsed };
      box.put(`api/drills/runs/${owner.run}/decisions?as=kiosk`, body, { who: owner, id: uuid });
    },
  };
}
