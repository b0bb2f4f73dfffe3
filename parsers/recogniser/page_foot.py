"""Where a report's text ends: at its signature, or where what a page shows below each of its articles begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from disclosure.agencies import kind_of
from disclosure.labels import normalise
from parsers.document import Block, Grid
from parsers.recogniser.days import day_of
from parsers.recogniser.page_lines import LONGEST_LINE

_FURNITURE = re.compile(
    r"(?:打印|关闭|返回|收藏|分享|到|至|我要|纠错|字[体号]|[大中小:()\[\]|]|本[页文]|窗口|页面|顶部|首页|上一页|扫一扫)+$"
    r"|[上下]一[篇条][:(]|相关(?:链接|阅读|推荐|新闻|文章):?$|版权所有|网站地图|.{0,4}ICP备"
    r"|(?:主办|承办|技术支持|责任编辑|编辑|信息来源|来源|浏览次数|阅读次数|网站标识码)(?:单位)?:",
    re.IGNORECASE,
)


def end_of_text(blocks: Sequence[Block], first: int) -> int:
    """The block after the last one of the text that begins with block ``first``."""
    for place in range(first, len(blocks)):
        block = blocks[place]
        if isinstance(block, Grid) or len(block.text) > LONGEST_LINE:
            continue
        if _FURNITURE.match(normalise(block.text)):
            return place
        if day := day_of(block.text):
            return place - 1 if place > first and not day.start() and _is_name(blocks[place - 1]) else place
    return len(blocks)


def _is_name(block: Block) -> bool:
    return (
        not isinstance(block, Grid)
        and len(block.text) <= LONGEST_LINE
        and kind_of(normalise(block.text)).kind is not None
    )
