"""The page about files of questions: what of each format is read, and the words that columns and kinds may have."""

from __future__ import annotations

from anpei import exchange

__all__ = ["page"]

HEAD = """# 题库文件：什么读得进来

由 `python -m anpei.reference` 生成，不要手改。怎么导入见[把现成的题库导进来](../howto/import-items.md)。
无论什么格式，每一行或每一题都有下落：成为题目、当作标题、或列为“没有成为题目”。
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, rows in exchange.FEATURES.items():
        parts.append(f"\n## {name}\n\n| 文件里的 | 结果 | 说明 |\n|---|---|---|")
        parts += [
            f"| {_cell(what)} | {exchange.FEATURE_WORDS[becomes]} | {_cell(why)} |" for what, becomes, why in rows
        ]
    parts.append("\n## 列名\n\n列名里的空格、括号、星号、大小写不管。\n\n| 列 | 也可以叫 |\n|---|---|")
    parts += [f"| {words[0]} | {_cell('、'.join(words[1:]))} |" for words in exchange.FIELDS.values()]
    parts.append("| 选项A 到 选项L | A、选项1、选项一、备选答案A、option A |")
    parts.append("\n## 题型的叫法\n\n后面都可以加“题”字。\n\n| 题型 | 也可以叫 |\n|---|---|")
    parts += [f"| {words[0]} | {_cell('、'.join(words[1:]))} |" for words in exchange.KIND_WORDS.values()]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
