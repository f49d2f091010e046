"""Where the platform listens and under which address people open it: ``[server]``, checked before anything starts.

``external_url`` is the address that people type and scan when a reverse proxy stands in between; its path is the base
path of everything. What only a proxy can know (whose a connection is, whether it was encrypted) is read from
``trusted_proxies`` alone.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

__all__ = ["DEFAULT_PORTS", "LAB_PATH", "Network", "ServerSection", "plain_host"]

LAB_PATH = "studio/"
"""Where the trainers' Lab lies below the base path."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PATH = r"^/([A-Za-z0-9_.~-]+/)*$"
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
DEFAULT_PORTS = {"http": 80, "https": 443}


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

    ``hsts_days``: browsers insist on HTTPS for so long, on every port of the host, the Lab's too.
    ``offline_pages``: browsers may keep an exam and chapters to show them without a network.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    lan: bool = False
    port: int = Field(8790, ge=1, le=65535)
    lab_port: int = Field(8791, ge=1, le=65535)
    base_url: str = Field("/", pattern=PATH)
    tls_cert: str = ""
    tls_key: str = ""
    external_url: Address = ""
    lab_external_url: Address = ""
    trusted_proxies: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    hsts_days: int = Field(0, ge=0, le=730)
    connections_per_address: int = Field(2000, ge=20)
    offline_pages: bool = True

    @model_validator(mode="after")
    def _two_ports(self) -> ServerSection:
        if self.port == self.lab_port:
            raise ValueError(f"port 和 lab_port 不能是同一个端口（{self.port}），请把 lab_port 改成另一个。")
        return self

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
        if self.hsts_days and not (self.https and lab.scheme == "https"):
            raise ValueError(
                "hsts_days 管到同一主机名的所有端口：学习页面和 JupyterLab 都能用 HTTPS 打开以后才能设"
                "（external_url 和 lab_external_url 都以 https:// 开头，或设了 tls_cert）。"
            )
        return self

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

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """``trusted_proxies`` as networks."""
        return tuple(ipaddress.ip_network(each, strict=False) for each in self.trusted_proxies)
