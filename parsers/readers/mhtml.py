"""Web pages with all their files in one (MHTML), as Word, WPS and Excel save them, often under the name of a DOC."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message

from parsers.document import Document, UnreadableError
from parsers.readers import html
from parsers.readers.limits import LARGEST_TEXT

MEDIA_TYPE = "multipart/related"


def read(payload: bytes) -> Document:
    """The document of the longest page within; places are those of that page.

    Raises UnreadableError where there is no page.
    """
    try:
        message = message_from_bytes(payload, policy=policy.compat32)
        pages = [(_body(part), part.get_content_charset()) for part in message.walk() if _is_page(part)]
    except Exception as error:  # the library believes headers that were torn, and fails wherever they lie
        raise UnreadableError("damaged: the web archive cannot be followed to its end") from error
    if not pages:
        raise UnreadableError("empty: no page in the web archive")
    page, charset = max(pages, key=lambda each: len(each[0]))
    return replace(html.read(page, charset=charset), media_type=MEDIA_TYPE)


def _is_page(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body[: LARGEST_TEXT + 1] if isinstance(body, bytes) else b""
