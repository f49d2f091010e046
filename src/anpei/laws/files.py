"""``laws/registry.yaml`` read into a registry; each broken rule is one finding."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from anpei.content import Shelves
from anpei.findings import Finding
from anpei.laws.model import Law, Registry
from anpei.laws.rules import RULES, rule_name
from anpei.plainfiles import Document, parse, read_yaml, safely

__all__ = ["FILE_RULES", "load"]

FILE_RULES = {
    "missing": "There is a register of laws.",
    "shape": "The register is a list under ``laws:``.",
    "duplicate-id": "A law's id is used once.",
}


def load(shelves: Shelves) -> tuple[Registry, list[Finding]]:
    """The registry and what is wrong with its file; entries that can't be read are left out."""
    path = shelves.find("laws/registry.yaml")
    if path is None:
        return Registry({}), [Finding("laws/registry.yaml", 0, "missing", "没有法规登记文件。")]
    return safely(path, lambda: _load(path), lambda finding: (Registry({}), [finding]))


def _load(path: Path) -> tuple[Registry, list[Finding]]:
    document, findings = read_yaml(path)
    if document is None:
        return Registry({}), findings
    if not isinstance(document.data, dict) or not isinstance(document.data.get("laws"), list):
        return Registry({}), [document.finding((), "shape", "文件应当是“laws:”下的列表。")]
    entries, findings = _read(document)
    laws: dict[str, Law] = {}
    faulty: set[str] = set()
    for index, law in entries.items():
        if law.id in laws:
            message = f"法规编号“{law.id}”登记了两次。"
            findings.append(document.finding(("laws", index, "id"), "duplicate-id", message))
            faulty.add(law.id)
        laws.setdefault(law.id, law)
    for index, law in entries.items():
        line = document.line(("laws", index))
        judged = partial(_judge, document, index, law, laws)
        told = safely(path, judged, lambda finding: [finding], line)
        findings += told
        faulty |= {law.id} if told else set()
    return Registry(laws, faulty), findings


def _read(document: Document) -> tuple[dict[int, Law], list[Finding]]:
    """The entries that can be read, by their place in the list."""
    entries: dict[int, Law] = {}
    findings: list[Finding] = []
    for index in range(len(document.data["laws"])):
        law, problems = parse(document, ("laws", index), Law)
        findings += problems
        if law is not None:
            entries[index] = law
    return entries, findings


def _judge(document: Document, index: int, law: Law, laws: dict[str, Law]) -> list[Finding]:
    return [
        document.finding(("laws", index, *where), rule_name(rule), message)
        for rule in RULES
        for where, message in rule(law, laws)
    ]
