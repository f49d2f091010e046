"""Passwords, PINs and tokens: argon2id at one strength for all, slow on purpose, so never inside a database write."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from anpei.errors import Refused

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane; fast enough for a small machine, see the Password
# Storage Cheat Sheet.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

PASSWORD_LENGTH = range(8, 129)
PIN_LENGTH = range(4, 7)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without 0 o 1 i l, which people misread
_RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc")
_COMMON_PASSWORDS = frozenset({"password", "passw0rd", "p@ssw0rd", "password1", "iloveyou", "5201314520", "woaini1314"})
_COMMON_PINS = frozenset({"1314", "5200", "5210", "520131", "521131", "131452", "147258", "159357", "112233"})


def tidy(secret: str) -> str:
    """Full-width input of a Chinese keyboard means the same secret as half-width."""
    return unicodedata.normalize("NFKC", secret)


def _raw(secret: str) -> bytes:
    return tidy(secret).encode("utf-8", "surrogatepass")  # JSON can carry half a character


def hash_secret(secret: str) -> str:
    return _HASHER.hash(_raw(secret))


def verify(hashed: str | None, secret: str) -> bool:
    """Whether the secret fits; without a hash the same work is done and the answer is no."""
    if len(secret) > PASSWORD_LENGTH.stop:
        secret, hashed = "", None
    try:
        return _HASHER.verify(hashed or _nobody(), _raw(secret)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash to compare with when there is nobody, so that time tells nothing."""
    return _HASHER.hash(secrets.token_hex(16))


def hash_token(token: str) -> str:
    """Tokens carry 256 random bits, so a plain digest is enough, and it can be looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_stamp() -> str:
    return secrets.token_hex(8)


def temporary_password() -> str:
    """Three groups of four to read out over the telephone, 59 bits: ``k7mq-x3vd-9hpa``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def temporary_pin(staff_no: str) -> str:
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if pin_problem(pin, staff_no) is None:
            return pin


def password_problem(password: str, staff_no: str) -> str | None:
    """Why this password won't do, in a sentence, or None."""
    plain = tidy(password)
    lower = plain.lower()
    if len(plain) not in PASSWORD_LENGTH:
        return f"密码要有 {PASSWORD_LENGTH.start} 到 {PASSWORD_LENGTH.stop - 1} 个字符。"
    if plain != plain.strip() or not plain.isprintable():
        return "密码首尾不要有空格，也不要含看不见的字符。"
    if staff_no.lower() in lower and len(plain) - len(staff_no) < 4:
        return "密码不能用自己的工号，请换一个。"
    if len(set(lower)) < 4 or lower in _COMMON_PASSWORDS or _is_run(lower):
        return "这个密码太容易被猜到，请换一个。"
    return None


def pin_problem(pin: str, staff_no: str) -> str | None:
    """Why this PIN won't do, in a sentence, or None."""
    plain = tidy(pin)
    if not (plain.isascii() and plain.isdigit() and len(plain) in PIN_LENGTH):
        return f"PIN 码要用 {PIN_LENGTH.start} 到 {PIN_LENGTH.stop - 1} 位数字。"
    if len(set(plain)) <= 2 or plain in _COMMON_PINS or _is_run(plain):
        return "这个 PIN 码太容易被猜到，请换一个。"
    if _digits(staff_no).endswith(plain) or plain.endswith(_digits(staff_no) or "-"):
        return "PIN 码不能用自己的工号，请换一个。"
    return None


def check_password(password: str, staff_no: str) -> None:
    """Raise :class:`Refused` (``weak_password``) with the reason."""
    if problem := password_problem(password, staff_no):
        raise Refused(problem, code="weak_password")


def check_pin(pin: str, staff_no: str) -> None:
    """Raise :class:`Refused` (``weak_pin``) with the reason."""
    if problem := pin_problem(pin, staff_no):
        raise Refused(problem, code="weak_pin")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_run(text: str) -> bool:
    """Whether the text is one straight run over the keyboard or the alphabet, forwards or back, or a repeated bit."""
    if any(text in run * 3 or text in run[::-1] * 3 for run in _RUNS):
        return True
    half = len(text) // 2
    return len(text) % 2 == 0 and half <= 3 and text[:half] == text[half:]
