// People walking out of a plan, from the server's answer or from tracks in the spec.

import { widget } from "../../shared/widget.js";
import { h } from "../../shared/dom.js";
import { evacuationMap, fetchTracks } from "../shared/evacuation_map.js";
import { unpackText, unpacks } from "../shared/evacuation_tracks.js";
import "./style.css";

function draw(model, root) {
  const spec = model.get("spec");
  if (!spec.plan) {
    root.append(h("p", { class: "evac-empty" }, "没有场地图。"));
    return undefined;
  }
  const map = evacuationMap(spec.plan);
  const problem = h("p", { class: "evac-problem", role: "alert", hidden: true });
  root.append(map.el, problem);

  async function load() {
    try {
      const buffer = spec.tracks ? await unpackText(spec.tracks) : await fetchTracks(spec.run);
      map.show(buffer, { happened: spec.happened, inputs: spec.inputs });
      if (spec.play && !matchMedia("(prefers-reduced-motion: reduce)").matches) map.run(true);
    } catch {
      problem.textContent = spec.tracks && !unpacks() ? "这个浏览器放不了这段动画。请更新浏览器，或者换一台设备看；正文不受影响。" : "动画没有取到。请刷新页面，或重新运行一次。";
      problem.hidden = false;
    }
  }
  if (spec.tracks || spec.run) load();
  return map.stop;
}

export default widget("evacuation_map", draw, ["spec"]);
