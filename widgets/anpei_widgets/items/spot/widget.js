// Hazards to be found on a picture: a tap puts a numbered ring, a tap on a ring takes it away; or by the list of names.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { present, same } from "../../shared/values.js";
import { pictureAt, question, readOnly, reviewOf } from "../shared/question.js";
import { spotKey, spotMarks, spotNames, spotOutlines, spotPlace } from "./marks.js";
import { inList, spotName } from "./rules.js";
import "./style.css";

/** The picture in its frame, which may stand at twice the size with its middle in view. */
function pictureOf(scene, review, still, back) {
  const broken = h("p", { class: "anpei-hint", role: "status", hidden: true }, "图没有取到。请检查网络后刷新页面，或者按名单标。");
  const img = h("img", { class: "anpei-spot-picture", src: pictureAt(scene), alt: scene.alt, draggable: "false", onerror: () => { broken.hidden = false; } });
  const rings = h("div", { class: "anpei-spot-rings" });
  const stage = h("div", { class: "anpei-spot-stage" }, img, review?.spots ? spotOutlines(scene, review.spots) : null, rings);
  stage.style.aspectRatio = `${scene.width} / ${scene.height}`;
  const frame = h("div", { class: "anpei-spot-frame", role: "group", "aria-label": "现场图", onkeydown: stay }, stage);
  const size = h("span", null, "放大");
  const zoom = h("button", { type: "button", class: "anpei-button", "aria-pressed": "false", onclick: enlarge }, icon("zoom"), size);
  const undo = h("button", { type: "button", class: "anpei-button", onclick: back }, icon("undo"), "撤销");
  const count = h("p", { class: "anpei-count", role: "status" });
  const tools = h("div", { class: "anpei-spot-tools" }, zoom, still ? null : undo, count);

  function enlarge() {
    const large = zoom.getAttribute("aria-pressed") !== "true";
    zoom.setAttribute("aria-pressed", String(large));
    size.textContent = large ? "还原" : "放大";
    frame.classList.toggle("anpei-is-large", large);
    if (large) frame.setAttribute("tabindex", "0");
    else frame.removeAttribute("tabindex");
    frame.scrollTo((stage.offsetWidth - frame.clientWidth) / 2, (stage.offsetHeight - frame.clientHeight) / 2);
  }
  /** In a large picture the arrows move the picture, not the exam. */
  function stay(event) {
    if (event.target === frame && event.key.startsWith("Arrow")) event.stopPropagation();
  }
  /** The point of the picture under a finger. */
  function pointOf(event) {
    const box = stage.getBoundingClientRect();
    const part = (at, from, long, whole) => Math.min(whole, Math.max(0, Math.round(((at - from) / long) * whole)));
    return { x: part(event.clientX, box.left, box.width, scene.width), y: part(event.clientY, box.top, box.height, scene.height) };
  }
  return { parts: [frame, tools, broken], img, rings, undo, count, pointOf };
}

/** One mark as a numbered ring on the picture; those of the list have none. */
function ringOf(spec, review, still, mark, i, take) {
  if (inList(mark)) return null;
  const number = h("span", { class: "anpei-spot-badge" }, i + 1);
  const hit = review?.spots?.places.find((place) => place.marks.includes(i + 1));
  const tone = review?.spots ? (hit?.hazard ? " anpei-spot-found" : " anpei-spot-false") : "";
  const el = still ? h("span", { class: `anpei-spot-ring${tone}`, "aria-hidden": "true" }, number)
    : h("button", { type: "button", class: "anpei-spot-ring", "aria-label": `标记 ${i + 1}，${spotName(spec, mark)}，点按取消`, onclick: () => take(mark) }, number);
  return spotPlace(el, spec.scene, mark);
}

function draw(model, root) {
  const spec = model.get("spec");
  const review = reviewOf(model);
  const still = readOnly(model);
  const body = question(model, root);
  const marks = () => model.get("value") ?? [];
  /** What was marked before each change. @type {any[][]} */
  const before = [];
  const picture = pictureOf(spec.scene, review, still, back);
  const listed = spotMarks(spec, (mark) => save(marks().filter((m) => !same(m, mark)), "已取消"));
  const names = spotNames(spec, toggle);
  body.append(...picture.parts);
  if (review?.spots) body.append(spotKey(review));
  else if (still) body.append(listed.el);
  else body.append(listed.el, names.el);

  function save(next, words) {
    before.push(marks());
    put(model, "value", next.length ? next : null);
    show();
    announce(`${words}，共标 ${next.length} 处`);
  }
  function add(mark) {
    if (marks().length >= spec.most) {
      announce(`最多标 ${spec.most} 处，先取消一处再标`);
      return show();
    }
    return save([...marks(), mark], `标记 ${marks().length + 1}，${spotName(spec, mark)}`);
  }
  function toggle(id) {
    if (marks().includes(id)) save(marks().filter((mark) => mark !== id), "已取消");
    else add(id);
  }
  function back() {
    const was = before.pop();
    if (!was) return announce("没有可撤销的了");
    put(model, "value", was.length ? was : null);
    show();
    return announce(`已撤销，共标 ${marks().length} 处`);
  }
  function show() {
    const now = marks();
    const take = (mark) => save(marks().filter((m) => m !== mark), "已取消");
    picture.rings.replaceChildren(...present(now.map((mark, i) => ringOf(spec, review, still, mark, i, take))));
    listed.show(now);
    if (still) listed.el.querySelectorAll("button").forEach((button) => button.remove());
    names.show(now);
    picture.undo.disabled = !before.length;
    const byName = now.filter(inList).length;
    picture.count.textContent = `已标 ${now.length} 处${byName ? `（其中名单 ${byName} 处）` : ""}${still ? "" : `，最多 ${spec.most} 处`}`;
  }
  if (!still) picture.img.addEventListener("click", (event) => add(picture.pointOf(event)));
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("spot", draw);
