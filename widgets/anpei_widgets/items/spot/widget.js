// Hazards to be found on a picture: a tap puts a numbered ring, a tap on a ring takes it away; or by the list of names.

import { put, widget } from "../../shared/widget.js";
import { announce, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { same } from "../../shared/values.js";
import { pictureAt, question, readOnly, reviewOf } from "../shared/question.js";
import { inList, spotKey, spotMarks, spotName, spotNames, spotOutlines, spotPlace } from "./marks.js";
import "./style.css";

function draw(model, root) {
  const spec = model.get("spec");
  const { scene, most } = spec;
  const review = reviewOf(model);
  const still = readOnly(model);
  const body = question(model, root);
  const marks = () => model.get("value") ?? [];
  const before = [];

  const broken = h("p", { class: "anpei-hint", role: "status" }, "图没有取到。请检查网络后刷新页面，或者按名单标。");
  broken.hidden = true;
  const img = h("img", { class: "anpei-spot-picture", src: pictureAt(scene), alt: scene.alt, draggable: "false", onerror: () => { broken.hidden = false; } });
  const rings = h("div", { class: "anpei-spot-rings" });
  const stage = h("div", { class: "anpei-spot-stage" }, img, review?.spots ? spotOutlines(scene, review.spots) : null, rings);
  stage.style.aspectRatio = `${scene.width} / ${scene.height}`;
  const frame = h("div", { class: "anpei-spot-frame", role: "group", "aria-label": "现场图", onkeydown: stay }, stage);
  const zoom = h("button", { type: "button", class: "anpei-button", "aria-pressed": "false", onclick: enlarge }, icon("zoom"), h("span", null, "放大"));
  const undo = h("button", { type: "button", class: "anpei-button", onclick: back }, icon("undo"), "撤销");
  const count = h("p", { class: "anpei-count", role: "status" });
  const tools = h("div", { class: "anpei-spot-tools" }, zoom, still ? null : undo, count);
  const listed = spotMarks(spec, (mark) => save(marks().filter((m) => !same(m, mark)), "已取消"));
  const names = spotNames(spec, toggle);
  body.append(frame, tools, broken);
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
    if (marks().length >= most) return announce(`最多标 ${most} 处，先取消一处再标`) ?? show();
    return save([...marks(), mark], `标记 ${marks().length + 1}，${spotName(spec, mark)}`);
  }
  function toggle(id) {
    if (marks().includes(id)) save(marks().filter((mark) => mark !== id), "已取消");
    else add(id);
  }
  function back() {
    if (!before.length) return announce("没有可撤销的了");
    put(model, "value", before.at(-1).length ? before.at(-1) : null);
    before.pop();
    show();
    return announce(`已撤销，共标 ${marks().length} 处`);
  }
  function tap(event) {
    const box = stage.getBoundingClientRect();
    const part = (at, from, size, whole) => Math.min(whole, Math.max(0, Math.round(((at - from) / size) * whole)));
    add({ x: part(event.clientX, box.left, box.width, scene.width), y: part(event.clientY, box.top, box.height, scene.height) });
  }
  /** Twice the size inside its own frame, the middle in view; a finger or the arrow keys move it. */
  function enlarge() {
    const large = zoom.getAttribute("aria-pressed") !== "true";
    zoom.setAttribute("aria-pressed", String(large));
    zoom.lastChild.textContent = large ? "还原" : "放大";
    frame.classList.toggle("anpei-is-large", large);
    if (large) frame.setAttribute("tabindex", "0");
    else frame.removeAttribute("tabindex");
    frame.scrollTo((stage.offsetWidth - frame.clientWidth) / 2, (stage.offsetHeight - frame.clientHeight) / 2);
  }
  /** In a large picture the arrows move the picture, not the exam. */
  function stay(event) {
    if (event.target === frame && event.key.startsWith("Arrow")) event.stopPropagation();
  }
  function ring(mark, i) {
    if (inList(mark)) return null;
    const number = h("span", { class: "anpei-spot-badge" }, i + 1);
    const hit = review?.spots?.places.find((place) => place.marks.includes(i + 1));
    const tone = review?.spots ? (hit?.hazard ? " anpei-spot-found" : " anpei-spot-false") : "";
    const el = still ? h("span", { class: `anpei-spot-ring${tone}`, "aria-hidden": "true" }, number)
      : h("button", { type: "button", class: "anpei-spot-ring", "aria-label": `标记 ${i + 1}，${spotName(spec, mark)}，点按取消`, onclick: () => save(marks().filter((m) => m !== mark), "已取消") }, number);
    return spotPlace(el, scene, mark);
  }
  function show() {
    const now = marks();
    rings.replaceChildren(...now.map(ring).filter(Boolean));
    listed.show(now);
    if (still) listed.el.querySelectorAll("button").forEach((button) => button.remove());
    names.show(now);
    undo.disabled = !before.length;
    const byName = now.filter(inList).length;
    count.textContent = `已标 ${now.length} 处${byName ? `（其中名单 ${byName} 处）` : ""}${still ? "" : `，最多 ${most} 处`}`;
  }
  if (!still) img.addEventListener("click", tap);
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default widget("spot", draw);
