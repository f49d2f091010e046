// Where to, place by place, on a floor that fills with smoke; afterwards the smoke is seen as it went.

import { last } from "../../shared/values.js";
import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { doubt } from "../../shared/doubt.js";
import { actReview, cardRadios, limitsNote, outcomePanel } from "../shared/cards.js";
import { routeLevel } from "./model.js";
import { routeBreath, routeLinks, routePlace, routeReplay, routeVerdict } from "./rules.js";
import { routeFrame, routeFrameWords, routePlan } from "./plan.js";
import "./style.css";

const ROUTE_SAYS = { good: "对", weak: "耽误了", harm: "危险" };
const ROUTE_INSIDE = ["alarm", "low", "towel", "bag"];
const ROUTE_STAY = ["call", "seal", "window", "hide"];

const routeTime = (seconds) => (seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`);

/** What a note is headed by in the review. */
function routeHead(spec, scene, { act, id, at }) {
  const where = id ? routePlace(scene, id).name : "";
  const name = { go: `去${where}`, feel: `试${where}的门`, shut: `关上${where}的门` }[act] ?? spec.acts[act].name;
  return `${routeTime(at)}　${name}`;
}

/** One neighbouring place: go there, feel its door, shut its door. */
function routeWay(spec, scene, s, { i, to, door }, act) {
  const { name } = routePlace(scene, to);
  const state = s.tried.has(i) ? "试过，走不通" : door === "closed" || door === "blocked" ? ({ true: "门烫", false: "门不烫" }[s.felt[i]] ?? "门关着")
    : `看得到：${routeLevel(spec, s.smoke[to]).name}`;
  const button = (token, label, say) => h("button", { type: "button", class: "anpei-button", onclick: () => act(token), "aria-label": say }, label);
  return h("li", null, h("button", { type: "button", class: "anpei-button anpei-route-go", onclick: () => act(`go:${to}`) }, h("b", null, `去${name}`), h("small", null, state)),
    (door === "closed" || door === "blocked") && s.felt[i] === undefined && !s.tried.has(i) ? button(`feel:${to}`, "试门", `用手背试${name}的门`) : null,
    door === "open" ? button(`shut:${to}`, "关门", `关上通${name}的门`) : null);
}

/** What can be done here, in groups; outside there are two things left. */
function routeChoices(spec, scene, s, act) {
  const button = (id) => h("button", { type: "button", class: "anpei-button", onclick: () => act(id === "low" && s.low ? "upright" : id) }, spec.acts[id === "low" && s.low ? "upright" : id].name);
  const group = (name, ...inside) => h("div", { role: "group", "aria-label": name }, h("p", { class: "anpei-title" }, name), inside);
  const row = (ids) => h("div", { class: "anpei-route-acts" }, ids.map(button));
  if (routePlace(scene, s.at).kind === "out") return [group("出来了，接下来", row(["report", "return"]))];
  const ways = routeLinks(scene, s).map((one) => routeWay(spec, scene, s, one, act));
  return [group("往哪走", h("ul", { class: "anpei-route-ways" }, ways)), group("做什么", row(ROUTE_INSIDE)), group("不走了，守住", row(ROUTE_STAY))];
}

/** The smoke as it really went: a slider over the film; without a film, the plan as it was left. */
function routeFilm(spec, scene, s) {
  if (!s.film.length) return routePlan(spec, scene, s, () => {});
  const picture = h("div");
  const words = h("p", { class: "anpei-route-at" });
  const slider = h("input", { type: "range", min: 0, max: s.film.length - 1, value: s.film.length - 1, "aria-label": "看烟怎么走：秒", oninput: show });
  show();
  return h("div", { class: "anpei-route-film" }, picture, h("p", { class: "anpei-title" }, "拖一拖，看烟怎么走"), slider, words);

  function show() {
    const i = Number(slider.value);
    picture.replaceChildren(routeFrame(spec, scene, s, i));
    words.textContent = routeFrameWords(spec, scene, s.film[i], i);
    slider.setAttribute("aria-valuetext", words.textContent);
  }
}

const routeFacts = (spec, scene) => h("div", null, h("p", { class: "anpei-title" }, "记住这几样"), h("ul", { class: "anpei-route-facts" }, scene.facts.map((key) => {
  const { text: said, basis, certainty } = spec.facts[key];
  return h("li", null, said, h("small", null, `（${basis}`, certainty === "核" ? null : doubt("，待核"), "）"));
})));

/** How it ended: verdict, why, the film, the review, the facts, and again. */
function routeEnding(spec, scene, s, again) {
  const { tone, says } = routeVerdict(spec, scene, s);
  const rows = s.notes.map((note) => ({ ...note, head: routeHead(spec, scene, note), said: ROUTE_SAYS[note.tone] }));
  return [outcomePanel(tone, says, h("p", null, spec.words[s.ending].text), s.done.has("alarm") ? null : h("p", null, scene.others),
    h("p", null, `你动了 ${s.notes.length} 次手，一共 ${routeTime(s.seconds)}；${routeBreath(spec, s)}。`), h("button", { type: "button", class: "anpei-button", onclick: again }, "换一种走法，再来")),
    actReview("你是这样走的", rows), routeFacts(spec, scene)];
}

/** Now, in words. */
const routeNow = (spec, scene, s) => [`你在${routePlace(scene, s.at).name}`, routeLevel(spec, s.smoke[s.at]).name, routeBreath(spec, s), s.low ? "弯着腰" : "站着", `过了 ${routeTime(s.seconds)}`];

function routeMoment(scene, s) {
  const note = last(s.notes);
  return note ? [outcomePanel(note.tone, ROUTE_SAYS[note.tone], h("p", null, note.text))] : [h("p", { class: "anpei-story" }, scene.text), h("p", null, "你先做什么？点图上的地方，或者按下面的按钮。")];
}

function draw(model, root) {
  const spec = model.get("spec");
  const value = () => model.get("value") ?? { scene: 0, log: [] };
  const here = () => spec.scenes[value().scene];
  const now = () => routeReplay(spec, here(), value().log);
  const set = (scene, log) => put(model, "value", { scene, log });
  const act = (token) => {
    if (value().log.length >= spec.longest) return announce("步骤太多了，请再来一次");
    set(value().scene, [...value().log, token]);
    const s = now();
    announce(`${last(s.notes)?.text}${s.ending ? routeVerdict(spec, here(), s).says : `${routeNow(spec, here(), s).join("，")}。`}`);
    turn();
    if (s.ending) root.dispatchEvent(new CustomEvent("anpei-done", { bubbles: true, detail: { scene: here().id } }));
    return undefined;
  };
  const turn = () => {
    stage.focus({ preventScroll: true });
    view.scrollIntoView({ block: "nearest" });
  };

  const pick = cardRadios("你在哪里？", spec.scenes.map((scene, i) => ({ value: i, name: scene.name, hint: scene.hint })), (i) => set(i, []));
  pick.el.hidden = spec.scenes.length < 2;
  const picture = h("div", { class: "anpei-route-scene" });
  const words = h("ul", { class: "anpei-route-words", "aria-label": "现在" });
  const stage = h("div", { class: "anpei-route-stage", tabindex: "-1" });
  const choices = h("div", { class: "anpei-route-stage" });
  const view = h("div", { class: "anpei-route-view" }, h("div", { class: "anpei-route-stage" }, picture, words), h("div", { class: "anpei-route-stage" }, stage, choices));
  root.classList.add("anpei-sim");
  root.append(pick.el, view, limitsNote("做法和数字从哪里来", spec.limits));

  function show() {
    const s = now();
    const over = Boolean(s.ending);
    pick.show(value().scene);
    picture.replaceChildren(over ? routeFilm(spec, here(), s) : routePlan(spec, here(), s, (id) => act(`go:${id}`)));
    words.replaceChildren(...routeNow(spec, here(), s).map((said) => h("li", null, said)));
    stage.replaceChildren(...(over ? routeEnding(spec, here(), s, () => { set(value().scene, []); turn(); }) : routeMoment(here(), s)));
    choices.replaceChildren(...(over ? [] : routeChoices(spec, here(), s, act)));
  }
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("smoke_route", draw, ["spec"]);
