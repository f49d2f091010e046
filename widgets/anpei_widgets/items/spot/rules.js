// What a mark on a picture is, and what it is called.

/** Whether a mark names a place of the list rather than a point. @param {unknown} mark @returns {mark is string} */
export const inList = (mark) => typeof mark === "string";

/** A point on a picture. @typedef {{x: number, y: number}} Point */

/** Where on the picture a point is, in words; the server says it the same way. @param {{width: number, height: number}} scene @param {Point} point */
export function spotWhere(scene, { x, y }) {
  const across = "左中右"[Math.min(2, Math.floor((3 * x) / scene.width))];
  const down = "上中下"[Math.min(2, Math.floor((3 * y) / scene.height))];
  if (down === "中") return { 左: "左侧", 中: "正中", 右: "右侧" }[across] ?? "";
  return across === "中" ? `${down}方` : `${across}${down}方`;
}

/** What a mark is called: its place's name, or where on the picture it was put.
 * @param {{places: {id: string, text: string}[], scene: {width: number, height: number}}} spec @param {string | Point} mark */
export function spotName(spec, mark) {
  return inList(mark) ? spec.places.find((/** @type {{id: string}} */ { id }) => id === mark)?.text ?? "" : `图上${spotWhere(spec.scene, mark)}`;
}
