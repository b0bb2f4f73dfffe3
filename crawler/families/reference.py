"""Where an anchor leads: by its ``href``, or by the script there or in ``onclick``, which is read and never run."""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

# A quoted address in a script: from a root, a folder or a scheme on, or the name of a page or a document.
QUOTED = re.compile(
    r"[\"']((?:https?:/|\.{0,2}/)[^\"'<>]+|[^\"'<>\s]+\.(?:s?html?|jsp|aspx?|php|docx?|wps|pdf|xlsx?|ofd|zip|rar)(?:\?[^\"'<>]*)?)[\"']",
    re.IGNORECASE,
)


def reference_of(anchor: HtmlElement) -> str:
    """What an anchor refers to, as it stands there; empty when it leads nowhere."""
    href = (anchor.get("href") or "").strip()
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        return href
    for script in (unquote(href.partition(":")[2]), anchor.get("onclick") or ""):
        if found := QUOTED.search(script):
            return found[1]
    return ""
