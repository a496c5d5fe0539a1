"""Entries of the audit in words, for an admin: who did what, when; ids stand beside."""

from diagnosis.domain.text import Text
from diagnosis.present.access.audit import show_entry
from diagnosis.present.moments import minute_in_china
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.audit import ActKind, AuditEntry, AuditOutcome
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole

KINDS: dict[str, Text] = {
    ChangeKind.ENTERPRISE_REGISTERED: Text("登记了一家企业", "Registered a firm"),
    ChangeKind.ENTERPRISE_CHANGED: Text("修改了企业信息", "Changed facts of a firm"),
    ChangeKind.ENTERPRISE_DELETED: Text("删除了企业全部数据", "Deleted a firm for good"),
    ChangeKind.ASSESSMENT_BEGUN: Text("新建了答卷", "Began a sheet"),
    ChangeKind.ASSESSMENT_CHANGED: Text("保存了答案", "Saved answers"),
    ChangeKind.ASSESSMENT_SUBMITTED: Text("提交了答卷", "Submitted a sheet"),
    ChangeKind.ASSESSMENT_GIVEN_UP: Text("放弃了答卷草稿", "Gave up a draft"),
    ChangeKind.DIAGNOSIS_STORED: Text("保存了诊断", "Stored a diagnosis"),
    ChangeKind.DIAGNOSIS_CURRENT: Text("诊断成为现行", "A diagnosis became current"),
    ChangeKind.DIAGNOSIS_SUPERSEDED: Text("诊断被新的取代", "A diagnosis was superseded"),
    ChangeKind.DIAGNOSIS_WITHDRAWN: Text("撤回了诊断", "Withdrew a diagnosis"),
    ChangeKind.ROADMAP_STORED: Text("保存了改造计划", "Stored a plan"),
    ChangeKind.PROGRESS_NOTED: Text("记录了计划进展", "Noted progress of a plan"),
    ChangeKind.FEEDBACK_GIVEN: Text("对改造包提了意见", "Gave feedback on a package"),
    ChangeKind.GRANT_GIVEN: Text("授权别的机构查看企业", "Let another organisation read a firm"),
    ChangeKind.GRANT_REVOKED: Text("收回了授权", "Took a grant back"),
    ChangeKind.LINK_GIVEN: Text("发出了分节链接", "Sent a section link"),
    ChangeKind.LINK_REVOKED: Text("收回了分节链接", "Took a section link back"),
    ChangeKind.RESULT_LINK_GIVEN: Text("给出了看结果的链接", "Gave a link to a result"),
    ChangeKind.RESULT_LINK_REVOKED: Text("收回了看结果的链接", "Took a link to a result back"),
    ChangeKind.REPORT_MADE: Text("生成了报告", "Made a report"),
    ChangeKind.REPORT_WITHDRAWN: Text("撤回了报告", "Withdrew a report"),
    ChangeKind.EVIDENCE_ADDED: Text("上传了佐证文件", "Added a file of evidence"),
    ChangeKind.EVIDENCE_REMOVED: Text("删除了佐证文件", "Removed a file of evidence"),
    ChangeKind.CONSENT_GIVEN: Text("同意了一项用途", "Agreed to a use"),
    ChangeKind.CONSENT_WITHDRAWN: Text("撤回了同意", "Withdrew consent"),
    ChangeKind.VISIT_BEGUN: Text("开始了走访", "Began a visit"),
    ChangeKind.VISIT_SIGNED: Text("走访签了字", "Signed a visit"),
    ChangeKind.VISIT_WITHDRAWN: Text("取消了走访", "Withdrew a visit"),
    ChangeKind.VISIT_OBJECTED: Text("对走访提了异议", "Objected to a visit"),
    ChangeKind.OBJECTION_ANSWERED: Text("回复了异议", "Answered an objection"),
    ChangeKind.CHAIN_REGISTERED: Text("登记了产业链", "Registered a chain"),
    ChangeKind.PARK_REGISTERED: Text("登记了园区", "Registered a park"),
    ChangeKind.CHAIN_CHANGED: Text("修改了产业链", "Changed a chain"),
    ChangeKind.PARK_CHANGED: Text("修改了园区", "Changed a park"),
    ChangeKind.CHAIN_REMOVED: Text("删除了产业链", "Removed a chain"),
    ChangeKind.PARK_REMOVED: Text("删除了园区", "Removed a park"),
    ActKind.KEY_ISSUED: Text("发了一把密钥", "Issued a key"),
    ActKind.KEY_ENDED: Text("换发密钥，旧的定了期限", "Rotated a key, the old one ends"),
    ActKind.KEY_REVOKED: Text("吊销了密钥", "Revoked a key"),
    ActKind.KEYS_ABANDONED: Text("吊销了全部密钥", "Revoked all keys"),
    ActKind.SESSION_OPENED: Text("登录", "Signed in"),
    ActKind.SESSION_ENDED: Text("退出登录", "Signed out"),
    ActKind.LOGIN_FAILED: Text("登录没有成功", "Failed to sign in"),
    ActKind.ACCESS_REFUSED: Text("要做没有权限的事", "Tried what it may not do"),
    ActKind.FIRM_READ: Text("凭授权看了企业", "Read a firm by a grant"),
    ActKind.FIRM_EXPORTED: Text("导出了企业全部数据", "Exported a firm"),
    ActKind.SHEET_ATTACHED: Text("把匿名答卷挂到了机构名下", "Attached a nameless sheet"),
    ActKind.CODE_RENEWED: Text("换了续填码", "Renewed a resume code"),
    ActKind.SECTION_ANSWERED: Text("凭链接填了一节", "Answered a section by its link"),
    ActKind.GRANT_FORGOTTEN: Text("清除了过期的授权", "Forgot an ended grant"),
    ActKind.RESULT_LINK_FORGOTTEN: Text(
        "清除了过期的结果链接", "Forgot an ended link to a result"
    ),
    ActKind.REPORT_FORGOTTEN: Text("清除了到期的报告", "Forgot a report after its time"),
    ActKind.AUDIT_CUT: Text("清除了到期的审计记录", "Cut old entries of the audit"),
}
"""What was done, in words."""
ROLES: dict[str, Text] = {
    AccessRole.ENTERPRISE: Text("企业", "enterprise"),
    AccessRole.CONSULTANT: Text("咨询顾问", "consultant"),
    AccessRole.PORTAL: Text("区域平台", "regional portal"),
    AccessRole.ADMIN: Text("管理员", "administrator"),
    AccessRole.HOLDER: Text("用续填码的人", "holder of a resume code"),
    AccessRole.RESPONDENT: Text("用分节链接的人", "holder of a section link"),
    AccessRole.VIEWER: Text("用结果链接的人", "holder of a result link"),
}
"""What somebody is to the firms, in words."""
_WHO = Text("{organisation}（{role}）", "{organisation} ({role})")
_OUTCOMES = {
    AuditOutcome.DONE: Text("办成", "done"),
    AuditOutcome.REFUSED: Text("被拒绝", "refused"),
}


def role_name(role: str) -> Text:
    """Return a role in words, one of former days as it is written."""
    return ROLES.get(role, Text(role, role))


def show_entry_in_words(entry: AuditEntry, say: Say) -> Shown:
    """Return an entry for people, beside what `show_entry` has of it."""
    kind = KINDS.get(entry.kind, Text(entry.kind, entry.kind))
    return show_entry(entry) | {
        "when": say(minute_in_china(entry.noted_at)),
        "who": say(_WHO.fill(organisation=entry.organisation, role=role_name(entry.role))),
        "what": say(kind),
        "how": say(_OUTCOMES[entry.outcome]),
        "is_refused": entry.outcome is AuditOutcome.REFUSED,
    }
