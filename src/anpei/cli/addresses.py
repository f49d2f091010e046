"""What ``anpei doctor`` and the start say of addresses: do links lead where people can go, is a proxy believed."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult

from anpei.cli.databases import Answers, Check
from anpei.server_settings import DEFAULT_PORTS, ServerSection
from anpei.settings import Site

__all__ = ["addresses"]

NAME = "访问地址"


def addresses(site: Site) -> Answers:
    """One good word, or what is wrong with each address."""
    server = site.settings.server
    wrong = [*_outside(server), *_bypass(server)] if server.external_url else []
    yield from wrong
    if not wrong and server.external_url:
        strict = f"；浏览器 {server.hsts_days} 天内只用 HTTPS（同一主机名的所有端口）" if server.hsts_days else ""
        others = f"JupyterLab {server.lab_outside.geturl()}，互动部分 {server.live_outside.geturl()}"
        yield Check(NAME, "ok", f"{server.external_url}，{others}{strict}")


def _outside(server: ServerSection) -> Answers:
    if _origin(server.outside) == _origin(server.lab_outside):
        words = "JupyterLab 与学习页面在同一个地址和端口：培训师的网页脚本能以看的人的身份操作平台。"
        yield Check(
            NAME, "warning", words, "请给 lab_external_url 另一个端口，例如 :8443（anpei help nginx 有现成的例子）。"
        )
    if server.direct:
        return
    if not server.trusted_proxies:
        words = "设了 external_url，没有设 trusted_proxies：所有人看上去都来自代理的地址，有人输错密码，别人要一起等。"
        yield Check(NAME, "warning", words, '在 [server] 里写上代理的地址，例如 trusted_proxies = ["127.0.0.1"]。')
    if not server.lab_external_url:
        words = f"没有设 lab_external_url：到 JupyterLab 和阅卷的链接指向 {server.lab_outside.geturl()}。"
        yield Check(NAME, "warning", words, "让代理也转发 JupyterLab（anpei help nginx），再写上 lab_external_url。")
    if not server.live_external_url:
        words = "没有设 live_external_url：互动章节里要内核的部分不显示，文字和练习照常。"
        yield Check(
            NAME, "warning", words, f"让代理也转发 live_port（{server.live_port}，anpei help nginx），再写上它。"
        )


def _bypass(server: ServerSection) -> Answers:
    """A proxy on this machine encrypts, and beside it the port is open to the network in the clear."""
    near = server.proxies and all(ipaddress.ip_address(each.network_address).is_loopback for each in server.proxies)
    if near and server.https and not server.tls_cert and server.bind not in ("127.0.0.1", "::1", "localhost"):
        words = f"代理就在本机，平台却还对局域网开着不加密的端口 {server.port}。"
        yield Check(NAME, "warning", words, "请删掉 [server] 里的 lan = true，host 保持 127.0.0.1。")


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)
