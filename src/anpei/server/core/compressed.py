"""What a browser gets travels compressed: pages and JSON as they are finished, a streamed page piece by piece.

gzip, which every browser reads and every Python brings. A stream of events stays as it is, for each must leave at
once. Compressing works on the event loop, so a large body gets the cheap level, and a very large one none: no answer
may hold up the others for long. What could be guessed from a page's length (the XSRF token) is masked anew each time.
"""

from __future__ import annotations

from tornado import httputil, web

__all__ = ["Compressed"]

KINDS = {
    "text/html", "text/plain", "text/css", "text/csv", "text/javascript", "application/json", "image/svg+xml",
    "application/manifest+json", "application/geo+json",
}  # fmt: skip
WELL = 200_000
"""Up to here at level 6 (5 ms); above at level 1."""
LARGEST = 1_500_000
"""Above, as it is: 15 ms at level 1."""


class Compressed(web.GZipContentEncoding):
    """Tornado's own, with our bounds."""

    def _compressible_type(self, ctype: str) -> bool:
        return ctype.strip().lower() in KINDS

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        vary = headers.get("Vary", "")
        self.GZIP_LEVEL = 6 if len(chunk) <= WELL else 1
        self._gzipping = self._gzipping and len(chunk) <= LARGEST and status_code not in (204, 304)
        answer = super().transform_first_chunk(status_code, headers, chunk, finishing)
        if "Accept-Encoding" in vary:
            headers["Vary"] = vary  # it was said already
        return answer
