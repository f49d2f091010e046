// Picture mode: beside every paragraph the signs of what it is about, so that little reading is needed.

const MOST = 3;
let known = null;

async function signs() {
  known ??= fetch(new URL("./pictograms.json", import.meta.url)).then((answer) => answer.json());
  return known;
}

/** The signs a text speaks of, in its own order; a longer term hides a shorter one at the same place. */
export function signsOf(text, all) {
  const hits = all.flatMap((sign) => sign.terms.map((term) => ({ sign, at: text.indexOf(term), length: term.length })));
  const found = hits.filter((hit) => hit.at >= 0).sort((a, b) => a.at - b.at || b.length - a.length);
  const seen = new Set();
  return found.map((hit) => hit.sign).filter((sign) => !seen.has(sign.sign) && seen.add(sign.sign)).slice(0, MOST);
}

function picture(sign) {
  const sheet = new URL("./pictograms.svg", import.meta.url).href;
  const one = document.createElement("span");
  one.className = "pictogram";
  one.innerHTML = `<svg viewBox="0 0 48 48"><use href="${sheet}#${sign.sign}"></use></svg>`;
  const word = document.createElement("span");
  word.textContent = sign.word;
  one.append(word);
  return one;
}

/** Put the signs before each paragraph of a chapter. The text says the same, so screen readers pass them over. */
export async function showPictures(reading) {
  const all = await signs();
  for (const part of reading.querySelectorAll(".prose p, .prose li")) {
    const found = signsOf(part.textContent, all);
    if (!found.length || part.querySelector(":scope > .pictograms")) continue;
    const row = document.createElement("span");
    row.className = "pictograms";
    row.setAttribute("aria-hidden", "true");
    row.append(...found.map(picture));
    part.prepend(row);
  }
}

export function hidePictures(reading) {
  for (const row of reading.querySelectorAll(".pictograms")) row.remove();
}
