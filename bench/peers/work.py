"""Runs in the peers' environment and imports nothing of Tandem: `python work.py xlsx|smoothing`, JSON in, JSON out."""

import io
import json
import sys
import time
import warnings
from typing import Any


def xlsx(asked: dict[str, Any]) -> dict[str, float]:
    """Seconds per library for so many rows of six cells, three of them numbers."""
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 - each needs only its own
    import xlsxwriter  # noqa: PLC0415

    rows = [
        (f"GM{i % 342:04}", f"Gemeente {i % 342}", f"{i % 9000:04}AB", i % 4000, i % 4000 + 9, "1–4")
        for i in range(asked["rows"])
    ]
    started = time.perf_counter()
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            (sheet.write_string if isinstance(value, str) else sheet.write_number)(number, column, value)
    book.close()
    written = time.perf_counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())
    return {"xlsxwriter": written - started, "openpyxl": time.perf_counter() - written}


def smoothing(asked: dict[str, Any]) -> dict[str, list[list[float]]]:
    """Damped exponential smoothing of each series on its own: the middle of the years ahead, with its 80 % interval."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # type: ignore[import-not-found]  # noqa: PLC0415

    warnings.simplefilter("ignore")
    found: dict[str, list[list[float]]] = {"likely": [], "low": [], "high": []}
    for series in asked["counts"]:
        values = pd.Series(series)
        model = ETSModel(values, error="add", trend="add", damped_trend=True, initialization_method="estimated")
        fitted = model.fit(disp=False)
        ahead = fitted.get_prediction(len(values), len(values) + asked["ahead"] - 1).summary_frame(alpha=0.2)
        found["likely"].append(np.maximum(ahead["mean"], 0).tolist())
        found["low"].append(np.maximum(ahead["pi_lower"], 0).tolist())
        found["high"].append(np.maximum(ahead["pi_upper"], 0).tolist())
    return found


if __name__ == "__main__":
    print(json.dumps({"xlsx": xlsx, "smoothing": smoothing}[sys.argv[1]](json.loads(sys.stdin.read()))))
