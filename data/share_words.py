"""The words of data that are shared (共享) and given back (反哺)."""

SHARE_STATES = {
    "asked": "待审核",
    "granted": "已同意",
    "expired": "已到期",  # granted, and past its last day
    "refused": "不同意",
    "revoked": "已终止",
}
SHARE_STEPS = {"ask": "申请", "grant": "同意共享", "refuse": "不同意共享", "revoke": "终止共享"}
