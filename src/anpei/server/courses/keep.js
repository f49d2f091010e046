// The chapters of a course, kept on this device when somebody asks for it; where that can't be, it is said why.

import { all, one } from "anpei_widgets/shared/dom.js";
import { goOffline, keepPage, whyNotOffline } from "../core/offline.js";

const place = one(document, "[data-keep]");
/** @type {HTMLButtonElement} */
const button = one(place, "button");
const said = one(place, "[data-said]");
const person = document.body.dataset.person ?? "";

async function keepAll() {
  button.disabled = true;
  /** @type {HTMLAnchorElement[]} */
  const chapters = all(document, "[data-chapter-link]");
  const links = chapters.map((link) => link.href);
  let done = 0;
  try {
    for (const link of links) {
      said.textContent = `正在存第 ${done + 1} 章，共 ${links.length} 章…`;
      await keepPage(person, link);
      done += 1;
    }
    said.textContent = `${links.length} 章已存到这台设备，没有网络也能打开。退出登录时会删掉。`;
  } catch {
    said.textContent = `存了 ${done} 章就断了。请检查网络，再试一次。`;
    button.disabled = false;
  }
}

async function offer() {
  const why = whyNotOffline();
  if (why === "off") return;
  const can = !why && (await goOffline(person));
  place.hidden = false;
  button.hidden = !can;
  if (!can) said.textContent = why || "这个地址的证书不受这台设备信任，页面不能存到本机，没有网络时打不开。";
  button.addEventListener("click", keepAll);
}

offer();
