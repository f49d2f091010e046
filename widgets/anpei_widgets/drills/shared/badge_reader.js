// Reading a badge: a scanner that types like a keyboard, or the camera where the browser allows one.

import { baseUrl } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import "./badge_reader.css";

const BADGE_DIGITS = 24;
const KEY_GAP = 120;
const NO_SUFFIX = 300;
const CAMERA_EVERY = 120;
const CAMERA_LONGEST = 45000;
const CAMERA_WIDTH = 640;

/** The digit of a key by where it sits, so that input methods, layouts and Caps Lock change nothing; else "". */
function digitOf(event) {
  const placed = /^(?:Digit|Numpad)([0-9])$/.exec(event.code ?? "");
  if (placed) return placed[1];
  const typed = (event.key ?? "").normalize("NFKC");
  return !event.code && /^[0-9]$/.test(typed) ? typed : "";
}

/**
 * Listen for a badge scanned anywhere on the page: digits faster than fingers, then Enter, Tab or silence.
 * What the burst typed into a field is taken out again.
 * @param {(code: string) => void} found @param {() => boolean} listening @returns {() => void} stop
 */
export function wedgeReader(found, listening) {
  let digits = "";
  let last = -Infinity;
  /** @type {any} */
  let field = null;
  let before = "";
  let timer = 0;

  function complete() {
    if (digits.length !== BADGE_DIGITS) return false;
    if (field && "value" in field) field.value = before;
    const code = digits;
    digits = "";
    found(code);
    return true;
  }

  function keyed(event) {
    clearTimeout(timer);
    if (!listening()) return;
    if (event.timeStamp - last > KEY_GAP) digits = "";
    last = event.timeStamp;
    const digit = digitOf(event);
    if (digit) {
      if (!digits) {
        field = document.activeElement;
        before = field?.value ?? "";
      }
      digits += digit;
      if (digits.length === BADGE_DIGITS) timer = setTimeout(complete, NO_SUFFIX);
    } else if (["Enter", "NumpadEnter", "Tab"].includes(event.code || event.key) && complete()) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      digits = "";
    }
  }

  addEventListener("keydown", keyed, true);
  return () => {
    clearTimeout(timer);
    removeEventListener("keydown", keyed, true);
  };
}

/** Whether this browser lets a page use the camera: only over HTTPS, or on the machine itself. */
export const cameraAllowed = () => isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && typeof Worker === "function";

const CAMERA_WORDS = {
  NotAllowedError: "浏览器没有允许使用相机。请在浏览器设置里允许",
  NotFoundError: "没有找到相机。请",
  NotReadableError: "相机被别的程序占用。请",
};

/**
 * Look through the camera until stopped. `seen` gets the text of every picture's QR code, "" where there is none, and
 * `trouble` words that end with the way out `instead`.
 * @param {{facing: "user"|"environment", instead: string, ready: () => void, seen: (text: string) => void,
 *   trouble: (words: string) => void}} hooks @returns {{video: HTMLVideoElement, stop: () => void}}
 */
export function codeCamera({ facing, instead, ready, seen, trouble }) {
  const video = h("video", { muted: true, playsinline: true, "aria-label": "相机画面" });
  const canvas = h("canvas");
  const worker = new Worker(`${baseUrl()}static/anpei/core/qr-worker.js`);
  let stream = null;
  let timer = 0;
  let over = false;

  function stop() {
    over = true;
    clearTimeout(timer);
    worker.terminate();
    stream?.getTracks().forEach((track) => track.stop());
  }

  function look() {
    if (over) return;
    if (video.readyState < 2 || !video.videoWidth) return void (timer = setTimeout(look, CAMERA_EVERY));
    canvas.width = Math.min(CAMERA_WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = brush.getImageData(0, 0, canvas.width, canvas.height);
    worker.postMessage({ data, width, height }, [data.buffer]);
  }

  worker.onmessage = ({ data }) => {
    if (over) return;
    seen(data);
    timer = setTimeout(look, CAMERA_EVERY);
  };
  worker.onerror = () => trouble(`扫码程序没有装好。请${instead}。`);

  navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: facing, width: { ideal: 1280 } } }).then(async (given) => {
    stream = given;
    if (over) return stop();
    video.srcObject = stream;
    await video.play();
    ready();
    return look();
  }).catch((error) => trouble(`${CAMERA_WORDS[error.name] ?? "相机打不开。请"}${error.name === "NotAllowedError" ? "，或" : ""}${instead}。`));
  return { video, stop };
}

/** Whether a text is what a badge of ours says. */
export const isBadge = (text) => text.length === BADGE_DIGITS && /^\d+$/.test(text);

/** The camera's panel at a kiosk, for one badge; it stops by itself. @param {{found: (code: string) => void, back: () => void}} hooks */
export function cameraPanel({ found, back }) {
  const words = h("p", { role: "status" }, "正在打开相机…");
  const started = performance.now();
  const { video, stop } = codeCamera({ facing: "user", instead: "用工号就位", seen,
    ready: () => (words.textContent = "离镜头一掌远，认出后自动就位。"), trouble: (told) => (words.textContent = told) });
  const el = h("section", { class: "kiosk-camera" },
    h("h1", { tabindex: "-1" }, "把胸卡对准相机"),
    h("div", { class: "kiosk-camera-view" }, video, h("span", { class: "kiosk-camera-frame", "aria-hidden": "true" })), words,
    h("button", { type: "button", class: "kiosk-button", onclick: back }, icon("back"), "返回"));

  function seen(text) {
    if (isBadge(text)) found(text);
    else if (performance.now() - started > CAMERA_LONGEST) back();
    else if (text) words.textContent = "这不是安培的胸卡。";
  }

  return { el, stop };
}
