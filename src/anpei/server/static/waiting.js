// The queue page: asks for its place every few seconds, and opens the page when its turn has come.

const place = document.querySelector("[data-waiting]");
const EVERY = 3000;

async function ask() {
  try {
    const answer = await fetch(place.dataset.ticket, { headers: { Accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    const { state, position } = await answer.json();
    if (state !== "wait") return location.reload();
    place.querySelector("[data-place]").textContent = position > 1 ? `前面还有 ${position - 1} 人。` : "下一个就是您。";
  } catch {
    // The network is gone for a moment; the place in the queue is kept a while.
  }
  setTimeout(ask, EVERY);
}

if (place.dataset.waiting === "wait") setTimeout(ask, EVERY);
