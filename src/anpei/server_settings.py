"""Where the platform listens and under which address people open it: ``[server]``, checked before anything starts.

``external_url`` is the address that people type and scan when a reverse proxy stands in between; its path is the base
path of everything. What only a proxy can know (whose a connection is, whether it was encrypted) is read from
``trusted_proxies`` alone.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cached_property
from itertools import combinations
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

__all__ = ["DEFAULT_PORTS", "LAB_PATH", "PORTS", "Network", "ServerSection", "plain_host"]

LAB_PATH = "studio/"
"""Where the trainers' Lab lies below the base path."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PATH = r"^/([A-Za-z0-9_.~-]+/)*$"
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
DEFAULT_PORTS = {"http": 80, "https": 443}
DEFAULT_PORT, MOST = 8790, 65535
PORTS = ("port", "lab_port", "live_port")


def plain_host(text: str) -> str:
    """A host as names are compared: lower case, no brackets, no final dot, other scripts as DNS writes them."""
    host = text.strip().lower().removeprefix("[").removesuffix("]").rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _address(value: str) -> str:
    """An address in full, its path ending with a slash; empty stays empty."""
    if not value:
        return value
    way_out = "请写成 https://域名/ 或 https://域名:端口/路径/。"
    try:
        parts = urlsplit(value.strip())
        port = parts.port
    except ValueError:
        raise ValueError(f"“{value}”不是网址：{way_out}") from None
    host = plain_host(parts.hostname or "")
    if parts.scheme not in DEFAULT_PORTS or not _is_host(host):
        raise ValueError(f"“{value}”不是网址：{way_out}")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"“{value}”里不能有用户名、“?”或“#”：{way_out}")
    path = parts.path if parts.path.endswith("/") else parts.path + "/"
    if re.match(PATH, path) is None:
        raise ValueError(f"“{value}”的路径只能用字母、数字和 - . _ ~：{way_out}")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    return f"{parts.scheme}://{netloc}{path}"


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return HOST.fullmatch(host) is not None
    return True


Address = Annotated[str, AfterValidator(_address)]


