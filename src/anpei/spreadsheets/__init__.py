"""Tables that people send, .xlsx or .csv: counted before they are parsed; lines keep their numbers."""

from anpei.spreadsheets.lines import (
    HEADER_WITHIN,
    MAX_BYTES,
    MAX_COLUMNS,
    Expected,
    SheetRow,
    Worksheet,
    as_text,
    decode,
    read_sheets,
    tidy,
)

__all__ = [
    "HEADER_WITHIN",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "Expected",
    "SheetRow",
    "Worksheet",
    "as_text",
    "decode",
    "read_sheets",
    "tidy",
]
