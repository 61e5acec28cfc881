"""`briefwright schemas`: write the JSON Schemas."""

from __future__ import annotations

from pathlib import Path

from briefwright.cli.common import OutputFolder
from briefwright.output import as_json, write


def schemas(output: OutputFolder = Path("schemas")) -> None:
    """Write the JSON Schemas.

    They describe the source files, the settings and the published JSON files.
    """
    from briefwright.config import Config
    from briefwright.model import SOURCE_FILES
    from briefwright.site.fragment_record import SCHEMAS, schema

    for name, model in SOURCE_FILES.items():
        write(output / f"{name}.schema.json", as_json(model.model_json_schema()))
    write(output / "config.schema.json", as_json(Config.model_json_schema()))
    for name in SCHEMAS:
        write(output / name, as_json(schema(name)))
