"""What a drone may be found to be doing, and what it may come back with."""

DRONE_STATES = {"flying": "执行任务", "busy": "调度在途", "low": "电量不足", "idle": "待命", "off": "离线"}
FOUND = {"fire": "发现火情", "clear": "未见异常", "aborted": "中止返航"}
LEAST_BATTERY = 30  # percent below which no drone is sent
