// Enrolling a tablet: what will sound in a drill is tried first.

import { one } from "anpei_widgets/shared/dom.js";
import { say } from "anpei_widgets/shared/speech.js";
import { siren } from "anpei_widgets/shared/tones.js";

const WHILE = 2500;
const said = one(document, "[data-sound-said]");

one(document, "[data-try-sound]").addEventListener("click", () => {
  const stop = siren({ loud: 0.35, heard: () => (said.textContent = "正在响。听不清就把媒体音量调到最大。") });
  setTimeout(() => {
    stop();
    say("这是演练终端的声音测试。");
    said.textContent = "响过了。没有听到，请检查媒体音量和静音开关。";
  }, WHILE);
});
