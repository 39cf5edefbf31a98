"""Words of screens (msgids), in the order in which they are offered."""

PROFILES = {  # width and height that a page is laid out for; the screen then shows it as large as it can
    "auto": "随窗口",
    "1366x768": "1366×768 笔记本",
    "1920x1080": "1920×1080 高清",
    "2560x1440": "2560×1440",
    "3840x2160": "3840×2160 超高清",
    "3840x1080": "3840×1080 双联",
    "5760x1080": "5760×1080 三联",
    "7680x2160": "7680×2160 拼接",
}
CONDITIONS = {
    "": "始终",
    "red": "有红色预警时",
    "orange": "有橙色及以上预警时",
    "yellow": "有黄色及以上预警时",
    "calm": "没有橙色及以上预警时",
    "war": "战时",
    "peace": "平时",
}
PAGE_SKINS = {"": "随轮播", "dark": "夜间", "light": "日间"}
STATES = {  # of a screen, as the register says it
    "live": "在线",
    "silent": "失联",
    "never": "未启用",
    "expired": "已到期",
    "revoked": "已吊销",
}
OVER = {  # why a screen shows nothing
    "revoked": "这块屏的令牌已吊销",
    "expired": "这块屏的令牌已到期",
    "elsewhere": "令牌已在另一处打开，或已换发",
    "unknown": "令牌不对，或已换发",
}
