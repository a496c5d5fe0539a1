"""What a boss reads first of the archive of a firm: what is in it, file by file."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from diagnosis.domain.text import Language, Text
from diagnosis.present.moments import iso

README_FILES = ((Language.ZH, "README.zh.txt"), (Language.EN, "README.en.txt"))
ROWS: Mapping[str, Text] = {
    "enterprise": Text("登记的企业情况", "the facts of the firm as registered"),
    "enterprise_identity": Text("企业名称、信用代码和厂区", "its name, credit code and site"),
    "assessment": Text("填的表和答案", "the sheets with their answers"),
    "sheet_identity": Text("每张表上写的企业名称", "whose sheet each said it was"),
    "answer_note": Text("会计、生产主管等人各自答了什么", "what each respondent answered"),
    "section_link": Text(
        "发给别人填写的链接，发给谁、何时失效", "links to sections: for whom, until when"
    ),
    "result_link": Text(
        "给别人看结果的链接，给谁看、何时失效", "links to results: for whom, until when"
    ),
    "report": Text(
        "生成过的报告：哪一天、什么语言、何时到期",
        "reports that were made: of which day, in which language, until when",
    ),
    "report_file": Text(
        "报告的各个文件：格式、大小、SHA-256，不含文件本身",
        "the files of reports: format, size, SHA-256, without their bytes",
    ),
    "assessment_evidence": Text(
        "上传的照片和 PDF 的清单", "the list of photos and PDF to answers"
    ),
    "diagnosis": Text("诊断", "diagnoses"),
    "reading": Text("每份诊断按各标准的等级和得分", "their levels and scores by each standard"),
    "withdrawal": Text("撤回了哪些诊断、为什么", "diagnoses that were withdrawn, and why"),
    "legacy_diagnosis": Text("早期版本的诊断原样", "diagnoses as an early release showed them"),
    "roadmap": Text("改造计划", "plans"),
    "legacy_roadmap": Text("早期版本的计划原样", "plans as an early release showed them"),
    "progress": Text("计划的进度", "notes on the progress of plans"),
    "feedback": Text("您对项目的意见", "what you said of projects"),
    "access_grant": Text("您让谁看过，到什么时候", "who you let read, until when"),
    "consent": Text("您同意过、撤回过什么", "what you agreed to or withdrew"),
    "visit": Text("顾问的走访：谁来的，受雇于谁", "visits of consultants: who came, and for whom"),
    "visit_answer": Text("走访核实了什么", "what each visit verified"),
    "visit_reading": Text("核实后的等级和得分", "levels and scores as verified"),
    "visit_remark": Text("您提的异议和顾问的答复", "your objections to visits, and the replies"),
    "change": Text("变更记录：发生了什么、谁做的", "the feed of changes: what was done, by whom"),
    "audit_entry": Text("谁在什么时候看过、改过", "who read or changed what, and when"),
}
"""Each kind of rows of an archive, and what it is; the order is that of the text."""
_LINE = Text("  {table}：{what}；\n", "  {table}: {what};\n")
_TEXT = Text(
    "这是本系统里关于贵厂的全部记录，{moment} 导出。\n\n"
    "answers.csv：每次填的每一道题和答案，中英文，用 Excel 打开。\n"
    "rows 文件夹：系统里存的原样，一类记录一个文件（JSON），给技术人员看：\n"
    "{rows}"
    "files 文件夹：上传的照片和 PDF，文件名开头是题号；\n"
    "  找不到了的，文件是空的，名字以 .lost 结尾。\n"
    "manifest.json：文件清单，每个文件的大小和校验值（SHA-256），可以核对有没有被改过。\n\n"
    "没有放进来的：{left_out}。\n"
    "这里面有贵厂的经营情况和员工姓名，请保管好，不要随便转发。\n",
    "This is all that this service keeps about your firm, exported at {moment}.\n\n"
    "answers.csv: every question and answer of every sheet in words, for a spreadsheet.\n"
    "The folder rows: what is kept as it is, one file (JSON) a kind, for technical people:\n"
    "{rows}"
    "The folder files: photos and PDF to answers, each named after its question; one that is\n"
    "lost is empty, and its name ends in .lost.\n"
    "manifest.json: every file with its size and SHA-256, to see that nothing was changed.\n\n"
    "Left out: {left_out}.\n"
    "It tells how your firm does, and names people: keep it safe, do not pass it on lightly.\n",
)
_LEFT_OUT = Text(
    "系统为了防止重复提交而暂存的回执（内容和这里的记录相同）",
    "receipts kept for a while against double requests (they repeat what is here)",
)


def readme_of(tables: Iterable[str], moment: datetime) -> Text:
    """Return what there is to read first of an archive that has the rows of some tables."""
    inside = set(tables)
    lines = [_LINE.fill(table=table, what=what) for table, what in ROWS.items() if table in inside]
    rows = Text("".join(line.zh for line in lines), "".join(line.en for line in lines))
    return _TEXT.fill(moment=iso(moment), rows=rows, left_out=_LEFT_OUT)
