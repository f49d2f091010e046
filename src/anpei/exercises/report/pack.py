"""The records pack for filing: report, log, evaluation, roll call and photos in one zip, and what proves them whole."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anpei import clock
from anpei.cells import to_csv
from anpei.exercises import runs

__all__ = ["MANIFEST", "chain", "pack", "sheet_csv", "verify"]

MANIFEST = "清单.json"
README = """演练档案包

report.pdf、report.docx：评估报告。没有定稿的，每页标“草稿”。
report.json：定稿的全文。它的 sha256 就是报告页上的“内容摘要”，算出来不同，就是改过（定稿后才有）。
summary.docx：总结报告，与评估报告同一份文字。
plan/：工作方案（work-plan.docx）、情景原文（scenario.yaml）、平面图（plan.svg）、情景信息表（msel.csv）。
　　核对情景：把 scenario.yaml、一个零字节、plan.svg 接在一起算 sha256，应与 log.json 里的 scenario_sha256 相同。
　　旧的演练没有存原文，只有 scenario.json（按内容还原，不能这样核对）。
log.json：演练流水，逐条带散列（sha256），每条的散列包含上一条，改动任何一条都会对不上。
log.csv：同一流水，用表格软件看。
attendance.csv：签到与缺席。
evaluation.csv、muster.csv、actions.csv、filings.csv：评估表、清点名单、整改清单、报送凭证（有才附）。
photos/：现场照片，文件名就是 sha256。
清单.json：每个文件的 sha256。核对：重新计算每个文件的 sha256，与清单对照。
"""


def chain(story: runs.RunRecord) -> list[dict[str, Any]]:
    """The log with a chain of hashes: each line's covers the line and the one before."""
    found: list[dict[str, Any]] = []
    before = hashlib.sha256(f"{story.run.run_id}:{story.run.sha}".encode()).hexdigest()
    for event, at in zip(story.events, story.clocks, strict=True):
        line = {
            "seq": event.seq,
            "ts": event.ts,
            "run_ms": at,
            "type": event.type,
            "key": event.key,
            "actor": event.actor,
            "role": event.role,
            "device": event.device,
            "payload": event.payload,
        }
        before = _linked(before, line)
        found.append({**line, "sha256": before})
    return found


def verify(run_id: int, sha: str, lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a chain is whole."""
    before = hashlib.sha256(f"{run_id}:{sha}".encode()).hexdigest()
    for line in lines:
        before = _linked(before, {key: value for key, value in line.items() if key != "sha256"})
        if before != line["sha256"]:
            return False
    return True


def pack(files: Mapping[str, bytes], *, now: int, zone: str) -> bytes:
    """The zip; entries in the order given, dated ``now``."""
    stamp = clock.local(now, zone).timetuple()[:6]
    whole = {"说明.txt": README.encode(), **files}
    manifest = {name: hashlib.sha256(body).hexdigest() for name, body in whole.items()}
    whole[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in whole.items():
            file.writestr(zipfile.ZipInfo(name, stamp), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that Excel opens as Chinese, in which nothing typed by a person becomes a formula."""
    return to_csv([heads, *rows]).encode()


def _linked(before: str, line: Mapping[str, Any]) -> str:
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
