// What nbgrader's pages do otherwise here: links lead into the Lab, what is refused is said where it was entered, and
// everything not yet graded can be graded with one button. Runs after nbgrader's utils.js and before a page's own script.

import { outcomeWords, refusal } from "./rules.js";

const host = /** @type {any} */ (window);

/** Links to files and folders as JupyterLab has them; in a frame of the Lab nbgrader's own way works. */
function linkToLab() {
  if (window !== window.top) return;
  host.linkTo = (/** @type {string} */ _kind, /** @type {string} */ path) => (/** @type {any} */ _index, /** @type {Element} */ link) => {
    link.setAttribute("href", host.anpei.lab + path.split("/").map(encodeURIComponent).join("/"));
    link.setAttribute("target", "_blank");
    return link;
  };
}

/** Say it beside the field, until it is put right. @param {HTMLInputElement} field @param {string} words */
function say(field, words) {
  const near = field.closest(".anpei-scoring") ?? field.parentElement;
  let told = near?.querySelector(".anpei-refused");
  if (!told && words) {
    told = document.createElement("span");
    told.className = "anpei-refused";
    told.setAttribute("role", "alert");
    near?.append(told);
  }
  if (told) told.textContent = words;
  field.setAttribute("aria-invalid", String(Boolean(words)));
}

/** Points that can't be are neither sent nor made into others: nbgrader would save the most there is. */
function refusePoints() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches(".score, .extra-credit")) return;
    const words = refusal(field.value, field.max, field.validity.badInput);
    say(field, words);
    if (words) event.stopImmediatePropagation();
  }, { capture: true });
}

/** What the server refuses is shown, and the page shows again what is kept. */
function tellRefusals() {
  host.jQuery(document).ajaxError((/** @type {any} */ _event, /** @type {any} */ answer, /** @type {any} */ asked) => {
    let words = "";
    try {
      words = JSON.parse(answer.responseText).error ?? "";
    } catch {
      words = "";
    }
    if (asked.type === "GET" && !words) return;
    words ||= answer.status === 0 ? "没有连上服务器，没有保存。请稍后再试。" : "没有保存。请刷新页面再试。";
    const bar = document.getElementById("statusmessage");
    if (!bar) return host.alert(words);
    host.jQuery(bar).stop(true, true).text(words).css({ color: "", opacity: "" }).show().delay(6000).fadeOut(500);
    host.formgrader?.grades?.fetch();
  });
}

/** Grade what isn't, one after the other, and tell how far it is. */
function gradeAll() {
  const button = document.getElementById("anpei-grade-all"), told = document.getElementById("anpei-grading");
  if (!(button instanceof HTMLButtonElement) || !told) return;
  button.addEventListener("click", async () => {
    const waiting = host.models.filter((/** @type {any} */ model) => !model.get("autograded"));
    button.disabled = true;
    let failed = 0;
    for (const [done, model] of waiting.entries()) {
      told.textContent = `正在评第 ${done + 1} 份，共 ${waiting.length} 份……`;
      const address = [model.get("name"), model.get("student")].map(encodeURIComponent).join("/");
      const answer = await Promise.resolve(host.jQuery.post(`${host.base_url}/formgrader/api/submission/${address}/autograde`)).catch(() => "{}");
      failed += JSON.parse(answer).success ? 0 : 1;
      model.fetch();
    }
    told.textContent = outcomeWords(waiting.length, failed);
    button.disabled = false;
  });
}

/** A link that is an icon is called by its column and its row, to whoever can't see it and under the mouse. */
function nameIcons() {
  const table = document.getElementById("main-table");
  if (!table) return;
  const heads = () => Array.from(table.closest("table")?.querySelectorAll("thead th") ?? [], (head) => head.textContent?.trim() ?? "");
  const name = () => {
    for (const row of table.querySelectorAll("tr")) {
      for (const [place, cell] of [...row.children].entries()) {
        const link = cell.querySelector("a");
        if (!link || link.textContent?.trim() || link.hasAttribute("aria-label")) continue;
        const words = `${heads()[place]}：${row.firstElementChild?.textContent?.trim()}`;
        link.setAttribute("aria-label", words);
        link.setAttribute("title", words);
      }
    }
  };
  new MutationObserver(name).observe(table, { childList: true, subtree: true });
  name();
}

linkToLab();
refusePoints();
tellRefusals();
document.addEventListener("DOMContentLoaded", gradeAll);
document.addEventListener("DOMContentLoaded", nameIcons);
