// The frame of every question: kind, stem, picture, and after marking the verdict with its reasons.

import { baseUrl } from "../../shared/api.js";
import { h, text } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { listenButton } from "../../shared/speech.js";
import { KINDS } from "./kinds.js";
import "./question.css";

/** What was found when the answer was looked at: from the host (state) or written into the spec. */
export const reviewOf = (model) => model.get("state")?.review ?? model.get("spec").review ?? null;

/** May the learner still change the answer? */
export const readOnly = (model) => model.get("spec").mode === "review" || reviewOf(model) !== null;

/** The kind and the points in one quiet line. */
function kindLine(spec) {
  const parts = [KINDS[spec.kind]];
  if (spec.kind === "multiple") parts.push("可选多项");
  if (typeof spec.points === "number") parts.push(`${spec.points} 分`);
  return h("span", { class: "anpei-kind" }, parts.join(" · "));
}

/** Where a picture is: the server's own address, or a data: address as it stands. */
export const pictureAt = (media) => (/^(data:|\/|https?:)/.test(media.src) ? media.src : baseUrl() + media.src);

/** A picture of a question. */
function picture(media) {
  return media ? h("img", { class: "anpei-media", src: pictureAt(media), alt: media.alt, loading: "lazy" }) : null;
}

/** A question as one would read it out: the stem, then the options or steps with their letters. */
function spoken(spec) {
  const choices = (spec.options ?? spec.steps ?? spec.places ?? []).map((one, i) => `${String.fromCharCode(65 + i)}，${one.text ?? one.label ?? ""}`);
  return [String(spec.stem).replaceAll("**", ""), ...choices].join("。\n");
}

/** Fieldset with the stem as its legend (or with what is asked, where the stem is answered in itself); returns the body to fill. */
export function question(model, root, asked = model.get("spec").stem) {
  const spec = model.get("spec");
  const legend = h("legend", { class: "anpei-legend" }, kindLine(spec), text(h("span", { class: "anpei-stem" }), asked));
  const body = h("div", { class: "anpei-body" });
  root.append(h("fieldset", { class: "anpei-question" }, legend, picture(spec.media), listenButton(() => spoken(spec)), body));
  const review = reviewOf(model);
  if (review) root.append(verdict(review, spec.stem));
  return body;
}

const VERDICTS = {
  right: ["check", "回答正确"],
  wrong: ["cross", "回答错误"],
  partial: ["part", "部分正确"],
  blank: ["part", "没有作答"],
  awaiting: ["wait", "待阅卷"],
};

/** The verdict, the explanation and the law behind it; named after its question, for a chapter shows several. */
function verdict(review, stem) {
  const [mark, words] = VERDICTS[review.verdict] ?? VERDICTS.awaiting;
  const points = typeof review.score === "number" ? ` · ${review.score} / ${review.max} 分` : "";
  return h(
    "section",
    { class: `anpei-verdict anpei-is-${review.verdict}`, tabindex: "-1", "aria-label": `批阅结果：${String(stem ?? "").replaceAll("**", "").slice(0, 24)}` },
    h("p", { class: "anpei-verdict-head" }, icon(mark), words + points),
    review.comment && text(h("p", { class: "anpei-comment" }, h("strong", null, "培训师评语：")), review.comment),
    review.explanation && text(h("p", { class: "anpei-explanation" }), review.explanation),
    (review.cards ?? []).map(lawCard),
  );
}

/** One article of law, in a box of its own; what isn't settled says so. */
export function lawCard(card) {
  const status = [card.status, card.certainty].find((word) => word && word !== "现行");
  return h(
    "div",
    { class: "anpei-law", role: "note" },
    icon("law"),
    h("div", null,
      h("p", { class: "anpei-law-name" }, `《${card.law}》${card.article ?? ""}`, status && h("span", { class: "anpei-tag" }, status)),
      card.gist && h("p", { class: "anpei-law-gist" }, card.gist)),
  );
}
