"""The types of problems: their status, and their texts in both languages."""

from diagnosis.domain.text import Text
from diagnosis.web.later_kinds import LATER_KINDS, Kind

TYPE = "urn:diagnosis:problem:"
"""What the type of every problem begins with."""

KINDS: dict[str, Kind] = {
    "unreadable": Kind(
        400,
        Text("请求无法读取", "The request cannot be read"),
        Text(
            "内容不是可以读取的 JSON，没有保存任何内容。",
            "The content is no JSON that can be read; nothing was stored.",
        ),
    ),
    "bad-request": Kind(
        400,
        Text("请求无法读取", "The request cannot be read"),
        Text("请求的格式不对。", "The request is malformed."),
    ),
    "untrusted-host": Kind(
        400,
        Text("不是本服务的主机名", "Not a host of this service"),
        Text(
            "请用本服务公布的地址访问。地址没错的话，请运维把它加进 DIAGNOSIS_TRUSTED_HOSTS。",
            "Use the address that this service is known by. Where that is what you did, its "
            "operator has to add the host to DIAGNOSIS_TRUSTED_HOSTS.",
        ),
    ),
    "login-failed": Kind(
        400,
        Text("登录没有成功", "The log-in did not succeed"),
        Text(
            "请从 /login 重新登录。还不行的话，请问管理员：贵单位和您的角色是否已在本站登记。",
            "Begin again at /login. Where that fails too, whoever runs this service has to know "
            "your organisation and your role.",
        ),
    ),
    "key-needed": Kind(
        401,
        Text("需要有效的密钥", "A valid key is needed"),
        Text(
            "请写 Authorization: Bearer 加密钥或登录令牌。没有密钥，或密钥已失效，请找管理员。",
            "Send `Authorization: Bearer` with a key, or a token of the identity provider where "
            "there is one; whoever runs this service issues keys. What is wrong, has expired or "
            "was revoked is none.",
        ),
    ),
    "key-unknown": Kind(
        401,
        Text("密钥不对或已失效", "The key is wrong or has ended"),
        Text(
            "请核对后再输入一次；仍不行，请找发给您密钥的人。",
            "Check it and type it again, or ask whoever gave it to you.",
        ),
    ),
    "session-ended": Kind(
        401,
        Text("登录已过期", "Your log-in has ended"),
        Text("请重新登录。已保存的内容都在。", "Log in again. What was saved is there."),
    ),
    "code-needed": Kind(
        401,
        Text("需要有效的答卷编码", "A valid resume code is needed"),
        Text(
            "请在 Resume-Code 头里写答卷编码。答卷换过编码、删了或挂到机构名下以后，"
            "旧编码都打不开。",
            "Send the code of the sheet in the header Resume-Code. A code that was renewed is "
            "none any more, nor is that of a sheet that was deleted or attached.",
        ),
    ),
    "link-needed": Kind(
        401,
        Text("需要有效的链接", "A valid link is needed"),
        Text(
            "链接已到期、已收回或不对。请向发链接的人再要一个。",
            "The link has ended, was revoked, or is none. Ask whoever sent it for another.",
        ),
    ),
    "mistyped-code": Kind(
        401,
        Text("答卷编码抄错了", "The resume code was mistyped"),
        Text(
            "编码共 27 个字母和数字，其中有错、多了或少了。大小写、空格和连字符不影响。",
            "A character of its 27 letters and digits is wrong, missing or too many. Capitals, "
            "blanks and hyphens make no difference.",
        ),
    ),
    "not-allowed": Kind(
        403,
        Text("您的身份不能做这件事", "Who asks may not do that"),
        Text(
            "密钥、登录、答卷编码、分节链接、结果链接各能做一部分操作，密钥还看角色和权限。"
            "需要更多权限，请找发给您密钥或链接的人；程序员请看接口文档的 security。",
            "Keys, log-ins, resume codes and links to sections and results each open some "
            "operations, keys by role and scopes. Ask whoever gave you yours for more; "
            "`security` of the document says what each operation asks for.",
        ),
    ),
    "cross-site": Kind(
        403,
        Text("这个请求不是本站网页发出的", "The request is from no page of this service"),
        Text(
            "请刷新本站网页再试。程序请带上 GET /v1/session 给出的 csrf_token"
            "（X-CSRF-Token 头），或改用密钥。",
            "Load the page anew. Programs send the `csrf_token` of `GET /v1/session` in the "
            "header `X-CSRF-Token`, or ask with a key.",
        ),
    ),
    "granted-to-read": Kind(
        403,
        Text("这家企业只授权查看", "The firm is granted to be read"),
        Text(
            "企业授权您查看这些内容，没有授权修改；要改，请企业自己来改。",
            "A grant of the firm lets you read this, not write it; the firm itself may.",
        ),
    ),
    "of-its-owner": Kind(
        403,
        Text("不能核实自己机构的企业", "Nobody verifies its own firm"),
        Text(
            "这家企业由您的机构登记，请由企业授权的另一家机构来核实。",
            "Your organisation owns this firm; another one that the firm grants has to visit it.",
        ),
    ),
    "not-found": Kind(
        404,
        Text("没有这个地址或资源", "No such address or resource"),
        Text("请核对地址和编号。", "Check the address and the id."),
    ),
    "elsewhere": Kind(
        404, Text("不在这个地址", "Not at this address"), Text("在 {place}。", "It is at {place}.")
    ),
    "method-not-allowed": Kind(
        405,
        Text("此地址不支持该方法", "This address does not take that method"),
        Text("可用的方法见 Allow 头。", "The header Allow names the methods it takes."),
    ),
    "key-reused": Kind(
        409,
        Text("幂等键已用于另一个请求", "The idempotency key stands for another request"),
        Text("请换一个 Idempotency-Key。", "Use another Idempotency-Key."),
    ),
    "already-registered": Kind(
        409,
        Text("已登记", "It is registered already"),
        Text(
            "这个信用代码和厂区（或产业链、园区的名称）已经登记过，见 Location 头。",
            "This credit code and site, or this name of a chain or park, is registered already; "
            "see the header Location.",
        ),
    ),
    "already-granted": Kind(
        409,
        Text("已经授权给它了", "It is granted already"),
        Text(
            "这个机构以这个角色已有一份有效的授权，见 Location 头。"
            "要延长或改用途：先收回那一份（DELETE），再重新授权。",
            "A grant to this organisation in this role is active; see the header Location. To "
            "extend it or change its purpose, take it back (DELETE) and give a new one.",
        ),
    ),
    "has-members": Kind(
        409,
        Text("还有企业属于它", "Firms still belong to it"),
        Text(
            "请先把这些企业移出或归到别处，再删除；名单见 Location 头。",
            "Take these firms out or put them elsewhere first; the header Location lists them.",
        ),
    ),
    "visit-settled": Kind(
        409,
        Text("这次走访已签字或已取消", "The visit was signed or withdrawn"),
        Text("已经定下的走访不能再改。", "What was signed or withdrawn no longer changes."),
    ),
    "visit-open": Kind(
        409,
        Text("走访还没签字", "The visit is not signed yet"),
        Text("签字以后才能提异议、回复异议。", "What is signed can be objected to, and answered."),
    ),
    "objections-over": Kind(
        409,
        Text("提异议的时间已过", "The time to object is over"),
        Text(
            "签字后 DIAGNOSIS_OBJECTION_DAYS 天内可以提异议。",
            "A firm may object within DIAGNOSIS_OBJECTION_DAYS days of the signature.",
        ),
    ),
    "already-remarked": Kind(
        409,
        Text("这题已经说过了", "This was said already"),
        Text(
            "每题只能提一次异议、回复一次，说过的不能改。",
            "An item is objected to once and answered once, and neither changes.",
        ),
    ),
    "grant-over": Kind(
        409,
        Text("企业的授权已到期或收回", "The grant of the firm has ended"),
        Text(
            "写过的还在，不能再写；请企业重新授权，或取消这次走访。",
            "What was written stays, and nothing more is written: ask the firm for a new grant, "
            "or withdraw the visit.",
        ),
    ),
    "already-submitted": Kind(
        409,
        Text("答卷已提交，不能再改", "The assessment was submitted and no longer changes"),
        Text("诊断结果见 Location 头。", "Its diagnosis is named in the header Location."),
    ),
    "attach-first": Kind(
        409,
        Text("请先把答卷挂到机构名下", "Attach the sheet first"),
        Text(
            "匿名答卷不能授权给别人看，也不用于统计。请先挂到机构名下，再由机构来定。",
            "A nameless sheet is shared with nobody. Attach it to an organisation, which decides "
            "then.",
        ),
    ),
    "other-firm": Kind(
        409,
        Text(
            "这个信用代码登记的是另一个名称", "Another firm is registered under this credit code"
        ),
        Text(
            "同一个信用代码和厂区登记的是另一个企业名称，见 Location 头。"
            "请核对名称和代码，不会自动合并。",
            "A firm of another name has this credit code and site; see the header Location. Check "
            "name and code: firms are never merged in silence.",
        ),
    ),
    "no-model": Kind(
        409,
        Text("没有可用的模型", "No model is served"),
        Text(
            "该标准目前只按规则评分，见 /v1/models。",
            "This standard is scored by rule alone for now; see /v1/models.",
        ),
    ),
    "still-running": Kind(
        409,
        Text("同一请求还在处理", "The same request is still being worked on"),
        Text(
            "带有这个 Idempotency-Key 的请求还没有答复，请稍后用同样的请求再取结果。",
            "A request with this Idempotency-Key has not been answered yet; send it again later.",
        ),
    ),
    "key-ended": Kind(
        409,
        Text("密钥已失效", "The key has ended"),
        Text(
            "已过期或已吊销的密钥不能换发，请另发一把。",
            "A key that has expired or was revoked is not rotated; issue another one.",
        ),
    ),
    "has-keys": Kind(
        409,
        Text("该机构已有密钥", "The organisation has keys of its own"),
        Text(
            "管理员只发一个机构的第一把密钥，不发 local 的。其余由该机构自己发，"
            "或由运维在机器上用 keys issue 发。",
            "An admin issues the first key of an organisation alone, and none of `local`. Others "
            "are issued with its own keys, or by command on the machine (`keys issue`).",
        ),
    ),
    "too-many-keys": Kind(
        409,
        Text("有效的密钥已到上限", "As many keys count as may"),
        Text(
            "请先吊销不再用的密钥；换发时可把 overlap_hours 设为 0。上限由运维设置。",
            "Revoke one that is no longer used; rotate with `overlap_hours` 0. The operator sets "
            "how many an organisation may have.",
        ),
    ),
    "sheet-handed-in": Kind(
        409,
        Text("答卷已经提交", "The sheet was handed in already"),
        Text(
            "企业已经提交这份答卷，这一节不能再看、不能再填。要改的话，请找发链接给您的人。",
            "The firm has handed in this sheet: its sections can no longer be read or answered. "
            "If something has to be put right, tell whoever sent you the link.",
        ),
    ),
    "not-submitted": Kind(
        409,
        Text("答卷还没有提交", "The assessment is a draft still"),
        Text("先提交答卷，再生成路线图。", "Submit it first; its answers may still change."),
    ),
    "stale": Kind(
        412,
        Text("版本已变", "The version has changed"),
        Text(
            "现在的版本不符合 If-Match 或 If-None-Match：读取之后有人改过。请重新读取，"
            "再带上新的 ETag。",
            "The version does not fit If-Match or If-None-Match: it was changed after it was "
            "read. Read it again, and send its new ETag.",
        ),
    ),
    "too-large": Kind(
        413,
        Text("内容过大", "The content is too large"),
        Text("内容超过本服务的上限。", "The content is larger than this service takes."),
    ),
    "address-too-long": Kind(
        414,
        Text("地址过长", "The address is too long"),
        Text(
            "地址（连同查询参数）最多 4094 个字符；内容多时请放在请求体里。",
            "An address with its query has at most 4094 characters; send long content in a body.",
        ),
    ),
    "unsupported-media-type": Kind(
        415,
        Text("内容类型不对", "The content type is not taken here"),
        Text("请用 Content-Type: application/json。", "Use Content-Type: application/json."),
    ),
    "unsupported-file-type": Kind(
        415,
        Text("不收这种文件", "Files of this type are not taken"),
        Text(
            "请在 Content-Type 里写 image/jpeg、image/png、image/webp 或 application/pdf，"
            "请求体就是文件本身。",
            "Send the file itself as the body, with Content-Type image/jpeg, image/png, "
            "image/webp or application/pdf.",
        ),
    ),
    "expectation-failed": Kind(
        417,
        Text("Expect 头无法满足", "The header Expect cannot be met"),
        Text("只支持 Expect: 100-continue。", "Only Expect: 100-continue is understood."),
    ),
    "unsupported-encoding": Kind(
        415,
        Text("内容编码不对", "The content coding is not taken here"),
        Text(
            "请用 gzip 压缩，或不压缩（Accept-Encoding 头写明可用的编码）。",
            "Send it with gzip, or without a coding; Accept-Encoding names what is taken.",
        ),
    ),
    "faulty-input": Kind(
        422,
        Text("内容有错误", "The content has faults"),
        Text(
            "输入有 {count} 处错误，{listed}；没有保存任何内容。",
            "Faults in the input: {count}, {listed}; nothing was stored.",
        ),
    ),
    "version-required": Kind(
        428,
        Text("缺少 If-Match", "If-Match is required"),
        Text(
            "修改时请带上所读版本的 ETag（If-Match 头）。",
            "Send the ETag of the version you read in the header If-Match.",
        ),
    ),
    "too-many-requests": Kind(
        429,
        Text("请求太频繁", "Too many requests"),
        Text(
            "这一分钟内的请求已到上限，没有保存任何内容。"
            "请过一分钟再试（Retry-After 头里是秒数）。",
            "This organisation, or this address without a key, has sent as many requests as a "
            "minute allows; nothing was stored. The header Retry-After says when the next begins.",
        ),
    ),
    "too-many-sheets": Kind(
        429,
        Text("新开的答卷太多", "Too many new sheets"),
        Text(
            "这个地址一小时内新开的答卷已到上限，没有保存任何内容。"
            "请过一小时再试（Retry-After 头里是秒数）。",
            "As many sheets were opened from this address as an hour allows; nothing was stored. "
            "The header Retry-After says when the next begins.",
        ),
    ),
    "header-too-large": Kind(
        431,
        Text("请求头过大", "The request's headers are too large"),
        Text("请缩短请求头。", "Send shorter headers."),
    ),
    "internal": Kind(
        500,
        Text("服务内部错误", "Internal error"),
        Text(
            "请把事件编号 {incident} 告诉维护人员。",
            "Tell the operator the incident {incident}.",
        ),
    ),
    "not-implemented": Kind(
        501,
        Text("不支持这种传输编码", "The transfer coding is not supported"),
        Text(
            "请用 Content-Length 或 Transfer-Encoding: chunked 发送内容。",
            "Send the body with Content-Length or with Transfer-Encoding: chunked.",
        ),
    ),
    **LATER_KINDS,
}
