"""Random values for charts: labels as firms and packages have them, numbers in range."""

from hypothesis import strategies as st

LABELS = st.one_of(
    st.text("计划与调度仓储配送设备管理信息安全（）、", min_size=1, max_size=30),
    st.text("Planing ad scheuoWM&<\"'-/0123", min_size=1, max_size=60),
)
SHORT_LABELS = st.one_of(
    st.text("计划与调度仓储配送设备管理", min_size=2, max_size=8),
    st.text("Planing ad scheuoW", min_size=2, max_size=24),
)
SCORES = st.floats(0, 5)
AMOUNTS = st.floats(0, 99_999)
