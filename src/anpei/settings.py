"""A site is one enterprise's folder; ``anpei.toml`` is its only settings file, and an unknown key in it is refused."""

from __future__ import annotations

import secrets
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from anpei import content
from anpei.errors import SettingsError
from anpei.nbgrader_settings import NbgraderSection
from anpei.plainfiles import write_atomic
from anpei.server_settings import ServerSection
from anpei.wording import explain

__all__ = ["Settings", "SigninRules", "Site", "close_workspace", "create_site", "open_site", "open_to"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteSection(_Section):
    name: str = "我的企业"
    timezone: str = "Asia/Shanghai"

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"不认识的时区“{value}”，例如 Asia/Shanghai。") from None
        return value


class DatabaseSection(_Section):
    """An empty ``url`` is SQLite under ``var/``; so is an empty ``gradebook``, which is nbgrader's own database."""

    url: str = ""
    gradebook: str = ""

    @model_validator(mode="after")
    def _two(self) -> DatabaseSection:
        if self.url and self.url == self.gradebook:
            raise ValueError("url 和 gradebook 要用两个库：nbgrader 的表不能和平台的放在一起。")
        return self


class SigninRules(_Section):
    """Failures are counted apart for password and PIN, and by where they were given; the wait after them grows up to
    ``lock_minutes``. ``confirm_minutes``: how long ago the password may have been given for an administrator's acts."""

    password_failures: int = Field(5, ge=1)
    pin_failures: int = Field(5, ge=1)
    lock_minutes: int = Field(15, ge=1)
    address_per_minute: int = Field(30, ge=1)
    session_days: int = Field(7, ge=1, le=90)
    confirm_minutes: int = Field(5, ge=1, le=720)


class ExamSection(_Section):
    """``leave_out_superseded`` keeps items with superseded citations out of new papers until they are re-reviewed."""

    leave_out_superseded: bool = True


class LearningSection(_Section):
    """``active_percent``: how much of a chapter's planned time somebody must have been active in it to finish it."""

    active_percent: int = Field(50, ge=0, le=100)


class KernelSection(_Section):
    """Bounds for live chapters and kiosk apps: Jupyter kernels are for teaching, and there are only so many.

    ``user``: another system user that kernels become; ``accept_missing_walls``: start also where Linux is too old to
    keep a kernel from emptying the database, and there is no such user.
    """

    total: int = Field(6, ge=1)
    per_user: int = Field(2, ge=1)
    idle_minutes: int = Field(10, ge=1)
    queue: int = Field(50, ge=0)
    memory_mb: int = Field(2048, ge=256)
    lab_memory_mb: int = Field(8192, ge=256)
    processes: int = Field(256, ge=16)
    user: str = ""
    accept_missing_walls: bool = False


class DrillSection(_Section):
    """``idle_reset``: seconds after which an untouched kiosk returns to its start screen; ``abandon_hours``: of a drill
    that waits or pauses, hours without any event after which it ends without a result; ``approval``: a drill that a
    director calls begins with an approved plan only."""

    idle_reset: int = Field(60, ge=5)
    abandon_hours: int = Field(12, ge=1, le=168)
    approval: bool = False


class KioskSection(_Section):
    """``badge_only``: a badge is enough to tap in; the public quiz draws from ``quiz_topics``, empty for all."""

    badge_only: bool = False
    quiz: bool = True
    quiz_topics: tuple[str, ...] = ()
    quiz_items: int = Field(6, ge=3, le=12)


class EmergencySection(_Section):
    """``phones``: whom to call besides 119 and 120, as "值班室 0573-88880110"; the red page shows them."""

    phones: tuple[str, ...] = Field((), max_length=6)

    @field_validator("phones")
    @classmethod
    def _callable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if odd := [line for line in value if not any(sign.isdigit() for sign in line) or len(line) > 64]:
            raise ValueError(f"“{odd[0][:64]}”里没有电话号码，或者太长。写法如 值班室 0573-88880110。")
        return value


class VisitorSection(_Section):
    """Days until names of people from outside are deleted: after they left, and after a real emergency's roll call."""

    keep_days: int = Field(30, ge=1, le=3650)
    emergency_days: int = Field(365, ge=1, le=3650)


