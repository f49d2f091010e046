"""The articles our simulations show beside a choice: name, place, one line in our own words.

A widget knows nothing of the platform, so the cards stand here word for word as in the register; a test compares.
"""

from __future__ import annotations

from typing import Any

LAWS = {
    "anquan": ("中华人民共和国安全生产法", "现行"),
    "gongmao-10": ("工贸企业重大事故隐患判定标准", "待核"),
}
GISTS: dict[str, tuple[str, str]] = {
    "anquan#5": ("第5条", "第一责任人是主要负责人，安全的事全面负责；别的负责人管好自己那一摊。"),
    "anquan#21": (
        "第21条",
        "主要负责人七项职责：责任制、规章制度、教育和培训计划、投入、双重预防、应急救援预案、如实报告事故。",
    ),
    "anquan#22": ("第22条", "全员安全生产责任制要写明各岗位的责任人员、范围和考核标准，还要监督考核落实。"),
    "anquan#23.1": (
        "第23条第1款",
        "安全生产条件必需的资金，由决策机构、主要负责人或者个人投资人保证；钱不够出了后果，也由他们担责。",
    ),
    "anquan#25": (
        "第25条",
        "安全生产管理人员七项职责：拟订制度、教育培训并如实记录、辨识危险源、演练、排查隐患、制止违章、督促整改。",
    ),
    "anquan#36.3": ("第36条第3款", "监控、报警、防护、救生设备，谁也不得关闭、破坏；相关数据不得篡改、隐瞒、销毁。"),
    "anquan#41.2": (
        "第41条第2款",
        "隐患排查治理如实记录、向从业人员通报；重大事故隐患要同时报告监管部门和职工（代表）大会。",
    ),
    "anquan#42.2": (
        "第42条第2款",
        "生产经营场所和员工宿舍的出口、疏散通道要标志明显、保持畅通，禁止占用、锁闭、封堵。",
    ),
    "anquan#43": ("第43条", "动火、吊装、爆破、临时用电这类危险作业，要有专门的人在现场管安全。"),
    "anquan#46.1": (
        "第46条第1款",
        "安全管理人员经常检查；查出问题立即处理，处理不了的及时报告有关负责人；检查和处理都如实记录。",
    ),
    "anquan#46.2": (
        "第46条第2款",
        "检查中发现重大事故隐患，报告了有关负责人、他不及时处理的，安全管理人员可以向主管的监管部门报告。",
    ),
    "anquan#49.2": (
        "第49条第2款",
        "发包、出租要签专门的安全协议，或者在合同里约定职责；对承包、承租的单位统一协调、管理，定期检查，督促整改。",
    ),
    "anquan#54.1": ("第54条第1款", "发现安全问题可以批评、检举、控告；遇到违章指挥、强令冒险作业有权拒绝。"),
    "anquan#57": ("第57条", "从业人员的本分：担起岗位的安全责任，守规章、守规程，服从管理，防护用品戴对、用对。"),
    "anquan#59": ("第59条", "看到隐患等不安全因素，立即报告，报给现场的安全管理人员或者单位负责人；接报的人及时处理。"),
    "anquan#61": ("第61条", "被派遣劳动者享有从业人员的权利，也履行从业人员的义务。"),
    "anquan#65": (
        "第65条",
        "监管部门可以进入单位检查、当场纠正、责令排除事故隐患、责令撤出作业人员和停产停业、查封或者扣押。",
    ),
    "anquan#102": ("第102条", "隐患不去消除，责令改，并罚五万元以下；拒不执行的停产停业整顿。"),
    "anquan#118.2": (
        "第118条第2款",
        "重大危险源的辨识标准、重大事故隐患的判定标准，由应急管理等部门按各自的行业、领域分工制定。",
    ),
    "gongmao-10": ("", "工贸企业的隐患够不够“重大”，对照它来判（二手资料，待核）。"),
}


def card(cite: str) -> dict[str, Any]:
    """What a page shows of one citation; raises KeyError for one that isn't here."""
    place, gist = GISTS[cite]
    law, status = LAWS[cite.partition("#")[0]]
    return {"cite": cite, "law": law, "article": place, "gist": gist, "status": status}


def cards(*cites: str) -> dict[str, dict[str, Any]]:
    """Citation → card, for a spec."""
    return {cite: card(cite) for cite in dict.fromkeys(cites)}
