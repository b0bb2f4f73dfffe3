"""Whose a number is, by the words before it: the last body that begins a clause and does something decides."""

from __future__ import annotations

import re

#: where a clause begins, or what it says of the time ends (年, 季度, 月份, 31日), or 其中, 另有
_BEGINS = r"(?<![^,;:(\n年度月份日中有])"
#: a body's own name; not what something is asked of, sent to or done by means of
_NAME = r"(?:(?![向由经被至到对给从在因不收受接办理发通依以按据与和及为是有无未将并其我本全])[\u4e00-\u9fff])"
_OTHERS = (
    rf"(?:[我本全])?{_NAME}{{0,10}}?(?:法院|检察院|公安机关|企业|公司|学校|医院|村委会|居委会|银行)"
    rf"|(?:[我全本][省市州县区旗])?(?:[省市州县区旗]直)?(?:各|所属|下属|直属|所辖|其他|有关|相关|上级|下级){_NAME}{{0,8}}?(?:部门|单位|乡|镇|街道|村|社区)"
    rf"|(?:[我全本][省市州县区旗])?(?:乡镇|镇街|街镇|乡\(镇\))"
)
_NAMED = (
    rf"{_NAME}{{0,10}}?[省市州县区旗镇乡](?:人民)?政府(?:办公室|办)?+|{_NAME}{{1,10}}?(?:局|厅|委员会|管委会|办公室)"
)
_AREA = "[我全本][省市州县区旗](?:内|域|范围内)?"
_OURS = r"我们|我[\u4e00-\u9fff]|本[级机单部镇乡街局厅院委办中所]|全[镇乡街局厅院委办系]"
_DOES = (
    r"(?=[^,;:。\n]{0,12}?(?:收到|接到|接收|受理|新收|收取|公开|发布|公布|制发|制定|印发|出台|作出|答复|办结|办理|处理|应诉|审结|发生"
    r"|更新|推送|上传|没有|未|无)|[^,;:。\n]{0,4}$)"
)
#: a channel is no body: 县政府网站
_CHANNEL = r"(?!门户|网|官|公报|信息|政务|微|公众|大厅|窗口|热线)"
_BODY = re.compile(
    rf"{_BEGINS}(?:(?P<others>{_OTHERS})|(?P<area>{_AREA})(?!各)|(?P<ours>{_OURS})|(?P<named>{_NAMED})){_CHANNEL}{_DOES}"
)
#: most sentences name nobody, or only 我 and 本: cheaper than the words themselves
_MAY_NAME = re.compile(r"院|企业|公司|学校|机关|委会|银行|部门|单位|[乡镇村]|街道|社区|[省市州县区旗局厅委办]")
_GOVERNS = ("政府", "管委会", "管理委员会", "工委", "街道")
#: what the name of a government may lack or have besides: 白水镇, 白水镇政府, 白水镇政府办公室
_GOVERNMENT = re.compile(r"政府(?:办公室|办)?$")
#: a body that is called by its level and kind alone: 县政府, 市教育局
_WITHOUT_PLACE = re.compile(r"[省市州县区旗镇乡]")
_SHORTEST_NAME = 2


def is_of_another(sentence: str, agency: str) -> bool:
    """``agency`` is the name of the reporting one; where it is '', a body without the name of a place is another."""
    if not _MAY_NAME.search(sentence):
        return False
    last = next(reversed(list(_BODY.finditer(sentence))), None)
    if last is None or last["ours"]:
        return False
    name = agency.replace("人民", "")
    if last["named"]:
        return not _is_called(last["named"].replace("人民", ""), name)
    body = last["area"] or last["others"]
    if body[0] in "我全本":  # 全县 is a county's own, and others' in a report of one of its offices
        unknown = not name and last["area"] is not None
        governed = name.endswith(body[1]) or any(f"{body[1]}{governs}" in name for governs in _GOVERNS)
        return not unknown and not governed
    return not name or body.replace("人民", "") not in name


def _is_called(body: str, agency: str) -> bool:
    if not agency:
        return _WITHOUT_PLACE.match(body) is None and len(body) > _SHORTEST_NAME
    body, agency = _GOVERNMENT.sub("", body), _GOVERNMENT.sub("", agency)
    return agency.endswith(body) or (len(agency) > _SHORTEST_NAME and body.endswith(agency))
