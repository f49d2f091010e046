// What follows from a log of decisions on a floor filling with smoke: pure functions, the same log gives the same story.

import { routeFloor, routeLevel, routeSpread } from "./model.js";

/** @type {Record<string, string>} */
const ROUTE_ENDS = { hide: "hide", report: "safe", return: "returned" };
/** How it is to arrive in smoke of a level. @type {Record<string, Tone>} */
const ROUTE_TONES = { clear: "good", light: "good", thick: "weak", black: "harm" };
const ROUTE_OUTSIDE = ["report", "return"];

/** The links of a place: which, to where, how its door is.
 * @param {Scene} scene @param {{doors: string[], at: string}} s @returns {Way[]} */
export const routeLinks = (scene, s, at = s.at) => scene.links.flatMap((link, i) =>
  link.between.includes(at) ? [{ i, link, to: link.between.find((id) => id !== at) ?? at, door: s.doors[i] }] : []);

/** A place of the floor. @param {Scene} scene @param {string} id */
export const routePlace = (scene, id) => /** @type {Place} */ (scene.places.find((p) => p.id === id));

/** @import { Link, Place, Scene, Spec, Words } from "./model.js" */
/** A link as it is left by: which, to where, how its door is. @typedef {{i: number, link: Link, to: string, door: string}} Way */
/** @import { Tone } from "../shared/cards.js" */
/** @typedef {{smoke: Record<string, number>, at: string}} Frame */
/** @typedef {{act: string, id?: string, from: number, at: number, tone: Tone, text: string}} Note */
/** @typedef {{doors: string[], sealed: Set<number>, time: number, smoke: Record<string, number>, at: string, low: boolean,
 *   dose: number, seconds: number, done: Set<string>, felt: Record<number, boolean>, tried: Set<number>,
 *   seen: Record<string, number>, notes: Note[], film: Frame[], ending: string | null, shown?: string}} State */

/** Everything that happened: where the learner stands, what the smoke did, a note for each act, and a film of it all. @param {string[]} log
 * @param {Spec} spec @param {Scene} scene */
export function routeReplay(spec, scene, log) {
  /** @type {State} */
  const s = { ...routeFloor(spec, scene), at: scene.start, low: false, dose: 0, seconds: 0, done: new Set(), felt: {}, tried: new Set(),
    seen: {}, notes: [], film: [], ending: null };
  routeWatch(scene, s);
  for (const token of log) if (!s.ending) routeStep(spec, scene, s, token);
  return s;
}

/** Let seconds pass: smoke spreads, and where one stands is breathed.
 * @param {Spec} spec @param {Scene} scene @param {State} s @param {number} seconds */
function routePass(spec, scene, s, seconds) {
  for (let i = 0; i < seconds && s.dose <= spec.model.most; i += 1) {
    s.smoke = routeSpread(spec, scene, s.smoke, s);
    s.time += 1;
    s.seconds += 1;
    s.dose += routeLevel(spec, s.smoke[s.at])[s.low ? "low" : "upright"];
    s.film.push({ smoke: s.smoke, at: s.at });
  }
}

/** One decision: its time passes, it does what it does, and what is to be said is noted.
 * @param {Spec} spec @param {Scene} scene @param {State} s @param {string} token */
function routeStep(spec, scene, s, token) {
  const [act, id] = token.split(":");
  const there = routeLinks(scene, s).find((one) => one.to === id);
  const outside = routePlace(scene, s.at).kind === "out";
  if (Boolean(id) !== Boolean(there) || outside !== ROUTE_OUTSIDE.includes(act)) return;
  const before = s.seconds;
  const said = ROUTE_ACTS[act]?.(spec, scene, s, /** @type {Way} */ (there)) ?? routePlain(spec, scene, s, act);
  routePass(spec, scene, s, spec.acts[act].seconds);
  s.done.add(act);
  if (!s.ending) routeShelter(spec, scene, s);
  if (s.dose > spec.model.most && !s.ending) s.ending = "caught";
  routeWatch(scene, s);
  const end = s.ending && spec.words[s.ending];
  const note = typeof said === "string" ? spec.words[said] : said;
  s.notes.push({ act, id, from: before, at: s.seconds, ...(end && (act === "go" || ROUTE_ENDS[act] || end.tone === "harm") ? end : note) });
}

