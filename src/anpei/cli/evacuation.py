"""``anpei evacuation``: install the engine, check site plans, reckon one from the command line."""

from __future__ import annotations

import typer

from anpei.cli.console import SiteOption, print_findings, say, shelves_of
from anpei.errors import NotFound
from anpei.exercises import evacuation

app = typer.Typer()


@app.command("install")
def install() -> None:
    """安装疏散推演用的 JuPedSim（不带图形界面）。不装也不影响其他功能。"""
    evacuation.install(say)
    say(f"装好了：JuPedSim {evacuation.engine_version()}。正在运行的平台马上就能用。")


@app.command("check")
def check(site: SiteOption, as_json: bool = typer.Option(False, "--json", help="输出 JSON。")) -> None:
    """检查场地图和 evacuation.yaml。"""
    print_findings(evacuation.check(shelves_of(site)), as_json=as_json)


@app.command("run")
def run(
    site: SiteOption,
    slug: str = typer.Argument(help="情景文件夹名，如 workshop-fire。"),
    seeds: int = typer.Option(12, min=1, max=40, help="模拟几次。"),
) -> None:
    """按场地图上的人数推演一次，说出范围。"""
    path = evacuation.plan_path(shelves_of(site), slug)
    if path is None:
        raise NotFound(f"“{slug}”没有场地图。", way_out="放一个 site.geojson、site.svg 或 site.dxf 进去。")
    plan, found = evacuation.read_plan(path)
    if plan is None:
        print_findings(found, as_json=False)
        return
    inputs = evacuation.standard(plan).model_copy(update={"seeds": seeds})
    told, _ = evacuation.reckon(path, plan.sha, inputs, lambda _share: None)
    for name, key in (("最后一人出门", "last_out"), ("全部走到集合点", "muster")):
        if told[key]:
            say(f"{name}：{told[key]['p5']:.0f} 至 {told[key]['p95']:.0f} 秒")
    stranded = told["stranded"]
    if stranded["high"]:
        say(f"没有走出来：{stranded['low']} 至 {stranded['high']} 人")
    say(f"{plan.title}，{told['people']} 人，模拟 {seeds} 次，第 5 到第 95 百分位。{evacuation.LIMITS[0]}")
