"""Words that promise more than safety can keep: nothing is 绝对安全, and who is told so stops looking."""

from __future__ import annotations

import re

__all__ = ["ALLOWED", "promises"]

ALLOWED = ("绝对禁止", "绝对值", "绝对压力", "绝对压强", "绝对湿度", "绝对温度")
"""What may be said all the same: a ban is no promise, and physics has its own use of the word."""

_PROMISE = re.compile(
    r"绝对|万无一失|零风险|百无一失"
    r"|(?:一定|肯定|保证|绝|永远)不会|(?:一定|肯定|永远)(?:是)?安全|保证安全无事|任何情况下都(?:安全|可以|能)"
    r"|百分之百(?:有效|安全|成功|能|不会|可靠)|(?<![\d.—~-])100\s*%\s*(?:有效|安全|成功|能|不会|可靠)"
)
_SPEECH = re.compile(r"“[^”]*”|「[^」]*」")


def promises(text: str) -> list[str]:
    """The promising words of a text; what somebody is quoted as saying, and ``ALLOWED`` words, don't count."""
    plain = _SPEECH.sub("", text)
    for word in ALLOWED:
        plain = plain.replace(word, "")
    return [match[0] for match in _PROMISE.finditer(plain)]