/** What is seen from here: this place, and every place with an open way to it. @param {Scene} scene @param {State} s */
function routeWatch(scene, s) {
  s.seen[s.at] = s.smoke[s.at];
  for (const { to, door } of routeLinks(scene, s)) if (door === "open" || door === "none") s.seen[to] = s.smoke[to];
}

/** What each act does; a word of the spec, or words of its own. @type {Record<string, (spec: Spec, scene: Scene, s: State, way: Way) => string | Words>} */
const ROUTE_ACTS = { go: routeGo, feel: routeFeel, shut: routeShut, seal: routeSeal, low: routeStand, upright: routeStand };

/** The back of the hand on a door. @param {Spec} spec @param {Scene} scene @param {State} s @param {Pick<Way, "i" | "to">} way */
function routeFeel(spec, scene, s, { i, to }) {
  s.felt[i] = s.smoke[to] >= spec.levels[spec.levels.length - 1].from || to === scene.fire;
  return s.felt[i] ? "hot" : "cool";
}

/** @param {Spec} _spec @param {Scene} _scene @param {State} s @param {Pick<Way, "i" | "door">} way */
function routeShut(_spec, _scene, s, { i, door }) {
  if (door !== "open") return "again";
  s.doors[i] = "closed";
  return "shut";
}

/** Stuff the gaps of a room whose doors are shut. @param {Spec} _spec @param {Scene} scene @param {State} s */
function routeSeal(_spec, scene, s) {
  const { kind } = routePlace(scene, s.at);
  const doors = routeLinks(scene, s);
  if (kind !== "room" && kind !== "window") return "seal_way";
  if (doors.some(({ door }) => door === "open" || door === "none")) return "seal_open";
  doors.forEach(({ i }) => s.sealed.add(i));
  return "seal";
}

/** @param {Spec} _spec @param {Scene} _scene @param {State} s */
function routeStand(_spec, _scene, s) {
  s.low = !s.low;
  return s.low ? "low" : "upright";
}

/** Go to a neighbouring place, through its door if there is one. @param {Spec} spec @param {Scene} scene @param {State} s @param {Way} way @returns {string | Words} */
function routeGo(spec, scene, s, { i, link, to, door }) {
  const { kind } = routePlace(scene, to);
  if (door === "blocked") return routeBlocked(spec, scene, s, i, link);
  if (kind === "lift") return routeEnd(s, "lift");
  const blind = door === "closed" && s.felt[i] === undefined && kind !== "out";
  if (door === "closed" && (s.felt[i] ?? routeFeel(spec, scene, s, { i, to }) === "hot")) return routeBurn(spec, s, i);
  if (door === "closed") s.doors[i] = "open";
  delete s.felt[i];
  const walk = () => routePass(spec, scene, s, Math.ceil(link.metres / routeSpeed(spec, s)));
  if (kind === "out") walk(); // what is breathed on the way out is the air of the place one leaves
  if (s.dose > spec.model.most) return "caught";
  s.at = to;
  if (to === scene.fire) return routeEnd(s, "fire");
  if (kind !== "out") walk();
  const { tone, text: said } = routeArrival(spec, scene, s);
  return blind ? { tone: "weak", text: `${said}你没有试门就拉开了：这一次门后没有火。` } : { tone, text: said };
}

/** A way that is there and can't be gone: its time is lost all the same.
 * @param {Spec} spec @param {Scene} scene @param {State} s @param {number} i @param {Link} link @returns {Words} */
function routeBlocked(spec, scene, s, i, link) {
  s.tried.add(i);
  routePass(spec, scene, s, Math.ceil((2 * link.metres) / routeSpeed(spec, s)));
  return { tone: "weak", text: link.says ?? "" };
}

