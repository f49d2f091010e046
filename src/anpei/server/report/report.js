// The words of a report are kept on this device while they are written and saved after a short rest, by the outbox that
// answers of an exam use, too.

import { all, h, one } from "anpei_widgets/shared/dom.js";
import { slotOutbox } from "anpei_widgets/shared/outbox/slots.js";
import { partWords, signProblem, tidy } from "./rules.js";

const REST = 900;

/** @typedef {HTMLTextAreaElement | HTMLSelectElement} Field */

const report = one(document, "[data-run]");
const run = report.dataset.run ?? "";
/** What can be written here, by part. @type {Map<string, ReturnType<typeof part>>} */
const parts = new Map();

/** What the page came with: somebody may have written before this script was there. @param {Field} field */
function served(field) {
  if (field instanceof HTMLTextAreaElement) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}

/** As tall as what is in it. @param {Field} field */
function grow(field) {
  if (field instanceof HTMLSelectElement) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** A button in the line of a part. @param {string} words @param {() => void} act */
const button = (words, act) => h("button", { type: "button", class: "button quiet", onclick: act }, words);

/** One part: its field, and below it how it stands. @param {HTMLElement} box */
function part(box) {
  const slot = box.dataset.part ?? "";
  /** @type {Field} */
  const field = one(box, "textarea, select");
  const said = one(box, "[role=status]");
  const choice = h("div", { class: "report-choice" });
  const came = { words: said.textContent ?? "", revision: Number(box.dataset.version) };
  const locked = field.matches("[readonly], [disabled]");
  let known = tidy(served(field));
  let shown = "";
  said.after(choice);

  /** Put words into the field that came from elsewhere. @param {string} words */
  function fill(words) {
    if (locked) return;
    known = tidy(words);
    field.value = words;
    grow(field);
  }

  function typed() {
    const words = tidy(field.value);
    if (words === known) return;
    known = words;
    outbox.put(slot, words);
  }

  /** What there is to choose. A signed report shows its own words, and below them what it didn't take.
   * @param {{theirs: string} | undefined} conflict @param {{value: string} | undefined} refused */
  function choices(conflict, refused) {
    const again = button("再试一次", () => outbox.retry(slot));
    if (refused) return locked ? [h("blockquote", { class: "told" }, refused.value), again, button("不要了", () => outbox.seen(slot))] : [again];
    if (!conflict) return [];
    return [
      h("p", null, "别人写的："), h("blockquote", { class: "told" }, conflict.theirs || "（清空了）"),
      button("保留我写的", () => outbox.resolve(slot, "mine")), button("用别人写的", () => outbox.resolve(slot, "theirs")),
    ];
  }

  field.addEventListener("input", () => [typed(), grow(field)]);
  field.addEventListener("change", () => [typed(), outbox.flush()]);
  grow(field);
  return {
    slot, revision: came.revision, fill, typed,
    show() {
      const conflict = outbox.conflicts().find((each) => each.slot === slot);
      const refused = outbox.refused().find((each) => each.slot === slot);
      const revision = outbox.revision(slot);
      const about = { waiting: outbox.pending().includes(slot), refused: refused?.text ?? "", disputed: Boolean(conflict), saved: revision !== came.revision, revision, text: known };
      const words = partWords(about, outbox.state()) || came.words;
      if (said.textContent !== words) said.textContent = words;
      const key = JSON.stringify([conflict, refused]);
      if (key === shown) return;
      shown = key;
      choice.replaceChildren(...choices(conflict, refused));
    },
  };
}

for (const box of all(report, "[data-part]")) parts.set(box.dataset.part ?? "", part(box));

const outbox = slotOutbox({
  owner: document.body.dataset.person ?? "",
  scope: `report-${run}`,
  path: (slot) => `api/drills/${run}/report/${slot}`,
  revisions: Object.fromEntries([...parts.values()].map(({ slot, revision }) => [slot, revision])),
  settle: () => REST,
  changed: () => parts.forEach((each) => each.show()),
  valued: (slot, words) => parts.get(slot)?.fill(words),
});

/** What this device still holds goes back into its field: what waits, and what wasn't taken. */
function recall() {
  for (const { slot, fill, typed, show } of parts.values()) {
    const kept = outbox.held(slot) ?? outbox.refused().find((each) => each.slot === slot);
    if (kept) fill(kept.value);
    else typed();
    show();
  }
  outbox.flush();
}

/** Signing waits until every word is with the server.
 * @param {HTMLElement} form */
function signAfterSaving(form) {
  const line = h("p", { role: "status", class: "hint" });
  let holding = false;
  form.append(line);

  /** Go on when nothing waits any more. @param {HTMLElement | null} submitter */
  async function goOn(submitter) {
    holding = true;
    outbox.flush();
    await outbox.empty(new AbortController().signal);
    holding = false;
    line.textContent = signProblem(outbox.state());
    if (!line.textContent) submitter?.click();
  }

  form.addEventListener("submit", (event) => {
    const state = outbox.state();
    line.textContent = signProblem(state);
    if (!line.textContent) return;
    event.preventDefault();
    event.stopPropagation();
    if (!holding && !state.conflicts && !state.refused) goOn(event.submitter);
  });
}

/** @type {HTMLElement | null} */
const signing = document.querySelector("[value=sign]")?.closest("form") ?? null;
if (signing) signAfterSaving(signing);
addEventListener("pagehide", () => {
  const { waiting, refused } = outbox.state();
  if (!waiting && !refused) outbox.forget();
});
recall();
