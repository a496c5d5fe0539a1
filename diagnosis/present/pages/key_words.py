"""Keys in words, for whoever manages them on a page."""

from datetime import datetime

from diagnosis.domain.text import Text
from diagnosis.present.keys import show_key
from diagnosis.present.moments import day_in_china, minute_in_china
from diagnosis.present.pages.audit_words import role_name
from diagnosis.present.say import Say, Shown, joined
from diagnosis.services.ports.keys import KeyRecord, KeyState
from diagnosis.services.ports.scope import KeyScope

SCOPES = {
    KeyScope.READ: Text("查看", "read"),
    KeyScope.WRITE: Text("填写和修改", "write"),
    KeyScope.KEYS: Text("管理密钥", "manage keys"),
}
"""What a key may, in words."""
_STATES = {
    KeyState.ACTIVE: Text("有效", "active"),
    KeyState.EXPIRED: Text("已到期", "expired"),
    KeyState.REVOKED: Text("已吊销", "revoked"),
}
_NEVER = Text("还没用过", "never")


def show_key_in_words(record: KeyRecord, now: datetime, say: Say) -> Shown:
    """Return a key for people, beside what `show_key` has of it."""
    may = [scope for scope in KeyScope if scope in record.principal.allowed]
    last = record.last_used_at
    return show_key(record, now) | {
        "role_name": say(role_name(record.role)),
        "may": say(joined(SCOPES[scope] for scope in may)),
        "state_name": say(_STATES[record.state_at(now)]),
        "made_on": say(day_in_china(record.created_at)),
        "ends": say(minute_in_china(record.expires_at)),
        "ended": record.revoked_at and say(minute_in_china(record.revoked_at)),
        "last_used": say(_NEVER if last is None else minute_in_china(last)),
    }
