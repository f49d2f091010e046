// What nbgrader's scripts write into its pages, in Chinese. Pure.
/** @type {Record<string, string>} */
const WORDS = {
  "needs autograding": "待自动评分", "needs manual grading": "待人工阅卷", graded: "已阅", draft: "未发布", released: "已发布",
  "needs manual grade": "待人工阅卷", "Show All Names": "显示全部姓名", "Hide All Names": "隐藏全部姓名",
  "Please wait...": "请稍候……", "Loading, please wait...": "正在读取……", None: "—", "None, None": "—", OK: "好", Close: "关闭",
  Success: "完成", Error: "出错", Save: "保存", Cancel: "取消", Name: "名称", "Log Output": "运行记录", Traceback: "出错位置",
  "Due date (optional)": "截止时间（可不填）", "Timezone as UTC offset (optional)": "时区（可不填，如 +0800）",
  "First name (optional)": "名（可不填）", "Last name (optional)": "姓（可不填）", "Email (optional)": "邮箱（可不填）",
  "Student ID": "工号", "Keyboard shortcuts": "快捷键", "Submission flagged": "已做标记", "Submission unflagged": "已取消标记",
  "Move to the next score or comment input": "下一个评分或评语", "Flag the submission": "标记这份答卷",
  "Move to the previous score or comment input": "上一个评分或评语",
  "Defocus and save the current score or comment input": "保存当前评分或评语",
  "Refocus the most recent score or comment input": "回到刚才的评分或评语",
  "Move to the same score or comment input of the next submission": "下一份答卷的同一题",
  "Move to the same score or comment input of the previous submission": "上一份答卷的同一题",
  "Move to the same score or comment input of the next submission with failed tests": "下一份有失分的答卷",
  "Move to the same score or comment input of the previous submission with failed tests": "上一份有失分的答卷",
  "Type any comments here (supports Markdown and MathJax)": "写给员工的评语，公布后可见",
  "Search:": "查找：", "No matching records found": "没有符合的内容",
  "Add New Student": "添加员工", "Saving...": "正在保存……", "Open live notebook": "在 JupyterLab 里打开",
  "Show student name": "显示姓名", "Hide student name": "隐藏姓名", "No data available in table": "还没有内容",
};
/** @param {object} table @param {string} key */
const has = (table, key) => Object.prototype.hasOwnProperty.call(table, key);

/** What nbgrader was asked to do, and of what; the words of a dialog begin with it. @type {Record<string, string>} */
const DEEDS = {
  "created the student version of": "生成", "creating the student version of": "生成", released: "发布", releasing: "发布",
  unreleased: "撤回", unreleasing: "撤回", "collected submissions of": "收取", "collecting submissions of": "收取", collecting: "收取",
  autograded: "自动评分", autograding: "自动评分", "generated feedback for": "生成反馈", "generating feedback for": "生成反馈",
  "released feedback for": "发放反馈", "releasing feedback for": "发放反馈",
};
const DIALOG = /^(Successfully|There was an error) (.+?) '(.*?)'(?: for student '(.*)')?[:.]?$/;
/** @type {[RegExp, string][]} */
const PATTERNS = [
  [/^Submission #(\d+)$/, "答卷 $1"], [/^Editing (.*)$/, "修改 $1"], [/^(\d+) remaining$/, "还有 $1 份"],
  [/^(.+), $/, "$1"], // a name and nothing after it
];

/** A dialog's words; nothing when it isn't one. @param {string} words @param {Record<string, string>} titles */
function dialog(words, titles) {
  const [, how, what, name, student] = DIALOG.exec(words) ?? [];
  if (!how || !has(DEEDS, what)) return "";
  const of = `“${titleOf(name, titles)}”${student ? ` ${student} 的答卷` : ""}`;
  return how === "Successfully" ? `${of}：已${DEEDS[what]}。` : `${of}：${DEEDS[what]}时出错，请看下面的记录，改好再试。`;
}

/** @param {string} name @param {Record<string, string>} titles */
const titleOf = (name, titles) => (has(titles, name) ? titles[name] : name);

/**
 * The same in Chinese, blanks around it kept; what isn't known stays as it is. A paper is called by its title.
 * @param {string} words
 * @param {Record<string, string>} [titles]
 */
export function chinese(words, titles = {}) {
  const plain = words.trim() === "" ? "" : words.trimStart().replace(/\n\s*$/, "");
  const bare = plain.trim();
  const known = has(WORDS, bare) ? WORDS[bare] : titleOf(bare, titles);
  if (known !== bare) return words.replace(bare, () => known);
  const told = dialog(bare, titles);
  if (told) return told;
  const found = PATTERNS.find(([pattern]) => pattern.test(plain));
  if (!found) return words;
  const said = plain.replace(...found);
  return /^Editing /.test(plain) ? `修改 ${titleOf(plain.slice("Editing ".length), titles)}` : said;
}

/** Why these points can't be; nothing when they can. @param {string} value @param {string} most @param {boolean} [unreadable] */
export function refusal(value, most, unreadable = false) {
  if (unreadable) return "分数要写成数字，没有保存。";
  if (value.trim() === "") return "";
  const points = Number(value);
  if (!Number.isFinite(points)) return "分数要写成数字，没有保存。";
  if (points < 0) return "分数不能小于 0，没有保存。";
  if (most !== "" && points > Number(most)) return `最高 ${Number(most)} 分，没有保存。`;
  return "";
}

/** How grading went. @param {number} all @param {number} failed */
export function outcomeWords(all, failed) {
  if (all === 0) return "没有待评的答卷。";
  return failed ? `评了 ${all - failed} 份，${failed} 份没有评成，请逐份点“重新评分”看原因。` : `${all} 份都已评分。`;
}
