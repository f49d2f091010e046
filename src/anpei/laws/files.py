"""``laws/registry.yaml`` read into a registry; each broken rule is one finding."""

from __future__ import annotations

from anpei.content import Shelves
from anpei.findings import Finding
from anpei.laws.model import Citation, Law, Registry
from anpei.plainfiles import Document, parse, read_yaml

__all__ = ["load"]


def load(shelves: Shelves) -> tuple[Registry, list[Finding]]:
    """The registry and what is wrong with its file; laws with errors are left out."""
    path = shelves.find("laws/registry.yaml")
    if path is None:
        return Registry({}), [Finding("laws/registry.yaml", 0, "missing", "没有法规登记文件。")]
    document, findings = read_yaml(path)
    if document is None:
        return Registry({}), findings
    if not isinstance(document.data, dict) or not isinstance(document.data.get("laws"), list):
        return Registry({}), [document.finding((), "shape", "文件应当是“laws:”下的列表。")]
    laws: dict[str, Law] = {}
    for index in range(len(document.data["laws"])):
        law, problems = parse(document, ("laws", index), Law)
        findings += problems
        if law is not None:
            findings += _rules(document, index, law, laws)
            laws.setdefault(law.id, law)
    return Registry(laws), findings + _successors(document, laws)


def _rules(document: Document, index: int, law: Law, earlier: dict[str, Law]) -> list[Finding]:
    where = ("laws", index)
    found = []
    if law.id in earlier:
        found.append(document.finding((*where, "id"), "duplicate-id", f"法规编号“{law.id}”登记了两次。"))
    if law.certainty == "核" and law.checked is None:
        found.append(
            document.finding(where, "unchecked", f"《{law.short}》标了“核”，却没写 checked（在哪里、哪天核对）。")
        )
    for article in law.gists:
        citation = Citation.parse(f"{law.id}#{article}")
        if citation is None or citation.article is None:
            found.append(document.finding((*where, "gists", article), "article-form", f"条号“{article}”的写法不对。"))
        elif not law.has(citation.article):
            message = f"《{law.short}》只有 {law.articles} 条，没有{citation.place}。"
            found.append(document.finding((*where, "gists", article), "article-range", message))
    return found


def _successors(document: Document, laws: dict[str, Law]) -> list[Finding]:
    return [
        document.finding(("laws",), "successor", f"《{law.short}》的后继“{law.successor}”没有登记。")
        for law in laws.values()
        if law.successor is not None and law.successor not in laws
    ]
