// Instead of the part that a kernel shows: why it isn't there, or how the queue before it stands. Nobody sees this page; the
// chapter around it is told, and asked to open it anew once it is our turn.

import { api } from "anpei_widgets/shared/api.js";
import { tellChapter } from "./chapter-frame.js";

const EVERY = 3000;
const { words = "", label = "", ask: path = "" } = document.body.dataset;

async function ask() {
  const { status, data } = await api(path);
  if (status === 401 || data.state === "go") return tellChapter("again");
  tellChapter("said", { words: status ? data.words : "网络中断了，恢复后会继续排队。" });
  return setTimeout(ask, EVERY);
}

tellChapter("said", { words, label });
if (path) setTimeout(ask, EVERY);
