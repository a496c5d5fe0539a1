"""What a place takes, and why wishes contradict, in words: parts of the messages of faults."""

from diagnosis.domain.fault import Conflict, Expected
from diagnosis.domain.text import Text

EXPECTED = {
    Expected.OBJECT: Text("对象", "an object"),
    Expected.SHEET: Text("答卷对象", "a sheet (an object)"),
    Expected.ANSWERS: Text('对象 {"题项": 值}', "an object {item: value}"),
    Expected.CLAIMS: Text('对象 {"编号": true 或 false}', "an object {id: true or false}"),
    Expected.TEXT: Text("文本", "text"),
    Expected.CODE: Text(
        '文本（代码要加引号，如 "441900"）', 'text (a code in quotes, like "441900")'
    ),
    Expected.TEXTS: Text("文本列表", "a list of texts"),
    Expected.NOTES: Text("至少一项的列表", "a list of at least one"),
    Expected.PHASES: Text(" 1 到 {most} 个阶段的列表", "a list of 1 to {most} phases"),
    Expected.BUDGETS: Text(" 1 到 {most} 个预算的列表", "a list of 1 to {most} budgets"),
    Expected.NUMBER: Text("数值", "a number"),
    Expected.AMOUNT: Text("数值（万元）", "a number (万元)"),
    Expected.WHOLE: Text(" {low} 到 {high} 的整数", "a whole number from {low} to {high}"),
    Expected.YEAR: Text("年份（{low} 到 {high}）", "a year from {low} to {high}"),
    Expected.LINE_ID: Text("文本或整数", "text or a whole number"),
    Expected.FLAG: Text(" true 或 false", "true or false"),
    Expected.CLAIM: Text(" true 或 false；不清楚就不写", "true or false; leave out if unknown"),
    Expected.PRODUCTION_TYPE: Text(
        " discrete（离散型）或 process（流程型）", '"discrete" or "process"'
    ),
}
CONFLICTS = {
    Conflict.REFUSED: Text("又要做，又说不做，请二选一", "it is refused as well; keep one"),
    Conflict.DONE: Text("又要做，又说已经做过，请二选一", "it is called done as well; keep one"),
    Conflict.GRADES: Text(
        "它和「{other}」是同一件事的两种做法，只能要一个",
        "it and “{other}” are two grades of the same thing; want one",
    ),
}
