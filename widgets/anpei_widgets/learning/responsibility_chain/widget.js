// Give each link to somebody; a link holds, is loose or snaps, and says why; at the end the whole chain is pulled.

import { put, widget } from "../../shared/widget.js";
import { announce, h, one } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { cardRadios, limitsNote, outcomePanel, TONE_MARKS } from "../shared/cards.js";
import { lawCard } from "../../items/shared/question.js";
import "./style.css";

const CHAIN_SAYS = { good: "扣上了", weak: "松的", harm: "断了" };

/** Six links in a row: each a button with who has it and how it holds. */
function chainLinks(spec, pick) {
  const links = spec.slots.map((slot) => h("button", { type: "button", class: "anpei-chain-link", onclick: () => pick(slot.id) }));
  return {
    el: h("ol", { class: "anpei-chain-links", "aria-label": "责任链" }, links.map((link) => h("li", null, link))),
    show(chain, says, here) {
      spec.slots.forEach((slot, i) => {
        const role = spec.roles.find((one) => one.id === chain[slot.id]);
        const tone = role ? says[slot.id][role.id].tone : "none";
        links[i].className = `anpei-chain-link anpei-chain-${tone}`;
        if (slot.id === here) links[i].setAttribute("aria-current", "step");
        else links[i].removeAttribute("aria-current");
        links[i].replaceChildren(h("small", null, slot.name), h("b", null, role ? role.name : "还没定"),
          h("span", null, role ? [icon(TONE_MARKS[tone]), CHAIN_SAYS[tone]] : "　"));
      });
    },
  };
}

/** The whole chain, pulled. */
function chainEnd(spec, current, chain, again) {
  const rows = spec.slots.map((slot) => ({ slot, ...current.says[slot.id][chain[slot.id]] }));
  const broken = rows.filter((row) => row.tone === "harm");
  const loose = rows.filter((row) => row.tone === "weak");
  const tone = broken.length ? "harm" : loose.length ? "weak" : "good";
  const says = { good: "整条链扣上了", weak: `有 ${loose.length} 环是松的`, harm: `断在：${broken.map((row) => row.slot.name).join("、")}` }[tone];
  return outcomePanel(tone, says, h("p", null, { good: current.holds, weak: current.loose, harm: current.snaps }[tone]),
    tone === "good" ? [] : h("p", null, "点那一环，换一个人试试。"),
    h("button", { type: "button", class: "anpei-button", onclick: again }, "这一条从头来"));
}

/** What the law lays on whom. */
const chainDuties = (spec) => h("details", { class: "anpei-chain-duties" }, h("summary", null, "每个人在法律上担什么"),
  h("dl", null, spec.roles.map((role) => h("div", null, h("dt", null, role.name, h("small", null, role.is)), h("dd", null, role.duty, role.cites.map((cite) => lawCard(spec.cards[cite])))))));

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { case: 0, chains: {} };
  const current = () => spec.cases[value().case];
  const chain = () => value().chains[current().id] ?? {};
  const left = () => spec.slots.filter((slot) => !chain()[slot.id]);
  let here = (left()[0] ?? spec.slots[0]).id;
  const set = (chainNow) => put(model, "value", { ...value(), chains: { ...value().chains, [current().id]: chainNow } });
  const give = (role) => {
    const before = left().length;
    set({ ...chain(), [here]: role });
    const says = current().says[here][role];
    announce(`${CHAIN_SAYS[says.tone]}。${says.text}`);
    said.scrollIntoView({ block: "nearest" });
    if (before && !left().length) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { case: current().id } }));
  };
  const go = (slot) => {
    here = slot;
    show();
    roles.inputs.find((x) => x.checked)?.focus();
    if (!chain()[here]) roles.inputs[0].focus();
  };

  const pick = cardRadios("看哪一个隐患？", spec.cases.map((one, i) => ({ value: i, name: one.name, hint: one.hint })), (i) => {
    put(model, "value", { ...value(), case: i });
    here = (left()[0] ?? spec.slots[0]).id;
    show();
  });
  pick.el.hidden = spec.cases.length < 2;
  const story = h("p", { class: "anpei-story" });
  const links = chainLinks(spec, go);
  const roles = cardRadios("", spec.roles.map((role) => ({ value: role.id, name: role.name, hint: role.is })), give);
  const ask = one(roles.el, "legend");
  const said = h("div", { class: "anpei-chain-said" });
  const end = h("div", null);
  root.classList.add("anpei-sim");
  root.append(pick.el, story, links.el, roles.el, said, end, chainDuties(spec), limitsNote("哪些是法律写的，哪些不是", spec.limits));

  function show() {
    const role = chain()[here];
    const says = role ? current().says[here][role] : null;
    const next = left()[0];
    pick.show(value().case);
    story.textContent = current().text;
    links.show(chain(), current().says, here);
    ask.textContent = spec.slots.find((slot) => slot.id === here).ask;
    roles.show(role);
    said.replaceChildren(...(says ? [outcomePanel(says.tone, CHAIN_SAYS[says.tone], h("p", null, says.text), says.cites.map((cite) => lawCard(spec.cards[cite])))] : []),
      ...(says && next ? [h("button", { type: "button", class: "anpei-button anpei-primary", onclick: () => go(next.id) }, `下一环：${next.name}`)] : []));
    end.replaceChildren(...(next ? [] : [chainEnd(spec, current(), chain(), () => {
      set({});
      go(spec.slots[0].id);
    })]));
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("responsibility_chain", draw, ["spec"]);
