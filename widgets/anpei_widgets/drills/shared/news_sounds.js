// News of a drill is heard: an alarm by a siren of some seconds, other news by two notes, and then its words by the
// device's own voice where it has a Chinese one. The director can silence every tablet of the run.

import { hush, say } from "../../shared/speech.js";
import { chime, siren } from "../../shared/tones.js";

const ALARM = 4000;

export function newsSounds() {
  /** What had come when this page was opened is no news. @type {Set<string> | null} */
  let known = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let quiet = () => {};

  function silence() {
    clearTimeout(timer);
    quiet();
    hush();
  }

  function sound(/** @type {{channel: string, from: string, text: string}} */ news) {
    const words = `${news.from}：${news.text}`;
    quiet();
    clearTimeout(timer);
    quiet = news.channel === "alarm" ? siren({ loud: 0.35 }) : chime();
    timer = setTimeout(() => {
      if (news.channel === "alarm") quiet();
      say(words);
    }, news.channel === "alarm" ? ALARM : 900);
  }

  return {
    hear(/** @type {{status: string, muted: boolean, radio: {id: string, channel: string, from: string, text: string}[]}} */ view) {
      const fresh = known ? view.radio.filter(({ id }) => !known?.has(id)) : [];
      known = new Set(view.radio.map(({ id }) => id));
      if (view.muted || view.status === "ended") return silence();
      const newest = fresh.find(({ channel }) => channel === "alarm") ?? fresh[fresh.length - 1];
      return newest ? sound(newest) : undefined;
    },
    silence,
  };
}
