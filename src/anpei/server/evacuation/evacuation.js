// The evacuation page: conditions into a question, progress and cancel, then map, range, chart and comparison.

import { api, told as why } from "anpei_widgets/shared/api.js";
import { h, one, setWords } from "anpei_widgets/shared/dom.js";
import { mount } from "../core/host.js";
import { chart } from "./chart.js";
import { inputs, settle } from "./question.js";
import { answerRows, expected, happened, progressWords } from "./rules.js";

const ASK_AGAIN = 350;
const OPEN = ["queued", "running"];
/** @type {HTMLElement | null} there is none without a plan */
const bench = one(document, "[data-evacuation]");

async function ask(/** @type {string} */ path, /** @type {any} */ body = undefined) {
  const answer = await api(`api/evacuation/${path}`, { method: body ? "POST" : "GET", body });
  if (answer.status !== 200) throw new Error(why(answer));
  return answer.data;
}

/** The state of a run as the form shows it: a bar and a way to stop it, or what went wrong. */
function progressOf(/** @type {HTMLElement} */ root) {
  const [progress, problem] = [one(root, ".evac-progress"), one(root, ".evac-problem")];
  const [said, submit] = [one(root, "[data-said]"), one(root, "form [type=submit]")];
  /** @type {HTMLProgressElement} */
  const bar = one(root, "progress");
  function complain(words = "") {
    problem.textContent = words;
    problem.hidden = !words;
  }
  return {
    complain,
    show(/** @type {any} */ job) {
      const open = OPEN.includes(job?.state);
      progress.hidden = !open;
      submit.hidden = open;
      if (open) {
        bar.value = job.progress;
        setWords(said, progressWords(job));
      }
      complain(job?.state === "failed" ? job.words : "");
    },
    /** Do what a button asks; what is refused is said. */
    async trying(/** @type {() => Promise<void>} */ act) {
      try {
        await act();
      } catch (error) {
        complain(/** @type {Error} */ (error).message);
      }
    },
  };
}

/** An answer in numbers and as a chart. */
function tell(/** @type {HTMLElement} */ root, /** @type {any} */ plan, /** @type {any} */ told) {
  const withPoints = plan.musters.length > 0;
  const rows = answerRows(told, withPoints).flatMap(([name, words, kind]) => [h("dt", null, name), h("dd", { class: kind }, words)]);
  const note = `${told.people} 人，模拟 ${told.seeds} 次；“至”的两端是第 5 和第 95 百分位。${told.engine}。`;
  one(root, "[data-result]").replaceChildren(h("dl", null, rows), chart(told), h("p", { class: "hint" }, note));
  one(root, ".evac-result").hidden = false;
  one(root, "[data-expected]").textContent = expected(told, withPoints);
}

/** Draws the map, with the people of a run if they are still kept.
 * @param {HTMLElement} root @param {any} plan @param {(words: string) => void} complain */
function mapOf(root, plan, complain) {
  let map = { destroy() {} };
  return async (/** @type {any} */ job, /** @type {boolean} */ play) => {
    map.destroy();
    const place = one(root, "[data-map]");
    place.replaceChildren();
    const tracks = job?.tracks ? { run: job.run, play, inputs: job.inputs, happened: happened(plan, job.inputs) } : {};
    map = await mount(place, "evacuation_map", { plan, ...tracks });
    if (job && job.state === "done" && !job.tracks) complain("这次的动画已经清理，再运行一次就有。");
  };
}

function start(/** @type {HTMLElement} */ root) {
  const { plan, job: first } = JSON.parse(one(root, "[data-bench]").textContent ?? "");
  /** @type {HTMLFormElement} */
  const form = one(root, "form");
  /** @type {HTMLButtonElement} */
  const submit = one(form, "[type=submit]");
  const { show, complain, trying } = progressOf(root);
  const draw = mapOf(root, plan, complain);
  let run = 0;

  async function watch(/** @type {number} */ number) {
    run = number;
    for (;;) {
      const job = await ask(`runs/${number}`).catch(() => null);
      if (run !== number) return;
      if (job) show(job);
      if (job && !OPEN.includes(job.state)) return void finish(job);
      await new Promise((after) => setTimeout(after, ASK_AGAIN));
    }
  }
  async function finish(/** @type {any} */ job) {
    if (job.state !== "done") return;
    tell(root, plan, job.summary);
    history.replaceState(null, "", `${location.pathname}?plan=${plan.slug}&run=${job.run}`);
    await draw(job, true);
  }

  async function begin() {
    const job = await ask("runs", { slug: form.dataset.slug, inputs: inputs(form) });
    show(job);
    watch(job.run);
  }

  form.addEventListener("input", () => settle(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complain();
    submit.disabled = true;
    await trying(begin);
    submit.disabled = false;
  });
  one(root, "[data-cancel]").addEventListener("click", async () => {
    await trying(async () => {
      const job = await ask(`runs/${run}/cancel`, {});
      show(job);
      if (job.state === "cancelled") run = 0; // what is still being asked about it would show it running again
    });
    submit.focus();
  });

  settle(form);
  draw(first, false);
  if (first?.state === "done") tell(root, plan, first.summary);
  else if (first && OPEN.includes(first.state)) watch(first.run);
}

if (bench) start(bench);
