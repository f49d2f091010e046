"""What becomes of the features of each format, and why; the reference page is this table."""

from __future__ import annotations

from typing import Literal

__all__ = ["FEATURES", "FEATURE_WORDS", "Becomes"]

Becomes = Literal["read", "decided", "lost", "unusable"]
FEATURE_WORDS: dict[Becomes, str] = {
    "read": "读",
    "decided": "要人决定",
    "lost": "读，但带不全",
    "unusable": "不导入，会说明",
}
Row = tuple[str, Becomes, str]
WEIGHTS = "题库里每个正确选项一样多，也没有半对的答案"
NO_KIND = "题库里没有这种题型"

FEATURES: dict[str, tuple[Row, ...]] = {
    "Excel、CSV": (
        ("列的先后、叫法、全角半角；标题行、空行、重复的表头、合并的单元格", "read", ""),
        ("选项各一列，或都在一格里（有字母、分行或用 | 隔开）", "read", ""),
        ("选项都在一格里，只用分号隔开", "decided", "分不清哪里是一项"),
        ("几张工作表；工作表名就是题型", "read", ""),
        ("隐藏的工作表", "decided", "可能是旧题；指定工作表就读"),
        ("题型没有写", "read", "按选项和答案定，并说明；定不了的要人决定"),
        ("题型是代码", "decided", "各家的 1、2、3 不一样"),
        ("判断题的答案是 A、B、1、0", "decided", "选项里写着“正确、错误”的，照选项读"),
        ("选择题的答案是数字", "decided", "可能是第几个选项，也可能是选项的文字"),
        ("答案的字母也是另一个选项的文字；题型和答案对不上；答案重复或指到没有的选项", "decided", "不替人猜"),
        ("填空的答案是带单位的数", "decided", "可以是数，也可以照字面判"),
        ("一题几个空", "unusable", "题库的填空只有一个空"),
        ("难度写成数", "lost", "不知道是什么尺度，按中等"),
        ("图片", "lost", "不在单元格里，也没有文字说明；第几行有图会说明"),
        ("公式", "read", "读最后一次算出的结果"),
        ("旧版 .xls、有密码的文件", "unusable", "请另存为没有密码的 .xlsx"),
    ),
    "Word、文本": (
        ("1. 1、 （1） 第1题 等编号；Word 的自动编号（样式、多级、重新开始）", "read", ""),
        ("答案在题干括号里、题目下面、全文最后（1.A 2.B、1-5 ABCDA、表格）", "read", ""),
        ("题干里有几个括号可能是答案；写了两个不同的答案", "decided", "不替人猜"),
        ("各部分从 1 重新编号，最后的答案没有写题型", "decided", "不知道是哪一部分的"),
        ("没有题号的题", "read", "夹在有题号的题中间的要人决定"),
        ("表格里的题", "read", "有表头的按表格读"),
        ("图片、公式的排版、加粗和颜色", "lost", "有图片的题会说明；用颜色标答案的请另写答案"),
        ("修订里删去的文字", "read", "当作已经删去"),
        ("旧版 .doc", "unusable", "请另存为 .docx"),
    ),
    "GIFT、Aiken": (
        ("单选、多选、判断、简短回答、数值（误差或范围）、论述、缺词填空", "read", ""),
        ("分类", "read", "是题库主题的就放进去，不是的留作标签"),
        ("题目的总反馈（####）", "read", "成为解析"),
        ("选项的反馈", "read", "对错、简短回答各自的反馈带不进来"),
        ("几个 =；不一样多的百分比；半对的答案", "decided", WEIGHTS),
        ("错选倒扣的比例", "lost", "怎么给分由试卷定"),
        ("配对（左边空着的成为多余的选项）", "read", ""),
    ),
    "Moodle XML": (
        ("multichoice、truefalse、shortanswer、numerical、matching、essay、ordering", "read", ""),
        ("分类、标签、分值、总反馈、选项的反馈", "read", ""),
        ("不一样多的百分比；半对的答案", "decided", WEIGHTS),
        ("图片和音视频、提示、整题的反馈、区分大小写、不打乱、错选倒扣的比例", "lost", "题会说明少了什么"),
        ("cloze、calculated、ddwtos、gapselect、ddmarker 等", "unusable", NO_KIND),
        ("description", "unusable", "不是题，列为没有成为题目的内容"),
        ("DOCTYPE 和实体", "unusable", "没有题目需要它，能用来撑爆内存"),
    ),
    "QTI 2.1、3.0": (
        ("choiceInteraction、orderInteraction、textEntryInteraction、extendedTextInteraction", "read", ""),
        ("correctResponse、mapping、prompt、feedbackInline", "read", ""),
        ("只有一个 modalFeedback", "read", "成为解析；有几个的带不进来"),
        ("包里的清单", "read", "按清单的先后；清单里没有的题也读"),
        ("一题几问", "decided", "题库一题一问"),
        ("mapping 里不一样多的分", "decided", WEIGHTS),
        ("图片和音视频、公式的排版、不打乱、变量", "lost", "题会说明少了什么"),
        ("hotspot、match、gapMatch、inlineChoice、slider、upload 等", "unusable", NO_KIND),
        ("试卷（assessmentTest）", "unusable", "只导入题目"),
        ("QTI 1.2", "unusable", "请改用 2.1 或 3.0 导出"),
    ),
    "H5P": (
        ("QuestionSet、Column 里的和单独的 MultiChoice、TrueFalse、Essay、SingleChoiceSet、Blanks", "read", ""),
        ("Blanks 里的 a/b 两种答法", "read", ""),
        ("选项的反馈", "read", ""),
        ("图片和音视频、提示、对错各自的反馈、评分的关键词", "lost", "题会说明少了什么"),
        ("一句几个空；DragText、DragQuestion、MarkTheWords、Summary 等", "unusable", NO_KIND),
        ("其他内容（Accordion、CoursePresentation 等）", "unusable", "不是题，列为没有成为题目的内容"),
    ),
}  # fmt: skip
