"""What an answer is besides a page: a wall put up against programs, or a page that is gone (crawling rules).

Walls are recognised so that we stop; nothing is ever solved, forged or disguised.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.families.page import tree_of
from crawler.urls import is_home, join

WALL_STATUSES = {412: "412", 468: "468", 493: "493", 521: "521"}
CHALLENGE_SCRIPT = re.compile(r"\$_ts\b|__jsl_clearance|_\$jsvmprt|acw_sc__v2")
CAPTCHA = re.compile(r"请输入验证码|输入验证码|安全验证|滑动验证|人机验证|captcha", re.IGNORECASE)
GONE_WORDS = re.compile(
    r"(页面|网页|文章|文件|信息|内容)(已经?|可能)?(不存在|找不到|未找到|不见了|(被)?删除|(被)?移除|(被)?撤下|下线)"
    r"|您访问的页面|404notfound|404错误|notfound|(无法|没有)找到",
    re.IGNORECASE,
)
# Titles that no article has, however much stands around the message.
GONE_TITLE = re.compile(
    r"^404|404(错误|页面|$|[-_|])|notfound|(页面|网页)(已经?|可能)?(不存在|找不到|未找到|被?删除)", re.IGNORECASE
)
# Not 网站维护 alone: the foot of many a page names who looks after the site.
BUSY_WORDS = re.compile(
    r"(正在|停机|临时|例行)(进行)?(系统|网站)?(维护|升级)|(维护|升级)(期间|中(?!心))|暂停(服务|访问)|暂时(无法|不能)访问"
    r"|访问(过于|太)频繁|serviceunavailable|serviceistemporarilyunavailable",
    re.IGNORECASE,
)
FILE_ADDRESS = re.compile(
    r"\.(pdf|docx?|wps|xlsx?|ofd|zip|rar)\b|downfile|download\w*\.(jsp|do|aspx?|ashx|action)\b",
    re.IGNORECASE,
)
GONE_ADDRESS = re.compile(r"/(404|error|notfound)[^/]*$", re.IGNORECASE)
SCRIPT_JUMP = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']|location\.replace\(\s*[\"']([^\"']+)[\"']\s*\)"
)
META_JUMP = re.compile(r"^\s*(\d+)(?:\.\d+)?\s*;\s*url\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE)
COUNTER = re.compile(r"(浏览|访问|点击|阅读)[^\d。]{0,8}\d+|今天是\S{0,16}")
SHORT = 500  # characters of text below which a page may be a message rather than an article

# PDF, ZIP (docx, xlsx, ofd), compound files (doc, wps, xls), RTF, RAR and 7z, in lower case.
FILE_MARKS = (b"%pdf", b"pk", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"rar!", b"7z\xbc\xaf")

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请",
    "行政复议",
    "主要问题及改进",
    "其他需要报告",
)
LABELS = ("本年制发件数", "现行有效件数", "第二十条第", "本年新收政府信息公开申请", "上年结转", "结果维持", "结果纠正")


def is_page(body: bytes, content_type: str) -> bool:
    """Whether an answer is a web page: by its beginning, whatever the server calls it.

    Office programs save documents as HTML and XML too; those are files, and name their maker at the top.
    """
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"schemas-microsoft-com:office" in start or b"schemas.microsoft.com/office/word" in start:
        return False
    if start.startswith(b"<"):
        return True
    return "html" in content_type.lower() and bool(start) and not start.startswith(FILE_MARKS) and b"\0" not in start


def wall(status: int, text: str) -> str | None:
    """The kind of wall that an answer is (412, 521, ..., captcha, script), or None. ``text``: empty when no HTML."""
    if status in WALL_STATUSES:
        return WALL_STATUSES[status]
    if not text:
        return None
    shown = _shown(text)
    if len(shown) >= SHORT:
        return None
    tree = tree_of(text)
    if CHALLENGE_SCRIPT.search(text):
        return "script"
    if CAPTCHA.search(shown) and (tree.xpath("//form") or tree.xpath("//script")):
        return "captcha"
    return None


def jump(text: str, url: str) -> str | None:
    """Where a page without text of its own sends its reader by meta refresh or script, or None."""
    if len(_shown(text)) >= SHORT:
        return None
    tree = tree_of(text)
    for meta in tree.iter("meta"):
        match = META_JUMP.match(meta.get("content") or "")
        if (meta.get("http-equiv") or "").lower() == "refresh" and match and int(match[1]) <= 5:
            return join(url, match[2])
    if not tree.xpath("//body//a"):
        match = SCRIPT_JUMP.search(text)
        return join(url, match[1] or match[2]) if match else None
    return None


def sent_away(final_url: str) -> str | None:
    """Why a redirect to ``final_url`` means that the page is gone, or None."""
    if is_home(final_url):
        return "sent on to the home page"
    if GONE_ADDRESS.search(final_url):
        return "sent on to an error page"
    return None


def says_gone(body: bytes, text: str) -> str | None:
    """Why a page answered with 200 is none: a short reason, or None when it stands. ``text``: empty when no HTML."""
    if not body.strip():
        return "the answer is empty"
    if not text:
        return None
    tree = tree_of(text)
    shown = _shown(text)
    title = "".join("".join(tree.xpath("//title//text()")).split())
    if GONE_TITLE.search(title):
        return "the page says that it is gone"
    if len(shown) < SHORT and (GONE_WORDS.search(shown) or GONE_WORDS.search(title)) and not _has_files(tree):
        return "the page says that it is gone"
    return None


def says_busy(text: str) -> bool:
    """Whether a short page says that the site can't be had for the moment. ``text``: empty when no HTML."""
    if not text:
        return False
    shown = _shown(text)
    return len(shown) < SHORT and BUSY_WORDS.search(shown) is not None and not _has_files(tree_of(text))


def report_text(text: str) -> str:
    """What stays the same of a page that is a report while nobody changes the report: no counters of visits."""
    shown = _shown(text)
    return COUNTER.sub("", shown[max(0, shown.find(SECTIONS[0])) :])


def is_report(text: str) -> bool:
    """Whether a page's own body is an annual report: four of its six headings and three labels of its tables."""
    shown = _shown(text)
    return sum(name in shown for name in SECTIONS) >= 4 and sum(name in shown for name in LABELS) >= 3


def text_outside_links(text: str) -> str:
    """What a page says besides its links, without any white space."""
    shown = tree_of(text).xpath("//body//text()[not(ancestor::a or ancestor::script or ancestor::style)]")
    return "".join("".join(shown).split())


@lru_cache(maxsize=4)
def _shown(text: str) -> str:
    """The text a reader sees, without any white space."""
    parts = tree_of(text).xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return "".join("".join(parts).split())


def _has_files(tree: HtmlElement) -> bool:
    return any(FILE_ADDRESS.search(str(address)) for address in tree.xpath("//a/@href"))


def title_of(text: str) -> str:
    """The title of an article: the meta element ArticleTitle, else the title element."""
    tree = tree_of(text)
    for meta in tree.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (meta.get("content") or "").strip():
            return str(meta.get("content")).strip()
    return " ".join("".join(tree.xpath("//title//text()")).split())
