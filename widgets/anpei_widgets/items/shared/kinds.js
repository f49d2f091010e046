// The kinds of question, as people call them: the titles of src/anpei/bank/kinds.py, which tests/widgets/test_rules.py holds against each other.

export const KINDS = {
  single: "单选题", multiple: "多选题", truefalse: "判断题", order: "排序题", short: "填空题", case: "案例题", spot: "找隐患",
  numeric: "数值题", matching: "配对题", cloze: "选词填空题", risk: "风险判定题", branching: "情景分支题",
};
