// The widget that shows each kind of question, for whoever shows questions of every kind.

import branching from "../branching/widget.js";
import choice from "../choice/widget.js";
import cloze from "../cloze/widget.js";
import matching from "../matching/widget.js";
import numeric from "../numeric/widget.js";
import order from "../order/widget.js";
import risk from "../risk/widget.js";
import short from "../short/widget.js";
import caseQuestion from "../case/widget.js";
import spot from "../spot/widget.js";

export const QUESTIONS = {
  single: choice, multiple: choice, truefalse: choice, order, short, case: caseQuestion, spot,
  numeric, matching, cloze, risk, branching,
};
