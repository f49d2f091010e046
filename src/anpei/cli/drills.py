"""``anpei drill``: check what scenario authors write, and see how a scenario can go."""

from __future__ import annotations

from pathlib import Path

import typer

from anpei import laws
from anpei.cli.console import SiteOption, print_findings, say, shelves_of
from anpei.exercises import evacuation, evaluation, scenarios, validation
from anpei.plainfiles import write_atomic

app = typer.Typer()


@app.command("check")
def check(site: SiteOption, as_json: bool = typer.Option(False, "--json", help="输出 JSON。")) -> None:
    """检查演练情景和旁边的场地图：写法、条件、引用、走不到的步骤、断头、时限和满分。"""
    shelves = shelves_of(site)
    registry, _ = laws.load(shelves)
    found = [*validation.check(shelves, registry), *evaluation.check(shelves), *evacuation.check(shelves)]
    print_findings(found, as_json=as_json)


@app.command("schema")
def schema(
    file: Path | None = typer.Option(None, "--out", metavar="文件", help="写进这个文件；不写就打印。"),
) -> None:
    """情景文件的 JSON Schema：编辑器据此提示和检查 scenario.yaml 的写法。"""
    if file is None:
        typer.echo(scenarios.schema_text(), nl=False)
        return
    write_atomic(file, scenarios.schema_text())
    say(f"已写好 {file}。在 scenario.yaml 第一行写上它，编辑器就会提示。")


@app.command("walk")
def walk(site: SiteOption, scenario: str = typer.Argument(help="情景文件夹名，如 workshop-fire。")) -> None:
    """走遍一个情景的所有走法，说出决策数、满分和最长用时。"""
    script = scenarios.load(shelves_of(site)).get(scenario)
    seen = validation.Explorer(script).run()
    say(f"{script.scenario.title}：{len(script.nodes)} 个决策，{len(script.injects)} 条情景信息。")
    say(f"走过 {seen.states} 种局面；一次演练最多可得 {seen.best} 分，最长 {-(-seen.longest // 60_000)} 分钟。")
