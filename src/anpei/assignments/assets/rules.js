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
  "Show student name": "显示姓名", "Hide student name": "隐藏姓名", "No data available in table": "还没有内容",
};
/** @type {[RegExp, string][]} */
const PATTERNS = [
  [/^Submission #(\d+)$/, "答卷 $1"], [/^Editing (.*)$/, "修改 $1"],
  [/^Successfully autograded '(.*)' for student '(.*)'\.$/, "$2 的 $1 已自动评分。"],
  [/^Successfully generated feedback for '(.*?)'.*$/, "$1 的批改结果已生成。"],
  [/^There was an error (?:autograding|generating feedback for|releasing feedback for) '(.*)' for student '(.*)'[:.]$/,
    "处理 $2 的 $1 时出错，请看下面的记录。"],
];

/** The same in Chinese, blanks around it kept; what isn't known stays as it is. @param {string} words */
export function chinese(words) {
  const plain = words.trim();
  if (Object.prototype.hasOwnProperty.call(WORDS, plain)) return words.replace(plain, WORDS[plain]);
  const found = PATTERNS.find(([pattern]) => pattern.test(plain));
  return found ? plain.replace(...found) : words;
}
