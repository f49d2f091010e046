// Waiting for a free kernel: ask every few seconds where we stand, and go on by ourselves.

import { api } from "anpei_widgets/shared/api.js";
import { one } from "anpei_widgets/shared/dom.js";
import { tellChapter } from "./chapter-frame.js";

const EVERY = 3000;
const place = one(document, "[data-ask]");
const words = one(place, "[data-words]");

async function ask() {
  const { status, data } = await api(place.dataset.ask ?? "");
  if (status === 401 || data.state === "go") return location.reload();
  const said = status ? data.words : "网络中断了，恢复后会继续排队。";
  if (said && words.textContent !== said) words.textContent = said;
  tellChapter("said", { words: words.textContent });
  return setTimeout(ask, EVERY);
}

tellChapter("said", { words: words.textContent });
setTimeout(ask, EVERY);
