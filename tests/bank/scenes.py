"""Pictures for 找隐患 and a question on them, as an author would write it."""

from __future__ import annotations

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
PICTURES = {
    "room": SVG.format(box="0 0 400 300", inside="<rect id='door' width='9' height='9'/>"),
    "live": SVG.format(box="0 0 400 300", inside="<script>1</script><rect onclick='x()'/><image href='https://x/'/>"),
    "told": SVG.format(box="0 0 400 300", inside="<rect id='hazard-1'/><!-- 隐患 -->"),
    "boxless": SVG.format(box="10 0 400.5 300", inside="<rect/>"),
}
