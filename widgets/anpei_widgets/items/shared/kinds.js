// The kinds of question, as people call them.

export const KINDS = { single: "单选题", multiple: "多选题", truefalse: "判断题", order: "排序题", short: "填空题", case: "案例题", spot: "找隐患" };