class ServerSection(BaseModel):
    """``lan`` opens the platform to the local network; ``tls_cert`` and ``tls_key`` together turn HTTPS on.

    ``live_port`` is the origin on which kernels show their part of a chapter (:mod:`anpei.server.live.origin`).
    ``hsts_days``: browsers insist on HTTPS for so long, on every port of the host, the Lab's and the live one, too.
    ``offline_pages``: browsers may keep an exam and chapters to show them without a network.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    lan: bool = False
    port: int = Field(DEFAULT_PORT, ge=1, le=65535)
    lab_port: int = Field(8791, ge=1, le=65535)
    live_port: int = Field(8792, ge=1, le=65535)
    base_url: str = Field("/", pattern=PATH)
    tls_cert: str = ""
    tls_key: str = ""
    external_url: Address = ""
    lab_external_url: Address = ""
    live_external_url: Address = ""
    trusted_proxies: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    hsts_days: int = Field(0, ge=0, le=730)
    connections_per_address: int = Field(2000, ge=20)
    offline_pages: bool = True

    @model_validator(mode="after")
    def _ports_apart(self) -> ServerSection:
        for first, second in combinations(PORTS, 2):
            if getattr(self, first) == getattr(self, second):
                words = f"{first} 和 {second} 不能是同一个端口（{getattr(self, first)}）"
                raise ValueError(f"{words}，请把 {second} 改成另一个。")
        return self

    @model_validator(mode="before")
    @classmethod
    def _live_port_beside_the_others(cls, data: Any) -> Any:
        """A site that names its ports and not this one has it behind the Lab's."""
        if not isinstance(data, dict) or "live_port" in data:
            return data
        port, lab = data.get("port", DEFAULT_PORT), data.get("lab_port", DEFAULT_PORT + 1)
        if not (isinstance(port, int) and isinstance(lab, int)):
            return data  # told where they are looked at
        behind = (each % MOST + 1 for each in range(lab, lab + 2))
        return {**data, "live_port": next(each for each in behind if each != port)}

    @model_validator(mode="before")
    @classmethod
    def _moved_below_the_path(cls, data: Any) -> Any:
        """The path of ``external_url`` is the base path, unless another one is named, which is told."""
        if not isinstance(data, dict) or "base_url" in data or not isinstance(data.get("external_url"), str):
            return data
        try:
            return {**data, "base_url": urlsplit(_address(data["external_url"])).path or "/"}
        except ValueError:
            return data  # told where the address itself is looked at

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            try:
                network = ipaddress.ip_network(each, strict=False)
            except ValueError:
                raise ValueError(
                    f"trusted_proxies 里的“{each}”不是地址，请写 IP 或网段，例如 127.0.0.1 或 10.0.0.0/24。"
                ) from None
            if network.prefixlen == 0:
                raise ValueError(
                    f"trusted_proxies 里的“{each}”是所有地址：谁都能冒充别人的地址。请只写代理自己的地址。"
                )
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if not _is_host(plain_host(each)):
                raise ValueError(
                    f"allowed_hosts 里的“{each}”不是主机名，请只写名字，不带 http:// 和端口，例如 anpei.example.com。"
                )
        return value

    @model_validator(mode="after")
    def _agreeing(self) -> ServerSection:
        outside, lab = self.outside, self.lab_outside
        if self.external_url and outside.path != self.base_url:
            raise ValueError(
                f"external_url 的路径是 {outside.path}，base_url 却是 {self.base_url}："
                "请删掉 base_url，路径以 external_url 为准。"
            )
        if self.lab_external_url and not self.external_url:
            raise ValueError("设了 lab_external_url，就要一起设 external_url。")
        if self.lab_external_url and lab.hostname != outside.hostname:
            raise ValueError(
                f"lab_external_url 的主机名要与 external_url 相同（{outside.hostname}）："
                "登录状态不跨主机名。请用另一个端口。"
            )
        if self.lab_external_url and lab.path != self.base_url + LAB_PATH:
            raise ValueError(f"lab_external_url 的路径要是 {self.base_url}{LAB_PATH}。")
        self._live_apart()
        if self.hsts_days and not (self.https and lab.scheme == "https"):
            raise ValueError(
                "hsts_days 管到同一主机名的所有端口：学习页面和 JupyterLab 都能用 HTTPS 打开以后才能设"
                "（external_url 和 lab_external_url 都以 https:// 开头，或设了 tls_cert）。"
            )
        return self

    def _live_apart(self) -> None:
        """The live origin's address is one of its own, and one that a browser lets stand in a page of the platform."""
        if not self.live_external_url:
            return
        live = urlsplit(self.live_external_url)
        if not self.external_url:
            raise ValueError("设了 live_external_url，就要一起设 external_url。")
        for name, other in (("external_url", self.outside), ("lab_external_url", self.lab_outside)):
            if (live.scheme, live.netloc) == (other.scheme, other.netloc):
                raise ValueError(
                    f"live_external_url 不能与 {name} 同一个主机名和端口：互动部分里是培训师写的网页脚本，"
                    "要与平台隔开。请给它另一个端口，例如 :8444，或另一个主机名。"
                )
        if live.path != self.base_url:
            raise ValueError(f"live_external_url 的路径要与 external_url 相同（{self.base_url}）。")
        if self.outside.scheme == "https" and live.scheme != "https":
            raise ValueError("external_url 是 https://，live_external_url 也要是：浏览器不在加密的页面里打开不加密的。")

    @property
    def bind(self) -> str:
        return "0.0.0.0" if self.lan else self.host  # noqa: S104 - the operator asked for the whole network

    @property
    def https(self) -> bool:
        """Whether people open the platform over HTTPS."""
        return self.outside.scheme == "https" if self.external_url else bool(self.tls_cert)

    @cached_property
    def outside(self) -> SplitResult:
        """``external_url`` in its parts."""
        return urlsplit(self.external_url)

    @cached_property
    def lab_outside(self) -> SplitResult:
        """Where people open the Lab behind ``external_url``: the address named, else its own port of the same host."""
        if self.lab_external_url or not self.external_url:
            return urlsplit(self.lab_external_url or ("https:" if self.tls_cert else "http:"))
        host = self.outside.hostname or ""
        netloc = f"[{host}]:{self.lab_port}" if ":" in host else f"{host}:{self.lab_port}"
        scheme = "https" if self.tls_cert else "http"
        return urlsplit(f"{scheme}://{netloc}{self.base_url}{LAB_PATH}")

    @property
    def direct(self) -> bool:
        """Whether ``external_url`` names our own port, with no proxy in between."""
        own = "https" if self.tls_cert else "http"
        port = self.outside.port or DEFAULT_PORTS.get(self.outside.scheme)
        return (self.outside.scheme, port) == (own, self.port)

    @cached_property
    def live_outside(self) -> SplitResult:
        """Where browsers find the live origin behind ``external_url``; an empty address behind a proxy that was told of
        none: what a kernel shows is then shown nowhere."""
        if self.live_external_url or not self.direct:
            return urlsplit(self.live_external_url)
        host = self.outside.hostname or ""
        netloc = f"[{host}]:{self.live_port}" if ":" in host else f"{host}:{self.live_port}"
        return urlsplit(f"{self.outside.scheme}://{netloc}{self.base_url}")

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """``trusted_proxies`` as networks."""
        return tuple(ipaddress.ip_network(each, strict=False) for each in self.trusted_proxies)
