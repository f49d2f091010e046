"""Typer speaks English of its own accord: headings of help, its own options, and what it says of a command typed wrong.

All of it is put into Chinese here, on the finished tree of commands; a word that a later Typer changes stays English.
"""

from __future__ import annotations

import re
from typing import Any

import typer
from typer import rich_utils

__all__ = ["UsageError", "in_chinese", "usage_trouble"]

UsageError: Any = typer.BadParameter.__base__
HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "ERRORS_PANEL_TITLE": "错误",
    "ABORTED_TEXT": "没有继续。",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "ENVVAR_STRING": "[环境变量：{}]",
}
OWN_OPTIONS = {
    "help": "显示这段说明。",
    "install_completion": "给现在用的 shell 装上命令补全。",
    "show_completion": "显示补全用的脚本，可以自己放到别处。",
}
TYPES = {"path": "路径", "text": "文字", "str": "文字", "integer": "数", "int": "数", "float": "数", "bool": "开关"}
TROUBLES = (
    (r"No such option: (\S+?)\.?( Did you mean (.+)\?)?( \(Possible options: (.+)\))?", "没有选项 {0}。{near}"),
    (r"No such command '(.+?)'\.( Did you mean (.+)\?)?", "没有命令 {0}。{near}"),
    (r"Missing (?:argument|option|parameter:?) ?'?([^'.]+)'?\.?.*", "缺少 {0}。"),
    (r"Missing command\.", "还要写是哪个命令。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "多写了 {0}。"),
    (r"Option '?(\S+?)'? requires (?:an|\d+) arguments?\.?", "选项 {0} 后面要写值。"),
    (r"Invalid value for (.+?): .*", "{0} 的值不对。"),
)


def in_chinese(command: Any, path: str = "anpei") -> Any:
    """The same command with everything below it, Typer's own words replaced."""
    for name, words in HEADINGS.items():
        setattr(rich_utils, name, words)
    _usage_line()
    _one(command, typer.Context(command, info_name=path))
    for name, each in getattr(command, "commands", {}).items():
        in_chinese(each, f"{path} {name}")
    return command


def _usage_line() -> None:
    formatter: Any = typer.Context.formatter_class
    if getattr(formatter.write_usage, "chinese", False):
        return
    original = formatter.write_usage

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        original(self, prog, args, prefix or "用法：")

    write_usage.chinese = True  # type: ignore[attr-defined]
    formatter.write_usage = write_usage


def _one(command: Any, context: Any) -> None:
    command.options_metavar = "[选项]"
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = "命令 [参数]…"
    for param in command.get_params(context):
        if param.name in OWN_OPTIONS:
            param.help = OWN_OPTIONS[param.name]
        shown = getattr(param, "display_type_rich", None)
        if shown is not None:
            told = _typed(shown(context))
            param.display_type_rich = lambda ctx, told=told: told


def _typed(shown: str | None) -> str | None:
    return shown and re.sub(r"\w+", lambda word: TYPES.get(word[0].lower(), word[0]), shown)


def usage_trouble(error: Any) -> str:
    """What was typed wrong, and where it stands how it goes; empty where help itself was shown instead."""
    message = str(error.format_message())
    if not message:
        return ""
    words = f"命令写得不对：{message}"
    for pattern, template in TROUBLES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            groups = found.groups()
            near = next((group for group in groups[:0:-1] if group and "?" not in group and "(" not in group), "")
            words = template.format(*groups, near=f"是不是 {near.replace(', ', ' 或 ')}？" if near else "")
            break
    path = error.ctx.command_path if error.ctx is not None else "anpei"
    return f"{words}\n用法见 {path} --help。"
