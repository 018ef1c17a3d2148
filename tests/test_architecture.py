"""The rules that hold the code together, read off its syntax trees."""

import ast
import importlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_RANK = {"embeddings": 0, "qa": 1, "ui": 2}
_MODULES = sorted(path for package in _RANK for path in (_ROOT / package).rglob("*.py"))
_RUNTIME = [path for path in _MODULES if "training" not in path.parts]
# arrays are what the packages hand each other
_SHARED_LIBRARIES = {"numpy"}
# libraries that several modules of one package speak
_PACKAGES_OF = {
    "docx": "qa/",  # read in qa/ingest, written in qa/talk
    "fastapi": "ui/serving/",
    "gradio": "ui/",
    "pypdfium2": "qa/ingest/",
    "starlette": "ui/serving/",
    "typer": "qa/cli/",
    "uvicorn": "ui/serving/",
}
_MOST_LINES = 250
_MOST_CLASS_LINES = 200


def _shown(path: Path) -> str:
    return path.relative_to(_ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def _names_of(handler: ast.expr | None) -> set[str]:
    if handler is None:
        return {"everything"}
    return {node.id for node in ast.walk(handler) if isinstance(node, ast.Name)}


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Whether it catches everything for good; one that ends by raising it again only looks on."""
    last = handler.body[-1]
    passes_on = isinstance(last, ast.Raise) and last.exc is None
    return not passes_on and bool(_names_of(handler.type) & {"everything", "Exception", "BaseException"})


def _offences(tree: ast.Module) -> Iterator[str]:
    """What no module may contain, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _swallows(node):
            yield f"{node.lineno}: catches everything"
        elif isinstance(node, ast.keyword) and node.arg == "errors" and isinstance(node.value, ast.Constant):
            if node.value.value == "ignore":
                yield f"{node.value.lineno}: drops what it cannot decode"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.args.kwarg:
            yield f"{node.lineno}: passes keywords through"
        elif (
            isinstance(node, ast.ClassDef)
            and node.end_lineno
            and node.end_lineno - node.lineno >= _MOST_CLASS_LINES
        ):
            yield f"{node.lineno}: class over {_MOST_CLASS_LINES} lines"
        elif isinstance(node, ast.Assert):
            yield f"{node.lineno}: validates with assert, which -O removes"


def _prints(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno


def _exported(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return list(ast.literal_eval(node.value))  # type: ignore[attr-defined]
    return None


def _defined(tree: ast.Module) -> set[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


@pytest.mark.parametrize("path", _MODULES, ids=_shown)
def test_imports_flow_from_ui_to_qa_to_embeddings(path: Path) -> None:
    rank = _RANK[path.relative_to(_ROOT).parts[0]]
    tops = {name.split(".")[0] for name in _imports(_tree(path))}
    assert "" not in tops, "relative imports hide where a name comes from"
    assert {top for top in tops if _RANK.get(top, -1) > rank} == set()


def test_only_the_command_reaches_the_page_and_by_name() -> None:
    reaching = {
        _shown(path)
        for path in _MODULES
        if path.relative_to(_ROOT).parts[0] != "ui"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.split(".")[0] == "ui"
    }
    assert reaching == {"qa/cli/chat_command.py"}


def test_each_library_is_imported_in_one_module_or_in_the_package_made_for_it() -> None:
    users = defaultdict(set)
    for path in _RUNTIME:
        for name in _imports(_tree(path)):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in _RANK and top not in _SHARED_LIBRARIES:
                users[top].add(_shown(path))
    apart = {
        top: where
        for top, where in users.items()
        if len(where) > 1 and not all(each.startswith(_PACKAGES_OF.get(top, "-")) for each in where)
    }
    assert apart == {}
    assert all(each.startswith("qa/cli/") for each in users["typer"])
    assert users["rich"] == {"qa/cli/terminal.py"}
    assert users["sentence_transformers"] == {"embeddings/encoder.py"}


def test_each_library_is_a_declared_dependency() -> None:
    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    providers = importlib.metadata.packages_distributions()

    def undeclared(modules: list[Path], requirements: list[str]) -> set[str]:
        declared = {plain(re.split(r"[\s<>=!~;\[]", requirement)[0]) for requirement in requirements}
        imported = {name.split(".")[0] for path in modules for name in _imports(_tree(path))}
        libraries = imported - set(sys.stdlib_module_names) - set(_RANK)
        return {library for library in libraries if not declared & {*map(plain, providers[library])}}

    extras = project["optional-dependencies"]
    on_milvus = [path for path in _RUNTIME if "milvus" in path.parts]
    always = [path for path in _RUNTIME if path not in on_milvus]
    assert undeclared(always, project["dependencies"]) == set()
    assert undeclared(on_milvus, project["dependencies"] + extras["milvus"]) == set()
    assert undeclared(_MODULES, project["dependencies"] + extras["milvus"] + extras["training"]) == set()


def test_constraints_pin_every_dependency() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    requirements = [*project["dependencies"], *(each for extra in extras for each in extra)]
    names = {
        re.split(r"[\s<>=!~;\[]", requirement)[0].lower().replace("_", "-") for requirement in requirements
    }
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert names - set(pins) == set()
    assert pins["torch"] == "2.13.0"


def test_no_pickle() -> None:
    pickles = {"pickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
    assert [
        _shown(path) for path in _MODULES if pickles & {name.split(".")[0] for name in _imports(_tree(path))}
    ] == []


@pytest.mark.parametrize("path", _MODULES, ids=_shown)
def test_no_module_offends(path: Path) -> None:
    assert list(_offences(_tree(path))) == []


def test_offences_are_seen() -> None:
    source = (
        """
try: f()
except: pass
try: f()
except (OSError, Exception): pass
try: f()
except OSError: pass
try: f()
except BaseException: raise
data.decode("utf-8", errors="ignore")
def g(**rest): assert rest
class Long:
"""
        + "    x = 1\n" * 200
    )
    seen = [offence.split(": ")[1].split(",")[0] for offence in _offences(ast.parse(source))]
    assert sorted(seen) == sorted(
        ["catches everything"] * 2
        + [
            "drops what it cannot decode",
            "passes keywords through",
            "validates with assert",
            "class over 200 lines",
        ]
    )


@pytest.mark.parametrize("path", _RUNTIME, ids=_shown)
def test_the_library_does_not_print(path: Path) -> None:
    assert path.name == "__main__.py" or list(_prints(_tree(path))) == []


def test_prints_are_seen() -> None:
    assert list(_prints(ast.parse("x = 1\nif x:\n    print(x)\n"))) == [3]


@pytest.mark.parametrize("path", _MODULES, ids=_shown)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= _MOST_LINES


@pytest.mark.parametrize("path", _RUNTIME, ids=_shown)
def test_all_names_what_the_module_defines(path: Path) -> None:
    if path.name == "__main__.py":
        return
    tree = _tree(path)
    exported, defined = _exported(tree), _defined(tree) - {"main"}
    assert exported is not None or not defined, "public names without __all__"
    assert exported is None or (sorted(set(exported)) == sorted(exported) and defined <= set(exported))


def _module_names() -> list[str]:
    names = []
    for path in _RUNTIME:
        parts = path.relative_to(_ROOT).with_suffix("").parts
        if parts[-1] != "__main__":
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


@pytest.mark.parametrize("name", _module_names())
def test_all_names_exist(name: str) -> None:
    module = importlib.import_module(name)
    assert [export for export in getattr(module, "__all__", []) if not hasattr(module, export)] == []


def test_public_api() -> None:
    import qa

    assert {"Answer", "Document", "Library", "QAError", "Quote", "ask"} <= set(qa.__all__)
    assert "ask" in dir(qa)


def test_importing_qa_loads_no_model_library() -> None:
    code = """
import sys, qa, qa.cli
heavy = {"faiss", "gradio", "pymilvus", "scipy", "sentence_transformers", "torch", "trafilatura", "transformers"}
print(sorted(heavy & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_top_level_is_as_documented() -> None:
    packages = {path.parent.name for path in _ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} == set(_RANK)
