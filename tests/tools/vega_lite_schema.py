"""Write the JSON Schema of Vega-Lite that `briefwright check` uses, from the npm package of Vega-Lite.

Take the version that the newest vl-convert draws with, unpack the package (`npm pack vega-lite@VERSION`), and run
`python tests/tools/vega_lite_schema.py PACKAGE`. The descriptions are removed: they are three quarters of the file.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

TARGET = Path("src/briefwright/sources/vega_lite")
_REMOVED = ("description", "default")


def reduced(schema: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema without descriptions and defaults; the keys of ``properties`` are names, not keywords."""
    if isinstance(schema, list):
        return [reduced(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: reduced(value, names=not names and key in {"properties", "definitions"})
        for key, value in schema.items()
        if names or key not in _REMOVED
    }


def main(package: Path) -> None:
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    schema = json.loads((package / "build/vega-lite-schema.json").read_text("utf-8"))
    comment = f"Vega-Lite {version}, https://www.npmjs.com/package/vega-lite, BSD-3-Clause; without descriptions"
    text = json.dumps({"$comment": comment, **reduced(schema)}, separators=(",", ":"))
    (TARGET / "schema.json").write_text(text + "\n", "utf-8")
    shutil.copyfile(package / "LICENSE", TARGET / "LICENSE")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
