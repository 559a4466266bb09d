"""YAML 1.2 as the editors' programs read it: numbers, true, false and null are more than text, days and yes are not."""

from __future__ import annotations

import re

import yaml


class CoreLoader(yaml.SafeLoader):
    """The core schema of YAML 1.2 (yaml.org, 10.3.2)."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("null", r"(?:~|null|Null|NULL|)", "~nN"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^{form}$"), [*first, ""])
CoreLoader.yaml_constructors = {
    **yaml.SafeLoader.yaml_constructors,
    "tag:yaml.org,2002:int": lambda loader, node: int(str(loader.construct_scalar(node))),
}
