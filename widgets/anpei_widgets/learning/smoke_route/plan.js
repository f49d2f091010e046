// The floor from above: places, doors, smoke as far as it is seen, and the way gone. A tap goes; buttons say the same.

import { svgEl } from "../../shared/dom.js";
import { flames } from "../shared/fire.js";
import { routeLevel } from "./model.js";
import { routeLinks, routePlace } from "./rules.js";

const routeLine = (d, part, more) => svgEl("path", { d, class: `anpei-route-${part}`, ...more });
const routeCentre = ({ box: [x, y, w, t] }) => [x + w / 2, y + t / 2];

/** One place: its name, the smoke in it (as seen now, or when last seen), whether one can go there. */
function routeBox(spec, place, { amount, old = false, near = false, go = (/** @type {string} */ _to) => {} }) {
  const [x, y, w, t] = place.box;
  const level = amount === undefined ? null : routeLevel(spec, amount);
  const tone = level ? ` anpei-route-${level.id}` : "";
  const label = level?.short ? (old ? `${level.short}？` : level.short) : "";
  return svgEl("g", { class: `anpei-route-place${near ? " anpei-route-near" : ""}${tone}`, onclick: near ? () => go(place.id) : null },
    svgEl("rect", { x, y, width: w, height: t, rx: 3, class: `anpei-route-box anpei-route-kind-${place.kind}` }),
    place.kind === "window" ? routeLine(y < 100 ? `M${x + w / 2 - 18} ${y + 1}h36` : `M${x + w / 2 - 18} ${y + t - 1}h36`, "glass") : null,
    svgEl("text", { x: x + 7, y: y + 21, class: "anpei-route-name" }, place.name),
    label ? svgEl("text", { x: x + 7, y: y + t - 8, class: "anpei-route-label" }, label) : null);
}

/** A door across its wall: shut, standing open, or found blocked. */
function routeDoor({ at, upright }, door, blocked) {
  if (!at) return null;
  const turn = `translate(${at[0]} ${at[1]})${upright ? " rotate(90)" : ""}`;
  return svgEl("g", { transform: turn }, routeLine("M-11 0h22", "gap"),
    blocked ? routeLine("M-7 -7l14 14M7 -7l-14 14", "block") : routeLine(door === "open" ? "M-11 0l9 -16" : "M-11 0h22", "door"));
}

/** Flames where it burns, once that is known. */
function routeFire(scene) {
  const [x, y] = routeCentre(routePlace(scene, scene.fire));
  return svgEl("g", { transform: `translate(${x} ${y + 20}) scale(0.6)` }, flames([0, 0], 1));
}

/** The way gone, place by place, through the doors. */
function routeTrail(scene, film) {
  const stops = [scene.start, ...film.map((frame) => frame.at)].filter((id, i, all) => id !== all[i - 1]);
  const door = (a, b) => scene.links.find(({ between }) => between.includes(a) && between.includes(b))?.at;
  const points = stops.flatMap((id, i) => [i ? door(stops[i - 1], id) : null, routeCentre(routePlace(scene, id))]).filter(Boolean);
  return stops.length < 2 ? null : routeLine(`M${points.map((p) => p.join(" ")).join("L")}`, "trail");
}

function routeYou(place) {
  const [x, y] = routeCentre(place);
  return svgEl("g", { transform: `translate(${x} ${y + 4})` }, svgEl("circle", { r: 12, class: "anpei-route-you" }),
    svgEl("text", { y: 5.5, "text-anchor": "middle", class: "anpei-route-me" }, "你"));
}

/** The plan while choosing: smoke only where it is or was seen. */
export function routePlan(spec, scene, s, go) {
  const near = routeLinks(scene, s);
  const visible = new Set([s.at, ...near.filter(({ door }) => door === "open" || door === "none").map(({ to }) => to)]);
  return svgEl("svg", { viewBox: "0 0 360 240", class: "anpei-route-plan", "aria-hidden": "true" },
    scene.places.map((place) => routeBox(spec, place, { amount: s.seen[place.id], old: !visible.has(place.id), near: near.some(({ to }) => to === place.id), go })),
    scene.links.map((link, i) => routeDoor(link, s.doors[i], s.tried.has(i))),
    visible.has(scene.fire) ? routeFire(scene) : null, routeTrail(scene, s.film), routeYou(routePlace(scene, s.at)));
}

/** The plan afterwards: everything, at one second of the film. */
export function routeFrame(spec, scene, s, i) {
  const frame = s.film[i];
  return svgEl("svg", { viewBox: "0 0 360 240", class: "anpei-route-plan", "aria-hidden": "true" },
    scene.places.map((place) => routeBox(spec, place, { amount: frame.smoke[place.id] })), routeFire(scene),
    routeTrail(scene, s.film.slice(0, i + 1)), routeYou(routePlace(scene, frame.at)));
}

/** A second of the film in words. */
export const routeFrameWords = (spec, scene, { smoke, at }, i) => `第 ${i + 1} 秒，你在${routePlace(scene, at).name}。${
  scene.places.filter(({ id }) => routeLevel(spec, smoke[id]).short).map(({ id, name }) => `${name}${routeLevel(spec, smoke[id]).short}`).join("，") || "还没有烟"}。`;
