"""What a type of problems is, and the types that say to come back later: 503."""

from dataclasses import dataclass

from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of problem: its status, title and what to do."""

    status: int
    title: Text
    detail: Text


LATER_KINDS: dict[str, Kind] = {
    "content-not-kept": Kind(
        503,
        Text("该结果所依据的内容无法装入", "The content of this result cannot be loaded"),
        Text(
            "级别和得分仍在列表中；说明要等运维恢复内容包后才能给出。",
            "Levels stay in the list; the explanation waits until its bundle is restored.",
        ),
    ),
    "provider-away": Kind(
        503,
        Text("登录服务暂时连不上", "The identity provider is out of reach"),
        Text(
            "现在无法登录，也无法核对令牌，没有保存任何内容，请稍后再试；用密钥不受影响。",
            "Nobody can log in, and tokens cannot be checked for the moment; nothing was stored. "
            "Try again later. Keys are not concerned.",
        ),
    ),
    "file-not-kept": Kind(
        503,
        Text("文件暂时取不到", "The file is not at hand"),
        Text(
            "这个文件的内容丢失或损坏，要等运维从备份恢复。",
            "Its bytes are lost or damaged; the operator has to restore them from a backup.",
        ),
    ),
    "files-busy": Kind(
        503,
        Text("正在处理另一个文件", "Another file is being looked into"),
        Text(
            "文件一个一个处理，没有保存任何内容，请稍后再传。",
            "Files are looked into one by one; nothing was stored. Send it again later.",
        ),
    ),
    "reports-busy": Kind(
        503,
        Text("正在生成别的报告", "Other reports are being printed"),
        Text(
            "同时生成的报告已到上限，没有保存任何内容，请稍后再试。",
            "As many reports are being printed as this service takes at once; nothing was stored. "
            "Try again later.",
        ),
    ),
    "report-printer-missing": Kind(
        503,
        Text("这台服务器还不能生成报告", "This server cannot print reports yet"),
        Text(
            "缺少排版用的系统库（Pango），要等运维装上。没有保存任何内容。",
            "A library of the system (Pango) is missing; the operator has to install it. Nothing "
            "was stored.",
        ),
    ),
    "busy": Kind(
        503,
        Text("规划请求太多", "Too many plans are being worked on"),
        Text(
            "同时规划的请求已到上限，没有保存任何内容，请稍后再试。",
            "As many plans are being worked on as this service takes at once; nothing was stored. "
            "Try again later.",
        ),
    ),
    "unavailable": Kind(
        503,
        Text("暂时无法服务", "Not available for the moment"),
        Text(
            "数据库连不上或太忙，没有保存任何内容，请稍后再试。",
            "The database is out of reach or too busy; nothing was stored. Try again later.",
        ),
    ),
}
