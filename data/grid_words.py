"""The words of grids."""

GRID_KINDS = {"territorial": "属地网格", "functional": "职能网格"}
GRID_CHANGES = {
    "adopted": "原网格",
    "merge": "合并",
    "split": "拆分",
    "enclave": "飞地划转",
    "function": "设立职能网格",
}
