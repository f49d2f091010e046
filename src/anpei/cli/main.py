"""``anpei``: the table of contents of every command."""

from __future__ import annotations

import importlib
import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from anpei import audit, storage
from anpei.cli.chinese import UsageError, in_chinese, usage_trouble
from anpei.cli.console import complain, unexpected
from anpei.cli.noting import command_under_way
from anpei.errors import AnpeiError, Unavailable
from anpei.version import version

__all__ = ["app", "main"]

GROUPS = {
    "staff": "员工名册与账号",
    "records": "培训档案",
    "content": "课程、题库与试卷",
    "bank": "题目的导入与导出",
    "laws": "法规登记",
    "new": "新建课程、章节、题目、试卷、演练",
    "drill": "演练情景",
    "evacuation": "疏散推演",
    "assignments": "作业与阅卷",
    "secrets": "站点的密钥",
}
MODULES = {
    "staff": "staff",
    "records": "records",
    "content": "content",
    "bank": "bank",
    "laws": "laws",
    "new": "new",
    "drill": "drills",
    "evacuation": "evacuation",
    "assignments": "assignments",
    "secrets": "secrets",
}
PLAIN = {
    "init": "site",
    "serve": "serve",
    "demo": "serve",
    "help": "manual",
    "doctor": "ops",
    "backup": "backups",
    "restore": "backups",
    "nbgrader": "nbgrader",
}

app = typer.Typer(
    name="anpei",
    help="安培：安全培训、考试与应急演练。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _version(context: typer.Context, asked: bool = typer.Option(False, "--version", help="显示版本。")) -> None:
    if asked:
        typer.echo(f"anpei {version()}")
        raise typer.Exit()


def _gather(asked: str) -> None:
    """Join the module that knows the command asked for; every module when it's none of them, as for help.

    Groups keep their own name, the rest stand at the top. A module brings its rooms along, which takes a second.
    """
    known = asked in GROUPS or asked in PLAIN
    for name, words in GROUPS.items():
        if not known or name == asked:
            module = importlib.import_module(f"anpei.cli.{MODULES[name]}")
            app.add_typer(module.app, name=name, help=words, no_args_is_help=True)
    for name in dict.fromkeys(PLAIN.values()):
        if not known or name == PLAIN.get(asked):
            app.registered_commands += importlib.import_module(f"anpei.cli.{name}").app.registered_commands


def main() -> None:
    """Run a command; 1 means findings or a refusal, 2 a fault of ours, 130 an interrupt."""
    _gather(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        with audit.acting(command_under_way(sys.argv[1:], set(GROUPS))):
            code = in_chinese(typer.main.get_command(app))(prog_name="anpei", standalone_mode=False)
            sys.exit(code if isinstance(code, int) else 0)
    except AnpeiError as error:
        complain(error)
        sys.exit(1)
    except UsageError as error:
        if words := usage_trouble(error):
            typer.echo(words, err=True)
        sys.exit(2)
    except typer.Abort:
        typer.echo("没有继续。", err=True)
        sys.exit(1)
    except (OSError, SQLAlchemyError) as error:  # disk full, no permission, database away
        disk = storage.refusal(error)
        cause = disk.message.rstrip("。") if disk else str(getattr(error, "orig", None) or error).splitlines()[0]
        complain(Unavailable(f"操作没有完成：{cause}。", way_out="运行 anpei doctor 查看原因。"))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:
        unexpected()
        sys.exit(2)
