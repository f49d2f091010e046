"""What each task is called where an operator reads of it; a task that isn't named here can't be made."""

from __future__ import annotations

__all__ = ["TITLES", "task_words"]

TITLES = {
    "time-outs": ("考试到时交卷", "第 {} 次答卷"),
    "marks": ("客观题评分", "第 {} 次答卷"),
    "plans": ("布置生效", "第 {} 项布置"),
    "courses": ("课程改动后重算学习情况", "课程 {}"),
    "withdrawn-plans": ("清理撤销的布置", "全部"),
    "drills": ("跟进演练", "第 {} 次演练"),
    "drill-clock": ("演练计时", "第 {} 次演练"),
    "abandoned-drills": ("结束无人继续的演练", "第 {} 次演练"),
    "roll-calls": ("随演练开始清点", "第 {} 次演练"),
    "mustered": ("把到场的人记入档案", "第 {} 次清点"),
    "cut-roll-calls": ("清理没有开始的清点", "第 {} 次清点"),
    "evacuation": ("疏散推演", "第 {} 次推演"),
    "last-pictures": ("演练结束后的推演", "第 {} 次演练"),
    "kernels": ("关闭不用的内核", "内核 {}"),
    "practice": ("今日巩固", "{}"),
    "rosters": ("导入名册", "名册 {}"),
    "backups": ("每天备份", "全站"),
    "content-history": ("记录内容的历史", "全站"),
    "content-packing": ("压缩内容的历史", "全站"),
    "visitors": ("删除到期的来访信息", "{}"),
    "missed-hand-ins": ("登记待阅卷的答卷", "第 {} 次答卷"),
    "grading": ("阅卷", "第 {} 次答卷"),
    "feedback": ("生成批阅反馈", "第 {} 次答卷"),
    "books": ("核对成绩簿", "第 {} 次答卷"),
    "collected-marks": ("收取人工评分", "第 {} 次答卷 {}"),
}
KINDS = {"run": "第 {} 次演练", "exam": "第 {} 次答卷", "visitor": "来访登记 {}", "muster": "第 {} 次清点"}
WHOLE = "整项工作"


def task_words(task: str, row: str) -> tuple[str, str]:
    """The task's title and its row in words; a row ``run:7`` says itself what it is."""
    title, pattern = TITLES.get(task, (task, "{}"))
    if not row:
        return title, WHOLE
    kind, _, number = row.partition(":")
    if number and kind in KINDS:
        return title, KINDS[kind].format(number)
    return title, pattern.format(*row.split())
