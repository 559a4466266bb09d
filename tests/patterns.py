"""Every regular expression of the importer and the hooks, found without a list of them, and texts that flood each."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import ModuleType

import hooks
import importer

PROJECT = Path(__file__).resolve().parents[1]
WHOLE = ("match", "fullmatch")
_METHODS = frozenset({"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_FUNCTIONS = frozenset({*_METHODS, "compile"})
Pattern = re.Pattern[str] | re.Pattern[bytes]


@dataclass(frozen=True)
class Found:
    """A pattern, and in which ways it is applied: `search` stands for all that look everywhere in a text."""

    pattern: Pattern
    uses: frozenset[str]


@dataclass(frozen=True)
class Built:
    """A call that makes a pattern while the program runs: where it stands."""

    module: str
    function: str


def _modules() -> Iterator[ModuleType]:
    for package in (importer, hooks):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def _how(method: str) -> str:
    return method if method in WHOLE else "search"


def find_patterns(builders: Mapping[Built, Callable[[], list[Found]]]) -> tuple[dict[str, Found], set[Built]]:
    """Every pattern by where it stands, and the calls that make patterns of which no builder tells.

    `builders` give the patterns of calls whose pattern is no plain text in the code.
    """
    found: dict[str, Found] = {}
    unknown: set[Built] = set()
    modules = list(_modules())
    trees = {
        module.__name__: ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"), type_comments=False)
        for module in modules
    }
    uses = _uses_by_name(trees.values())
    own_uses = {name: _uses_by_name([tree]) for name, tree in trees.items()}
    for module in modules:
        for name, value in vars(module).items():
            for path, pattern in _walk(value, name, set()):
                home = f"{module.__name__}.{path}"
                # One that was imported is the other module's
                if not any(each.pattern is pattern for each in found.values()):
                    used = (own_uses[module.__name__] if name.startswith("_") else uses).get(name)
                    found[home] = Found(pattern, frozenset(used or {"search", *WHOLE}))
        for call, function in _calls(trees[module.__name__]):
            if not function:
                continue  # made when the module was loaded, and so among its values
            made = _literal(call, module)
            where = Built(module.__name__, function)
            if made and (where not in builders or isinstance(call.args[0], ast.Constant)):
                method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                used = {"search", *WHOLE} if method == "compile" else {_how(method)}
                number = sum(name.startswith(f"{module.__name__}.{function}:") for name in found) + 1
                found[f"{module.__name__}.{function}:{number}"] = Found(made, frozenset(used))
            elif where not in builders:
                unknown.add(where)
    for where, build in builders.items():
        for number, each in enumerate(build()):
            found[f"{where.module}.{where.function}[{number}]"] = each
    return found, unknown


def _uses_by_name(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """How the patterns of each name are applied, in whichever module."""
    uses: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
                uses.setdefault(node.value.id, set()).add(_how(node.attr))
    return uses


def _walk(value: object, path: str, seen: set[int]) -> Iterator[tuple[str, Pattern]]:
    """The patterns in a module's value, whatever of ours they are put into."""
    if isinstance(value, re.Pattern):
        yield path, value
        return
    if id(value) in seen or isinstance(value, (str, bytes, int, float, type, ModuleType)):
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _walk(key, f"{path}.key", seen)
            yield from _walk(each, f"{path}[{key!r:.40}]", seen)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for number, each in enumerate(value):
            yield from _walk(each, f"{path}[{number}]", seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _walk(getattr(value, field.name, None), f"{path}.{field.name}", seen)


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """The calls of the module `re`, each with the function that it stands in; without one for those of the module."""

    def visit(node: ast.AST, function: str) -> Iterator[tuple[ast.Call, str]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else function
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
                owner = child.func.value
                if isinstance(owner, ast.Name) and owner.id == "re" and child.func.attr in _FUNCTIONS:
                    yield child, inside
            yield from visit(child, inside)

    yield from visit(tree, "")


def _literal(call: ast.Call, module: ModuleType) -> Pattern | None:
    """The pattern of a call, if it is made of plain text and of names of the module alone."""
    try:
        text = eval(compile(ast.Expression(call.args[0]), "", "eval"), {"__builtins__": {}, **vars(module)})  # noqa: S307
        flags = 0
        for keyword in call.keywords:
            if keyword.arg == "flags":
                flags = eval(compile(ast.Expression(keyword.value), "", "eval"), {"re": re})  # noqa: S307
        for argument in call.args[1:]:
            if isinstance(argument, (ast.Attribute, ast.BinOp)) and "re." in ast.unparse(argument):
                flags |= eval(compile(ast.Expression(argument), "", "eval"), {"re": re})  # noqa: S307
    except (NameError, TypeError, AttributeError):
        return None
    return re.compile(text, flags) if isinstance(text, (str, bytes)) else None


# --- Texts that a pattern of its own is slow on


def near_matches(pattern: Pattern) -> list[tuple[str, str, str]]:
    """Floods made of the pattern itself: what stands before, what is repeated, what comes last.

    A text that it fits, again and again, whole and without its end; and for each of its repetitions a text that fits
    up to there, then the repeated part many times, then what fits nothing.
    """
    tree = sre_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = _example(tree, {})
    floods = [("", whole, ""), ("", whole[:-1], ""), ("", whole + "\n", ""), (whole, " ", ""), ("", whole[:2], "")]
    for before, body in _repetitions(tree, ""):
        floods += [(before, body, "\x00"), ("", before + body * 3, ""), ("", before + body, "\n"), ("", body, "\x00")]
    return [(before, unit, after) for before, unit, after in dict.fromkeys(floods) if unit]


def _repetitions(nodes: object, before: str) -> Iterator[tuple[str, str]]:
    groups: dict[int, str] = {}
    for operation, argument in nodes:  # type: ignore[attr-defined]
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            body = _example(argument[2], groups)
            if argument[1] > 8:
                yield before, body
            yield from _repetitions(argument[2], before)
        elif operation is sre.SUBPATTERN:
            yield from _repetitions(argument[3], before)
        elif operation is sre.ATOMIC_GROUP:
            yield from _repetitions(argument, before)
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repetitions(argument[1], before)
        elif operation is sre.BRANCH:
            for branch in argument[1][:12]:
                yield from _repetitions(branch, before)
        before += _example([(operation, argument)], groups)


def _example(nodes: object, groups: dict[int, str]) -> str:
    """A short text that fits a part of a pattern, assertions aside."""
    text = ""
    for operation, argument in nodes:  # type: ignore[attr-defined]
        if operation is sre.LITERAL:
            text += chr(argument)
        elif operation is sre.NOT_LITERAL:
            text += "b" if argument == ord("a") else "a"
        elif operation is sre.ANY:
            text += "a"
        elif operation is sre.IN:
            text += _member(argument)
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _example(argument[2], groups) * max(argument[0], min(1, argument[1]))
        elif operation is sre.SUBPATTERN:
            inside = _example(argument[3], groups)
            if argument[0] is not None:
                groups[argument[0]] = inside
            text += inside
        elif operation is sre.ATOMIC_GROUP:
            text += _example(argument, groups)
        elif operation is sre.BRANCH:
            text += _example(argument[1][0], groups)
        elif operation is sre.GROUPREF:
            text += groups.get(argument, "")
    return text


_OF_A_KIND = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: " ",
}


def _member(members: object) -> str:
    """A character of a set; of one that says what it is not, the first that is none of that."""
    listed = list(members)  # type: ignore[call-overload]
    if listed[0][0] is sre.NEGATE:
        compiled = list(listed[1:])
        for character in "a1 -.,x:;\n<[(\"'é":
            if not any(_is_member(character, each) for each in compiled):
                return character
        return "\u4e2d"
    operation, argument = listed[0]
    if operation is sre.LITERAL:
        return chr(argument)
    if operation is sre.RANGE:
        return chr(argument[0])
    return _OF_A_KIND.get(argument, "a")


def _is_member(character: str, member: tuple[object, object]) -> bool:
    operation, argument = member
    if operation is sre.LITERAL:
        return ord(character) == argument
    if operation is sre.RANGE:
        return argument[0] <= ord(character) <= argument[1]  # type: ignore[index]
    kinds: dict[object, Callable[[str], bool]] = {
        sre.CATEGORY_DIGIT: str.isdigit,
        sre.CATEGORY_SPACE: str.isspace,
        sre.CATEGORY_WORD: lambda each: each.isalnum() or each == "_",
        sre.CATEGORY_NOT_DIGIT: lambda each: not each.isdigit(),
        sre.CATEGORY_NOT_SPACE: lambda each: not each.isspace(),
        sre.CATEGORY_NOT_WORD: lambda each: not (each.isalnum() or each == "_"),
    }
    return argument in kinds and kinds[argument](character)
