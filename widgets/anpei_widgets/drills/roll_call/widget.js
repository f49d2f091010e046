// A roll call on a warden's phone or on the director's screen. Red is real, blue a drill, grey a test.

import { widget } from "../../shared/widget.js";
import { api, server, told } from "../../shared/api.js";
import { h, setWords } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { exactTime } from "../../shared/local_time.js";
import { factOutbox } from "../../shared/outbox/facts.js";
import { outboxLine } from "../../shared/outbox/line.js";
import { clockText } from "../../shared/values.js";
import { wedgeReader } from "../shared/badge_reader.js";
import { rollCamera, rollVoice } from "./camera.js";
import { addDialog, moreDialog } from "./dialogs.js";
import { rollList } from "./list.js";
import { applied, came, laidOver, ROLL_KINDS } from "./rules.js";
import { rollDesk } from "./desk.js";
import "./style.css";

/** @import { Who } from "./rules.js" */

const ROLL_EVERY = 1000;

/** Counters, in sight all the time. */
function counters() {
  const cell = (words, tone) => {
    const number = h("b", null, "–");
    return { number, el: h("div", { class: `roll-count ${tone}` }, number, h("span", null, words)) };
  };
  const cells = [cell("未到", "is-missing"), cell("实到", "is-here"), cell("请假", ""), cell("应到", "")];
  return {
    el: h("div", { class: "roll-counts", role: "status", "aria-label": "人数" }, cells.map(({ el }) => el)),
    update(people) {
      const missing = people.filter((who) => who.state === "missing").length;
      const there = people.filter(came).length;
      [missing, there, people.length - missing - there, people.length].forEach((n, i) => (cells[i].number.textContent = String(n)));
      cells[0].el.classList.toggle("is-zero", !missing);
    },
  };
}

/**
 * What a scanned badge or a typed number does, and what is said of it.
 * @param {{people: () => Who[], here: (who: Who) => boolean, tick: (who: Who, state: string) => void, ask: (text: string) => void,
 *   asked: (text: string) => boolean, offline: () => boolean, announce: (tone: string, words: string) => void, point: string}} hooks
 */
function scanner({ people, here, tick, ask, asked, offline, announce, point }) {
  /** Whose badge it is, once this phone has been told. @type {Map<string, string>} */
  const badges = new Map();
  return {
    /** Ticked at once where this phone knows whose it is, or else asked of the server. */
    scan(/** @type {string} */ code) {
      const text = code.trim();
      const key = (badges.get(text) ?? text).toLowerCase();
      const known = people().find((who) => who.key.toLowerCase() === key);
      if (known && here(known)) return announce("again", `${known.name} 已经清点过`);
      if (known) {
        tick(known, "present");
        return announce("ok", `${known.name} 已到`);
      }
      if (asked(text)) return announce("again", "这张胸卡已经扫过，联网后认人");
      ask(text);
      return offline() ? announce("wait", "已存本机，联网后认人") : undefined;
    },
    /** The server has told whose badge it was. */
    taken(/** @type {string} */ badge, /** @type {any} */ answer) {
      badges.set(badge, answer.key);
      const before = people().find((who) => who.key === answer.key);
      if (before && here(before) && before.at !== answer.at) announce("again", `${answer.name} 已经清点过`);
      else if (before?.points.some((where) => where !== point)) announce("again", `${answer.name} 已到；在别处也清点过，请核对`);
      else announce("ok", `${answer.name} 已到`);
    },
  };
}