/** A hot door opened: burnt, choked, and the door stays open. @param {Spec} spec @param {State} s @param {number} i */
function routeBurn(spec, s, i) {
  s.doors[i] = "open";
  s.dose += spec.model.burn;
  return "burnt";
}

/** @param {State} s @param {string} ending */
function routeEnd(s, ending) {
  s.ending = ending;
  return ending;
}

/** Smoke sets the pace: upright, stooping, or on hands and knees. @param {Spec} spec @param {State} s */
function routeSpeed(spec, s) {
  const { upright, low, crawl } = spec.model.speeds;
  const level = spec.levels.indexOf(routeLevel(spec, s.smoke[s.at]));
  if (level === spec.levels.length - 1) return crawl;
  return s.low ? low : upright;
}

/** @param {Spec} spec @param {Scene} scene @param {State} s @returns {Words} */
function routeArrival(spec, scene, s) {
  const { name, kind } = routePlace(scene, s.at);
  if (kind === "out") return { tone: "good", text: `你到了${name}。外面的空气是凉的。` };
  const level = routeLevel(spec, s.smoke[s.at]);
  if (level.id === "thick" && s.low) return { tone: "good", text: `${name}：烟压到肩。你弯着腰，头在烟下面，看得见地。` };
  const tone = ROUTE_TONES[level.id];
  return { tone, text: `${name}：${level.says}` };
}

/** Everything else: said once, and whether it was of use here.
 * @param {Spec} _spec @param {Scene} scene @param {State} s @param {string} act */
function routePlain(_spec, scene, s, act) {
  if (ROUTE_ENDS[act]) return routeEnd(s, ROUTE_ENDS[act]);
  if (act === "window" && routePlace(scene, s.at).kind !== "window") return "no_window";
  if (act === "window") s.shown = s.at;
  if (act === "call" && scene.best === "safe" && !s.sealed.size) return "call_early";
  return s.done.has(act) && act !== "window" ? "again" : act;
}

/** Shut in, stuffed, called and seen: the time until help comes passes, and the room holds or doesn't.
 * @param {Spec} spec @param {Scene} scene @param {State} s */
function routeShelter(spec, scene, s) {
  const doors = routeLinks(scene, s);
  if (!s.done.has("call") || s.shown !== s.at || !doors.every(({ i }) => s.sealed.has(i))) return;
  const till = s.seconds + spec.model.rescue;
  s.low = true;
  routePass(spec, scene, s, till - s.seconds);
  s.ending = s.dose > spec.model.most ? "smoked" : "sheltered";
}

/** How hard the breath goes. @param {Spec} spec @param {State} s */
export function routeBreath(spec, s) {
  if (s.dose > spec.model.most) return "倒下了";
  if (s.dose >= 2 * spec.model.choking) return "快撑不住了";
  return s.dose >= spec.model.choking ? "呛得厉害" : "喘得过气";
}

/** The verdict: by how it ended, by smoke breathed, by those who weren't told.
 * @param {Spec} spec @param {Scene} scene @param {State} s @returns {{tone: Tone, says: string}} */
export function routeVerdict(spec, scene, s) {
  const { tone } = spec.words[s.ending ?? ""];
  if (tone === "harm") return { tone, says: s.ending === "returned" ? "出来了，又进去了" : "没有出来" };
  if (s.ending === "sheltered" && scene.best === "safe") return { tone: "weak", says: "守住了，本来走得出去" };
  if (s.dose >= spec.model.choking) return { tone: "weak", says: "出来了，吸了不少烟" };
  if (!s.done.has("alarm")) return { tone: "weak", says: "你出来了，别人不知道" };
  const bad = s.notes.some((note) => note.tone !== "good");
  return bad ? { tone: "weak", says: "出来了，走了弯路" } : { tone: "good", says: s.ending === "safe" ? "一步没错" : "守得对" };
}
