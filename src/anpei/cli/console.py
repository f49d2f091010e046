"""How the command line speaks: findings, refusals and the site option, the same everywhere."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from anpei import backups, clock
from anpei.content import Shelves, bundled
from anpei.errors import AnpeiError, ContentError
from anpei.findings import Finding, errors_only, render_text, to_json
from anpei.settings import Settings, Site, open_site

__all__ = ["SiteOption", "bring_up_to_date", "complain", "out", "print_findings", "say", "shelves_of", "unexpected"]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

SiteOption = Annotated[
    Path,
    typer.Option(
        "--site",
        help="站点文件夹。",
        show_default="当前文件夹，或 ANPEI_SITE",
        default_factory=lambda: Path(os.environ.get("ANPEI_SITE", ".")),
    ),
]


def shelves_of(site: Path) -> Shelves:
    """A site's shelves over the bundled ones; outside a site, the bundled ones."""
    return open_site(site).shelves if (site / "anpei.toml").is_file() else Shelves([bundled()])


def zone_of(site: Path) -> str:
    """A site's time zone; outside a site, the one a site has that names none."""
    return (open_site(site).settings if (site / "anpei.toml").is_file() else Settings()).site.timezone


def bring_up_to_date(site: Site) -> None:
    """Before a command opens the database; what that takes is told beside its output."""
    backups.upgrade_site(site, clock.now(), lambda words: err.print(words, markup=False, soft_wrap=True))


def say(message: str) -> None:
    out.print(message, markup=False, soft_wrap=True)  # a link must stay in one piece


def complain(error: AnpeiError) -> None:
    """Print a refusal and its way out on standard error."""
    err.print(error.message, style="bold red", markup=False)
    if isinstance(error, ContentError) and error.findings:
        err.print(render_text(error.findings, Path.cwd()), markup=False, soft_wrap=True)
    if error.way_out:
        err.print(error.way_out, markup=False)


def unexpected() -> None:
    """A fault of ours: the trace goes into a file for whoever mends it, the person gets one sentence."""
    with tempfile.NamedTemporaryFile("w", prefix="anpei-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exc(file=log)
    err.print("安培出了意外的错误，这一步没有完成。", style="bold red", markup=False)
    err.print(f"细节记在 {log.name}，请把它交给维护人员；也可先运行 anpei doctor。", markup=False, soft_wrap=True)


def print_findings(findings: Iterable[Finding], *, as_json: bool, root: Path | None = None) -> None:
    """Print findings and exit 1 if one of them is an error."""
    found = list(findings)
    errors = errors_only(found)
    if as_json:
        typer.echo(json.dumps(to_json(found), ensure_ascii=False, indent=1))
    else:
        if found:
            out.print(render_text(found, root or Path.cwd()), markup=False, soft_wrap=True)
        warnings = len(found) - len(errors)
        say(f"检查完：{len(errors)} 个错误，{warnings} 个提醒。" if found else "检查完：没有问题。")
    if errors:
        raise typer.Exit(1)
