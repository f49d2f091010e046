// Sending a roster and watching it go in: how much is sent, that it is read, how many are written.

import { api, baseUrl, told } from "anpei_widgets/shared/api.js";
import { all, one, setWords } from "anpei_widgets/shared/dom.js";

const SOON = 700;
const LONG = 300_000;

/** Send the chosen file and go to the page of what was found in it. */
function sending(/** @type {HTMLFormElement} */ form) {
  /** @type {HTMLInputElement} */
  const input = one(form, "input[type=file]");
  const [button, going] = [/** @type {HTMLButtonElement} */ (one(form, "button")), /** @type {HTMLElement} */ (one(form, "[data-roster-going]"))];
  const [words, trouble] = [one(form, "[data-roster-words]"), one(form, "[data-roster-trouble]")];
  function show(/** @type {boolean} */ busy, /** @type {string} */ say = "") {
    going.hidden = !busy;
    button.setAttribute("aria-disabled", String(busy));
    input.toggleAttribute("disabled", busy);
    trouble.className = say ? "notice warn" : "";
    setWords(trouble, say);
  }
  async function send() {
    const file = input.files?.[0];
    if (!file || button.getAttribute("aria-disabled") === "true") return;
    show(true);
    setWords(words, `正在上传和读取“${file.name}”…`);
    const body = new Blob([file], { type: "application/octet-stream" });
    const answer = await api(`api/roster?name=${encodeURIComponent(file.name)}`, { method: "PUT", body, patience: LONG });
    if (answer.status === 200) location.assign(baseUrl() + answer.data.page);
    else show(false, answer.status === 0 ? "没有传上去。文件太大，或网络断了，请检查后再试一次。" : told(answer));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

/** Ask how far it is until there is an end, and then show how it ended. */
function following(/** @type {HTMLElement} */ box) {
  async function look() {
    const { status, data } = await api(box.dataset.rosterState ?? "");
    if (status === 200 && data.state !== "going") return location.reload();
    if (status === 200) {
      /** @type {HTMLProgressElement} */ (one(box, "progress")).value = data.percent;
      setWords(one(box, "[data-percent]"), `${data.percent}%`);
    }
    setTimeout(look, SOON);
  }
  look();
}

all(document, "[data-roster-upload]").forEach((form) => sending(/** @type {HTMLFormElement} */ (form)));
all(document, "[data-roster-state]").forEach((box) => following(/** @type {HTMLElement} */ (box)));