/** Ask every second what changed in the roll call since the number `seq` tells. @returns {() => void} stop */
function following(path, seq, { took, lost, refused }) {
  let [timer, missed, over] = [0, 0, false];
  async function ask() {
    const answer = await api(`${path}?seq=${seq()}`, { patience: 8000 });
    missed = answer.status === 200 ? 0 : missed + 1;
    lost(missed >= 3);
    if (answer.status === 200 && !answer.data.same) took(answer.data);
    if (answer.status === 403) refused(told(answer));
    if (!over) timer = setTimeout(ask, ROLL_EVERY);
  }
  ask();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** The page's own words: time since the alarm, what was said last, what went wrong, how it ended. */
function sayings(view) {
  const since = h("time", { class: "roll-since" });
  const complaint = h("p", { class: "roll-complaint", role: "alert" });
  const said = h("p", { class: "roll-said", role: "status" });
  const ended = h("p", { class: "roll-ended", hidden: true });
  const quiet = h("p", { class: "roll-quiet", role: "status", hidden: true }, icon("away"), "连不上服务器，名单可能不是最新的");
  const timer = setInterval(() => setWords(since, `警报后 ${clockText((view().ended ?? server.now()) - view().started)}`), 250);
  return {
    since, complaint, said, ended, quiet,
    say(tone, words) {
      said.textContent = words;
      said.dataset.tone = tone;
    },
    end(at, note) {
      ended.hidden = !at;
      if (at) ended.textContent = `清点已于 ${exactTime(at)} 结束。${note}`;
    },
    stop: () => clearInterval(timer),
  };
}

/** What can be done with somebody on the list, and with somebody who isn't on it; `here` is whether this point has counted them. */
function actsOf(root, spec, box, view) {
  const put = (what, body) => box.put(`api/musters/${spec.muster}/${what}`, body);
  const tick = (who, state, note = "", at = spec.point) => put("checks", { person: who.key, point: at, state, note });
  return {
    tick,
    /** A badge is shown that isn't on the list; what became of it before is no news any more. */
    ask(badge) {
      box.refusals().filter(({ body }) => body.badge === badge).forEach(({ uuid }) => box.dismiss(uuid));
      put("checks", { badge, point: spec.point, state: "present", note: "" });
    },
    more: (who) => moreDialog(root, who, view(), spec.point, tick),
    here: (who) => (spec.point ? who.points.includes(spec.point) : who.state !== "missing"),
    guest: () => h("button", { type: "button", class: "roll-button", onclick: () => addDialog(root, spec.point, put) }, "加一个名单外的人"),
  };
}

/** A list that is open: what it knows, what a tap does, and how it is drawn again. */
function openRoll(root, place, first, spec) {
  const path = `api/musters/${spec.muster}`;
  /** @type {{view: any, people: Who[], acked: any[]}} */
  const s = { view: first, people: [], acked: [] };
  const voice = rollVoice();
  const words = sayings(() => s.view);
  const box = factOutbox({ owner: spec.me, scope: `muster-${spec.muster}`, changed: draw, taken, refused });
  const { ask, tick, more, here, guest } = actsOf(root, spec, box, () => s.view);
  const scans = scanner({
    people: () => s.people, here, tick, announce, point: spec.point,
    ask, asked: (text) => box.items().some(({ body }) => body.badge === text),
    offline: () => box.state().failing || !navigator.onLine,
  });
  const list = rollList({ more, here, entered: spec.point ? scans.scan : () => {}, tick: (who, state) => (spec.point || state === "missing" ? tick(who, state) : more(who)) });
  const numbers = counters();
  const named = ({ body }) => body.name ?? s.people.find((who) => who.key === body.person)?.name ?? "";
  const line = outboxLine(box, { name: named, more: ({ body }) => (body.badge ? guest() : null) });
  const ticks = Boolean(spec.point && s.view.ticks);
  const camera = ticks ? rollCamera({ scanned: scans.scan, voice }) : null;
  const desk = spec.point ? null : rollDesk(root, { path, spec, view: () => s.view, people: () => s.people });
  const add = guest();
  place.replaceChildren(...frame({ spec, view: s.view, words, numbers, line, desk }, [camera?.el, list.el, ticks ? add : null]));

  function announce(tone, what) {
    for (const teller of [words.say, camera?.tell, voice.say]) teller?.(tone, what);
  }
  function taken(fact, answer) {
    const { body } = fact;
    words.complaint.replaceChildren();
    s.acked.push({ ...fact, body: { ...body, person: body.person ?? answer.key }, seq: answer.seq });
    if (fact.path.endsWith("/people") && answer.name) announce("ok", `${answer.name} 已到`);
    if (body.badge) scans.taken(body.badge, answer);
  }
  function refused(fact) {
    if (fact.body.badge) announce("unknown", fact.refused.message);
    draw();
  }
  function draw() {
    const { view } = s;
    s.acked = s.acked.filter(({ seq }) => seq > Math.abs(view.seq));
    s.people = laidOver(view, s.acked).map((who) => ({ ...who, waiting: false }));
    s.people = laidOver({ ...view, people: s.people }, box.items());
    list.update(s.people, Boolean(view.ended) || !view.ticks);
    numbers.update(s.people);
    line.update();
    words.end(view.ended, view.note);
    add.hidden = Boolean(view.ended);
    if (camera) camera.el.hidden = Boolean(view.ended);
    if (view.ended) camera?.stop();
    desk?.update();
  }

  const deaf = ticks ? wedgeReader(scans.scan, () => !root.querySelector("dialog[open]")) : () => {};
  draw();
  const unfollow = following(path, () => s.view.seq, {
    took: (answer) => [(s.view = applied(s.view, answer)), draw()], lost: (is) => (words.quiet.hidden = !is), refused: (why) => (words.complaint.textContent = why),
  });
  return () => [unfollow, words.stop, deaf, () => camera?.stop(), voice.close, box.stop].forEach((stop) => stop());
}

/** The page around the list: who counts where, the numbers, the words; the director's desk beside it. */
function frame({ spec, view, words, numbers, line, desk }, parts) {
  const point = view.points.find(({ id }) => id === spec.point);
  const ticking = h("div", { class: "roll-ticking" }, parts);
  return [
    h("header", { class: `roll-head is-${view.kind}` },
      h("div", { class: "roll-title" }, h("strong", { class: "roll-kind" }, ROLL_KINDS[view.kind]), h("h1", null, point ? point.name : view.title), words.since),
      numbers.el),
    h("div", { class: "roll-lines" }, line.el, words.quiet), words.complaint, words.said, words.ended,
    desk ? h("div", { class: "roll-columns" }, h("div", { class: "roll-side" }, desk.top, ticking), desk.el) : ticking,
  ];
}

export default widget("roll_call", (model, root) => {
  const spec = model.get("spec");
  const words = h("p", { class: "roll-waiting", role: "status" }, "正在打开名单…");
  const place = h("div", null, words);
  let stop = () => {};
  let [timer, over] = [0, false];
  root.append(place);

  async function open() {
    const answer = await api(`api/musters/${spec.muster}`);
    const { status, data } = answer;
    if (over) return;
    if (status === 200) {
      stop = openRoll(root, place, applied(null, data), spec);
    } else {
      words.textContent = status ? told(answer) : "连不上服务器，正在重试…";
      if (status === 0 || status >= 500) timer = setTimeout(open, 1500);
    }
  }

  open();
  return () => {
    over = true;
    clearTimeout(timer);
    stop();
  };
}, ["spec"]);