class BackupSection(_Section):
    """The running platform's own backups: every day ``at`` this time (empty: none), into ``folder`` (empty: ``backups``
    in the site's folder); the newest of ``keep_days`` days and of ``keep_weeks`` weeks stay."""

    at: str = Field("02:30", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    folder: str = ""
    keep_days: int = Field(7, ge=1, le=366)
    keep_weeks: int = Field(4, ge=0, le=520)


class ContentSection(_Section):
    """``second_reader``: nothing that authors wrote is published before another person has reviewed it."""

    second_reader: bool = False


class Settings(_Section):
    site: SiteSection = SiteSection()
    server: ServerSection = ServerSection()
    database: DatabaseSection = DatabaseSection()
    signin: SigninRules = SigninRules()
    exam: ExamSection = ExamSection()
    learning: LearningSection = LearningSection()
    kernels: KernelSection = KernelSection()
    drills: DrillSection = DrillSection()
    kiosk: KioskSection = KioskSection()
    visitors: VisitorSection = VisitorSection()
    backup: BackupSection = BackupSection()
    content: ContentSection = ContentSection()
    emergency: EmergencySection = EmergencySection()
    nbgrader: NbgraderSection = NbgraderSection()


@dataclass(frozen=True)
class Site:
    """A site's folder and its settings; every path at run time is asked for here."""

    root: Path
    settings: Settings

    @property
    def zone(self) -> str:
        """The time zone of the enterprise: of every date and time that is shown, printed or asked for."""
        return self.settings.site.timezone

    @property
    def workspace(self) -> Path:
        """What trainers edit in JupyterLab: own shelves and the nbgrader course."""
        return self.root / "workspace"

    @property
    def nbgrader(self) -> Path:
        return self.workspace / "nbgrader"

    @property
    def var(self) -> Path:
        """What the platform writes at run time; no route, page or JupyterLab reaches it."""
        return self.root / "var"

    @property
    def private(self) -> Path:
        return self.var / "private"

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def built(self) -> Path:
        return self.var / "built"

    @property
    def backups(self) -> Path:
        """Where the running platform puts its own backups, and the one it makes before an upgrade."""
        return self.root / (self.settings.backup.folder or "backups")

    @property
    def database_url(self) -> str:
        return self.settings.database.url or f"sqlite:///{self.var / 'anpei.db'}"

    @property
    def gradebook_url(self) -> str:
        return self.settings.database.gradebook or f"sqlite:///{self.var / 'gradebook.db'}"

    @cached_property
    def shelves(self) -> content.Shelves:
        return content.Shelves([self.workspace, content.bundled()])

    def secret(self, name: str) -> bytes:
        """32 random bytes kept under ``var/private``, made at first use."""
        path = self.private / name
        if not path.exists():
            self.renew_secret(name)
        return path.read_bytes()

    def renew_secret(self, name: str) -> None:
        """Another secret in place of the old one, which is worth nothing any more."""
        self.private.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(self.private / name, secrets.token_bytes(32), mode=0o600)


def open_site(folder: Path | str) -> Site:
    """Read a site; a missing folder, broken TOML or unknown key is a :class:`SettingsError` that says where."""
    root = Path(folder).resolve()
    path = root / "anpei.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"{root} 不是安培站点（没有 anpei.toml）。", way_out=f"先运行 anpei init {root}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} 写法有误：{error}。", way_out="请改正后再启动。") from None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        lines = [f"[{detail['loc'][0]}] {explain(detail)}" for detail in error.errors(include_url=False)]
        raise SettingsError(f"{path}：" + " ".join(lines), way_out="可用的设置：anpei help settings。") from None
    return Site(root, settings)


def create_site(folder: Path | str, toml: str) -> Site:
    """Make an empty site with the given settings text; an existing one is refused, nothing is overwritten."""
    root = Path(folder).resolve()
    if (root / "anpei.toml").exists():
        raise SettingsError(f"{root} 已经是一个站点。", way_out="换一个文件夹，或直接 anpei serve。")
    root.parent.mkdir(parents=True, exist_ok=True)
    for private in (root, root / "workspace", root / "var"):
        private.mkdir(mode=0o700, exist_ok=True)
    for shelf in content.SHELVES:
        (root / "workspace" / shelf).mkdir(mode=0o700, exist_ok=True)
    write_atomic(root / "anpei.toml", toml, mode=0o600)
    return open_site(root)


def open_to(site: Site) -> int:
    """The bits by which others than the platform's user get into the workspace, and shouldn't.

    A group is there on purpose where it may write, where what is made becomes its own, or where kernels are another
    user of it (``[kernels] user``); everybody else never is.
    """
    mode = stat.S_IMODE(site.workspace.stat().st_mode)
    meant = bool(site.settings.kernels.user) or bool(mode & (stat.S_IWGRP | stat.S_ISGID))
    return mode & (0o007 if meant else 0o077)


def close_workspace(site: Site) -> bool:
    """Take the workspace of an earlier site from those it isn't meant for; whether there was anything to take."""
    loose = open_to(site) if site.workspace.is_dir() else 0
    if loose:
        site.workspace.chmod(stat.S_IMODE(site.workspace.stat().st_mode) & ~loose)
    return bool(loose)
