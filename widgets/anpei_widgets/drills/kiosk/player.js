// One run at a tablet: its stream comes down, decisions go up through the outbox, and what leaving it means.

import scenarioPlayer from "../scenario_player/widget.js";
import { innerModel } from "../../shared/widget.js";
import { api } from "../../shared/api.js";
import { h } from "../../shared/dom.js";
import { sameOwner } from "../shared/decisions.js";
import { newsSounds } from "../shared/news_sounds.js";
import { followRun } from "../shared/run_stream.js";
import { leavingWords } from "./rules.js";

/** The player of one run, fed by its stream and emptied into the outbox. */
export function makePlayer(owner, box, { ended, lost }) {
  const { run, person } = owner;
  const el = h("div", { class: "kiosk-player" });
  const state = () => ({ link: box.state().failing ? "off" : link, pending: box.pending(owner), refused: box.refusals(owner), kept: box.state().waiting, full: !box.state().durable });
  let over = false;
  let link = "slow";
  const sounds = newsSounds();
  const inner = innerModel({ view: null, plan: "", state: state(), decision: {}, read: "" }, () => {});
  const tellLink = () => inner.set("state", state());
  inner.on("change:decision", () => box.put(owner, inner.get("decision")));
  inner.on("change:read", () => box.dismiss(inner.get("read")));
  const close = scenarioPlayer.render({ model: inner, el });

  async function fetchPlan() {
    const { status, data } = await api(`api/drills/runs/${run}?as=kiosk`);
    if (stopped || status !== 200) return void (stopped || setTimeout(fetchPlan, 1500));
    inner.set("plan", data.plan);
    took(data.view);
  }

  function took(view) {
    const told = Boolean(inner.get("view")?.blind) && !view.blind;
    if (view.seq >= (inner.get("view")?.seq ?? -1)) inner.set("view", view);
    if (told) fetchPlan(); // it has begun: now the scene may be seen
    tellLink();
    sounds.hear(view);
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
    owns: (other) => sameOwner(owner, other),
    /** A decision of whoever sat here has arrived; after the end it may have changed what this player was told. */
    taken: (other) => over && sameOwner(owner, other) && fetchPlan(),
    stop() {
      stopped = true;
      box.refusals(owner).forEach(({ id }) => box.dismiss(id));
      [unfollow, sounds.silence, close].forEach((end) => end());
    },
  };
}
