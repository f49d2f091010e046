// Sending a file somebody chose, or text somebody pasted, and going to the page of what was found in it.

import { api, baseUrl, told } from "anpei_widgets/shared/api.js";
import { all, one, setWords } from "anpei_widgets/shared/dom.js";

const LONG = 300_000;

/** What a form has to send: a file by its name, or text without one. @param {HTMLFormElement} form */
function chosen(form) {
  /** @type {HTMLInputElement | null} */
  const input = one(form, "input[type=file]");
  if (!input) {
    /** @type {HTMLTextAreaElement} */
    const field = one(form, "textarea");
    return { part: field.value.trim() ? field.value : null, name: "", words: "正在读…" };
  }
  const file = input.files?.[0];
  return { part: file ?? null, name: file?.name ?? "", words: `正在上传和读取“${file?.name}”…` };
}

/** Send what was chosen to where the form says. @param {HTMLFormElement} form */
function sending(form) {
  /** @type {HTMLButtonElement} */
  const button = one(form, "button");
  const field = one(form, "input[type=file], textarea");
  const [going, words, trouble] = [one(form, "[data-upload-going]"), one(form, "[data-upload-words]"), one(form, "[data-upload-trouble]")];
  function show(/** @type {boolean} */ busy, /** @type {string} */ say = "") {
    going.hidden = !busy;
    button.setAttribute("aria-disabled", String(busy));
    field.toggleAttribute("disabled", busy);
    trouble.className = say ? "notice warn" : "";
    setWords(trouble, say);
  }
  async function send() {
    const { part, name, words: say } = chosen(form);
    if (part === null || button.getAttribute("aria-disabled") === "true") return;
    show(true);
    setWords(words, say);
    const body = new Blob([part], { type: "application/octet-stream" });
    const answer = await api(`${form.dataset.upload}?name=${encodeURIComponent(name)}`, { method: "PUT", body, patience: LONG });
    if (answer.status === 200) location.assign(baseUrl() + answer.data.page);
    else show(false, answer.status === 0 ? "没有传上去。文件太大，或网络断了，请检查后再试一次。" : told(answer));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

/** Every form of the page that sends something. */
export function sendFiles() {
  all(document, "form[data-upload]").forEach((form) => sending(/** @type {HTMLFormElement} */ (form)));
}
