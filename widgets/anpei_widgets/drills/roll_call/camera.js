// A warden's camera: badge after badge without a tap. Each is answered aloud, by vibration and in large letters.

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { recall, remember } from "../../shared/preferences.js";
import { cameraAllowed, codeCamera, isBadge } from "../shared/badge_reader.js";
import "./camera.css";

const ROLL_AGAIN = 2500;
const ROLL_SOUND = "anpei-roll-sound";
const ROLL_HTTPS = "浏览器只在 HTTPS 下允许用相机。请管理员在 anpei.toml 里写上 tls_cert 和 tls_key，再用 HTTPS 的地址打开。现在可以接扫码枪，或按姓名、工号找人。";
const ROLL_TONES = {
  ok: { shake: [80], beeps: [880] },
  again: { shake: [60, 80, 60], beeps: [520, 520] },
  wait: { shake: [80], beeps: [660] },
  unknown: { shake: [400], beeps: [220] },
};

/** Answer a scan so that nobody needs to look: the phone shakes, beeps, and says the words where it has a Chinese voice. */
export function rollVoice() {
  /** @type {AudioContext | null} */
  let context = null;
  const on = () => recall(ROLL_SOUND) !== "off";

  function beep(/** @type {AudioContext} */ audio, /** @type {number} */ pitch, /** @type {number} */ at) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.2, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.12);
    tone.connect(loud).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.13);
  }

  function speak(words) {
    const voice = window.speechSynthesis?.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith("zh"));
    if (!voice) return;
    speechSynthesis.cancel(); // the person in front of the camera is the one who is meant
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang: "zh-CN", voice }));
  }

  return {
    on,
    turn: (to) => remember(ROLL_SOUND, to ? "on" : "off"),
    say(tone, words) {
      const { shake, beeps } = ROLL_TONES[tone];
      navigator.vibrate?.(shake);
      if (!on()) return;
      if (typeof AudioContext === "function") {
        const sounding = (context ??= new AudioContext());
        sounding.resume();
        beeps.forEach((pitch, i) => beep(sounding, pitch, sounding.currentTime + i * 0.18));
      }
      speak(words);
    },
    close: () => context?.close(),
  };
}

/** Whether it beeps and speaks; the phone remembers. */
function soundButton(/** @type {ReturnType<typeof rollVoice>} */ voice) {
  const words = () => `声音：${voice.on() ? "开" : "关"}`;
  const button = h("button", { type: "button", class: "roll-button", "aria-pressed": String(voice.on()), onclick: () => {
    voice.turn(!voice.on());
    button.setAttribute("aria-pressed", String(voice.on()));
    button.textContent = words();
  } }, words());
  return button;
}

/**
 * The camera on a warden's page: a button, and below it the picture while it looks. A badge held still is one scan.
 * Without HTTPS it says why there is none. @param {{scanned: (code: string) => void, voice: ReturnType<typeof rollVoice>}} options
 */
export function rollCamera({ scanned, voice }) {
  if (!cameraAllowed()) {
    return { el: h("details", { class: "roll-no-camera" }, h("summary", null, icon("camera"), "用相机扫胸卡：这里还用不了"), h("p", null, ROLL_HTTPS)), tell() {}, stop() {} };
  }
  const start = h("button", { type: "button", class: "roll-button", onclick: open }, icon("camera"), "用相机扫胸卡");
  const place = h("div", { class: "roll-camera-place" });
  const answer = h("p", { class: "roll-answer", "aria-hidden": "true" });
  const el = h("div", { class: "roll-camera" }, start, place);
  /** @type {ReturnType<typeof codeCamera> | null} */
  let camera = null;
  /** @type {WakeLockSentinel | null} */
  let awake = null;
  let [last, gone] = ["", 0];

  function open() {
    answer.textContent = "正在打开相机…";
    answer.dataset.tone = "";
    camera = codeCamera({ facing: "environment", instead: "按姓名或工号找人", seen,
      ready: () => (answer.textContent = "把胸卡对准方框，一张接一张"), trouble: (words) => tell("unknown", words) });
    const sound = soundButton(voice);
    place.replaceChildren(
      h("div", { class: "roll-camera-view" }, camera.video, h("span", { class: "roll-camera-frame", "aria-hidden": "true" }), answer),
      h("div", { class: "roll-buttons" }, sound, h("button", { type: "button", class: "roll-button", onclick: stop }, "关掉相机")));
    start.hidden = true;
    navigator.wakeLock?.request("screen").then((lock) => (awake = lock), () => {});
    document.addEventListener("visibilitychange", away);
  }

  const away = () => document.hidden && stop();

  function seen(text) {
    const now = performance.now();
    if (text && (text !== last || now - gone > ROLL_AGAIN)) {
      if (isBadge(text)) scanned(text);
      else tell("unknown", "这不是安培的胸卡");
      last = text;
    }
    if (text) gone = now;
  }

  /** What became of the scan, over the picture; who can't see it hears it from the page's status line. */
  function tell(tone, words) {
    answer.textContent = words;
    answer.dataset.tone = tone;
  }

  function stop() {
    if (!camera) return;
    camera.stop();
    camera = null;
    awake?.release();
    awake = null;
    document.removeEventListener("visibilitychange", away);
    place.replaceChildren();
    start.hidden = false;
    last = "";
  }

  return { el, tell, stop };
}
