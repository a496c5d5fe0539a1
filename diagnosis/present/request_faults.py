"""Faults of a request's parameters, headers and bodies in words, in both languages."""

from diagnosis.domain.text import Text

REQUEST_FAULTS = {
    "too-deep": Text(
        "JSON 嵌套层数过深。请按答卷格式填写。",
        "The JSON is nested too deeply. Use the format of a sheet.",
    ),
    "not-utf8": Text(
        "内容不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 再提交。",
        "The content is not UTF-8 (perhaps GBK). Save it as UTF-8 and send it again.",
    ),
    "duplicate-key": Text(
        "键「{key}」出现了不止一次，请只保留一个。",
        "The key {key!r} stands here more than once. Keep one.",
    ),
    "not-a-number": Text(
        "NaN、Infinity 和大到无法表示的数（如 1e400）不是数值。",
        "NaN, Infinity and what is too large for any number (1e400) are no numbers.",
    ),
    "stands-twice": Text(
        "「{value}」写了不止一次，请只留一个。", "{value!r} stands here more than once. Keep one."
    ),
    "sum-out-of-range": Text(
        "各部分加起来是 {sum}，不能超过 {high}。",
        "All parts together are {sum}; they cannot be more than {high}.",
    ),
    "bad-moment": Text(
        "看不懂时间「{value}」，请写成 2026-11-23T08:00:00Z 或 2026-11-23 这样"
        "（网址中的 + 要写成 %2B）。",
        "{value!r} is not a date and time. Write it like 2026-11-23T08:00:00Z or 2026-11-23 "
        "(in an address, write + as %2B).",
    ),
    "reason-does-not-fit": Text(
        "「{value}」和 useful 对不上：true 只配 fits，false 要说哪里不合适。这里可用：{allowed}。",
        "{value!r} does not fit `useful`: fits where it is true, what is wrong where it is false. "
        "Allowed here: {allowed}.",
    ),
    "bad-organisation": Text(
        "机构编号应为 2 至 63 个小写字母、数字或连字符，以字母或数字开头；operator 只给管理员。",
        "The id of an organisation has 2–63 small letters, digits or hyphens and begins with none "
        "of the last; `operator` is for admins alone.",
    ),
    "granted-to-itself": Text(
        "不用授权给自己的机构：本来就能看。",
        "There is no need to grant a firm to the organisation that owns it.",
    ),
    "not-the-present-text": Text(
        "同意书现在是第 {current} 版，不是第 {value} 版，请看过 /v1/consents/texts 再同意。",
        "The present text is version {current}, not {value}: read it in /v1/consents/texts first.",
    ),
    "withdrawn-from-any-text": Text(
        "撤回不分版本，不用写 text_version。",
        "To withdraw takes no `text_version`: it is from every version.",
    ),
    "told-when-attached": Text(
        "匿名答卷不写「{name}」。把答卷挂到机构名下时再写。",
        "A nameless sheet does not say {name!r}: it is told when the sheet is attached.",
    ),
    "told-twice-who": Text(
        "一次只用一种身份：密钥、答卷编码、分节链接或结果链接，不要都写。",
        "Ask with a key, a resume code, a section link or a result link, not with several at "
        "once.",
    ),
    "diagnosis-withdrawn": Text(
        "这份诊断已撤回，不能现场核实。",
        "This diagnosis was withdrawn; nothing is verified of it.",
    ),
    "item-not-verified": Text(
        "这次走访没有核实「{item}」，不用提异议。", "The visit did not verify {item!r}."
    ),
    "nobody-objects": Text(
        "企业对「{item}」没有异议，不用回复。", "The firm does not object to {item!r}."
    ),
    "nothing-verified": Text(
        "一题都还没核实，不能签字。", "Nothing has been verified yet: it cannot be signed."
    ),
    "verified-without-evidence": Text(
        "核实到 3 档以上，请写明看到了什么证据（grade）。",
        "Verified at position 3 or above: say in `grade` what evidence there is.",
    ),
    "difference-without-reason": Text(
        "和企业填的不一样，请写明原因（reason）。",
        "This is not what the firm claimed: say in `reason` why.",
    ),
    "not-asked-of-firm": Text(
        "这家企业的生产类型不问这题。",
        "Firms of this production type are not asked this question.",
    ),
    "too-many": Text("最多列 {limit} 项。", "A list of at most {limit}."),
    "too-long": Text("最多 {limit} 个字符。", "At most {limit} characters."),
    "blank-text": Text("这里是空的，请写上或删掉。", "This is blank: fill it in or leave it out."),
    "too-many-links": Text(
        "一份答卷最多同时有 {most} 个分节链接，请先收回不用的。",
        "A draft has at most {most} section links at once. Revoke those that are not used.",
    ),
    "no-file-chosen": Text("请先拍一张，或者选一个文件。", "Take a photo or choose a file first."),
    "no-such-file-kind": Text(
        "只收照片（JPEG、PNG、WebP）和 PDF。", "Photos (JPEG, PNG, WebP) and PDF alone are taken."
    ),
    "too-many-result-links": Text(
        "一份结果最多同时有 {most} 个链接，请先收回不用的。",
        "A result has at most {most} links at once. Revoke those that are not used.",
    ),
    "bad-check-code": Text(
        "核验码是 16 个字母和数字，印在报告最后一页。请核对。",
        "A check code has 16 letters and digits; it stands on the last page of a report.",
    ),
    "bad-sha256": Text(
        "应为文件的 SHA-256，64 位十六进制数字。",
        "Must be the SHA-256 of the file, 64 hexadecimal digits.",
    ),
    "not-in-section": Text("「{item}」不在这一节里。", "{item!r} is no question of this section."),
    "not-in-form": Text(
        "这份答卷的问卷里没有「{item}」这一题。", "The form of this sheet does not ask {item!r}."
    ),
    "duplicate-parameter": Text(
        "参数「{name}」出现了不止一次，请只保留一个。",
        "The parameter {name!r} stands here more than once. Keep one.",
    ),
    "parameter-not-utf8": Text(
        "参数「{name}」不是 UTF-8 编码（可能是 GBK），请按 UTF-8 编码。",
        "The parameter {name!r} is not UTF-8 (perhaps GBK). Encode it as UTF-8.",
    ),
    "bad-cursor": Text(
        "cursor 应原样取自上一页的 next_cursor。",
        "Take the cursor as it is from `next_cursor` of a page.",
    ),
    "bad-id": Text(
        "应为本服务给出的编号（36 位 UUID）。", "Must be an id that this service gave (a UUID)."
    ),
    "bad-idempotency-key": Text(
        "Idempotency-Key 应为 1 至 200 个可见 ASCII 字符。",
        "The Idempotency-Key must be 1–200 visible ASCII characters.",
    ),
    "bad-gzip": Text(
        "Content-Encoding 写的是 gzip，内容却不是一份完整的 gzip。",
        "Content-Encoding says gzip, but the content is not one whole gzip.",
    ),
    "unsupported-encoding": Text(
        "不支持内容编码「{value}」。可用：{allowed}，或不压缩。",
        "The content coding {value!r} is not taken here. Allowed: {allowed}, or none.",
    ),
    "bad-entity-tag": Text(
        '版本标识要带引号，写法与 ETag 头相同，如 "v3"；多个用逗号隔开，任意版本写 *。',
        'Write the tag in its quotes, as the header ETag has it: "v3"; several with commas '
        "between them, or * for any version.",
    ),
}
"""The message of each, by its code."""
