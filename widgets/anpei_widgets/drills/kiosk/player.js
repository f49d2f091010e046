// One run at a tablet: its stream comes down, decisions go up through the outbox, and what leaving it means.

import scenarioPlayer from "../scenario_player/widget.js";
import { innerModel } from "../../shared/widget.js";
import { api } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { followRun } from "../shared/run_stream.js";

/** What leaving now means for the run. */
function leavingWords(view) {
  if (!view || view.solo) return "这次不计成绩";
  if (view.status === "waiting") return "席位会空出来";
  return view.last_one ? "没有别人了，演练会结束" : "队友会继续";
}

/** The player of one run, fed by its stream and emptied into the outbox. */
export function makePlayer(owner, box, { ended, lost }) {
  const { run, person } = owner;
  const el = h("div", { class: "kiosk-player" });
  const inner = innerModel({ view: null, plan: "", state: { link: "slow", pending: box.pending(owner) }, decision: {} }, () => {});
  let over = false;
  let link = "slow";
  let refused = null;
  const tellLink = () => inner.set("state", { link: box.failing() ? "off" : link, pending: box.pending(owner), kept: box.count(), refused });
  inner.on("change:decision", () => box.put(owner, inner.get("decision")));
  const close = scenarioPlayer.render({ model: inner, el });

  async function fetchPlan() {
    try {
      const { status, data } = await api(`api/drills/runs/${run}?as=kiosk`);
      if (status !== 200) throw new Error(`plan: ${status}`);
      inner.set("plan", data.plan);
      took(data.view);
    } catch {
      if (!stopped) setTimeout(fetchPlan, 1500);
    }
  }

  function took(view) {
    if (view.seq >= (inner.get("view")?.seq ?? -1)) inner.set("view", view);
    tellLink();
    if (view.status !== "ended" || over) return;
    over = true;
    unfollow();
    ended(view);
  }

  let stopped = false;
  const unfollow = followRun(`api/drills/runs/${run}/events?as=kiosk`, {
    view: took,
    lost,
    link(now) {
      if (now === link) return;
      link = now;
      tellLink();
      if (now === "ok") box.flush();
    },
  });
  fetchPlan();
  return {
    run,
    person,
    el,
    link: tellLink,
    leaving: () => leavingWords(inner.get("view")),
    refused: (refusal) => {
      if (refusal.run === run && refusal.person === person) refused = refusal;
    },
    stop() {
      stopped = true;
      unfollow();
      close();
    },
  };
}
