"""The enterprise's drill profile saved from its form: the file is written and published alone, both or neither.

Whoever fills it in is no author of other content: what trainers have not published yet stays as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from anpei.errors import Conflict, Refused
from anpei.exercises import report
from anpei.exercises.report import ENTERPRISE, Enterprise
from anpei.findings import Finding
from anpei.plainfiles import read_as, read_bytes, write_atomic
from anpei.publishing.act import store_of
from anpei.publishing.model import Candidate, Entry
from anpei.settings import Site

__all__ = ["ProfileFile", "profile_file", "save_profile"]

LARGEST = 1_000_000


@dataclass(frozen=True)
class ProfileFile:
    """The file as it lies on the shelf: ``sha`` of its bytes, whether it is the enterprise's ``own``, what it says."""

    text: str
    sha: str
    own: bool
    enterprise: Enterprise | None
    findings: tuple[Finding, ...] = ()


def profile_file(site: Site) -> ProfileFile:
    """What the form begins with: the enterprise's own file, or the example until there is one."""
    path = site.shelves.find(ENTERPRISE)
    if path is None:
        return ProfileFile("", "", False, None)
    raw, findings = read_bytes(path, LARGEST)
    own = path.is_relative_to(site.workspace.resolve())
    if raw is None:
        return ProfileFile("", "", own, None, tuple(findings))
    _, enterprise, findings = read_as(path, Enterprise)
    text = raw.decode("utf-8-sig", "replace")
    return ProfileFile(text, hashlib.sha256(raw).hexdigest(), own, enterprise, tuple(findings))


def save_profile(site: Site, base: str, profile: Enterprise, by: str, now: int) -> None:
    """Write and publish the profile over the file it was made from; Conflict when that isn't what lies there now."""
    with store_of(site).changing() as change:
        file = profile_file(site)
        if file.sha != base:
            raise Conflict("别人刚改过这份档案。", code="changed")
        text = report.rewritten(file.text, profile)
        target = site.workspace / ENTERPRISE
        if target.is_symlink() or not target.parent.resolve().is_relative_to(site.workspace.resolve()):
            raise Refused("drills/enterprise.yaml 是一个链接，这里不改它。", way_out="请管服务器的人换成普通文件。")
        raw = text.encode()
        write_atomic(target, raw)
        sha = change.put(raw)
        candidate = Candidate(
            "enterprise", "enterprise", ENTERPRISE, ENTERPRISE, 0, "site", files={ENTERPRISE: (target, sha)}
        )
        kept = Entry(
            candidate.kind, candidate.slug, candidate.title, change.put(candidate.data), "published", now, by,
            candidate.source, 0, "site",
        )  # fmt: skip
        before = change.entries.get(kept.key)
        change.entries[kept.key] = kept if before is None or before.sha != kept.sha else replace(before, origin="site")
