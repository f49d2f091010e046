// Waiting for a free kernel: ask every few seconds where we stand, and go on by ourselves.

const EVERY = 3000;
const place = document.querySelector("[data-ask]");
const words = place.querySelector("[data-words]");

async function ask() {
  try {
    const answer = await fetch(place.dataset.ask, { headers: { Accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    const standing = await answer.json();
    if (standing.state === "go") return location.reload();
    if (words.textContent !== standing.words) words.textContent = standing.words;
  } catch {
    words.textContent = "网络中断了，恢复后会继续排队。";
  }
  return setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY);
