"""Reads off the source what errors may say: every subject, cause and remedy, with a mark wherever a value is put in.

It follows a cause back from where an error is made: through variables, constants, parameters, what helpers return,
dictionaries, conditional expressions and f-strings. What it cannot follow comes out as a lone mark, so that whoever
asks sees that something was missed.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from string import Formatter

__all__ = ["PASSED", "SYSTEM", "VALUE", "Reader", "Said"]

VALUE = "\ue000"
"""Stands for a value: a name, a number, what a library says."""
PASSED = "\ue001"
"""Stands for the cause or remedy of another error, which is read where that one is made."""
SYSTEM = "\ue002"
"""Stands for what the operating system says."""

_PARTS = ("cause", "remedy")
_GIVEN = ("subject", *_PARTS)
_EACH = -1
"""The step from a sequence or dictionary to any of its elements; other steps are positions in a tuple."""
_PUT_IN = -2
"""Begins the way from an element that is put into a sequence or dictionary to what is put into it."""
_FARTHEST = 4
_MOST = 400
_MOST_PUT = 8
_PASSING = ("parts", "translated")
"""What says in another language what an error says already."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Scope = tuple[ast.AST, ...]
_Path = tuple[int, ...]
_Binding = tuple[ast.expr, _Path, _Scope]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What one error may say.

    :param part: ``subject``, ``cause`` or ``remedy``.
    :param text: what is said, with marks for values.
    :param where: module and line.
    """

    part: str
    text: str
    where: str


def _walk(node: ast.AST, scope: _Scope) -> Iterator[tuple[ast.AST, _Scope]]:
    yield node, scope
    inner = (*scope, node) if isinstance(node, _Function | ast.ClassDef | ast.Module) else scope
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inner)


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _unpacked(target: ast.expr, path: _Path) -> Iterator[tuple[ast.expr, _Path]]:
    if isinstance(target, ast.Tuple | ast.List):
        for position, each in enumerate(target.elts):
            yield from _unpacked(each, (*path, position))
    else:
        yield target, path


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr, _Path]]:
    """What a piece of source binds: the target, the value, and the way from the value to what is bound."""
    targets: list[ast.expr] = []
    value: ast.expr | None = None
    path: _Path = ()
    match node:
        case ast.Assign():
            targets, value = node.targets, node.value
        case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign():
            targets, value = [node.target], node.value
        case ast.For() | ast.comprehension():
            targets, value, path = [node.target], node.iter, (_EACH,)
        case ast.Call(func=ast.Attribute(value=held, attr="append"), args=[value]):
            targets, path = [held], (_PUT_IN,)
    if value is not None:
        for target in targets:
            put_in = isinstance(target, ast.Subscript)
            bound = target.value if isinstance(target, ast.Subscript) else target
            yield from (
                (inner, value, way) for inner, way in _unpacked(bound, (_PUT_IN,) if put_in else path)
            )


@dataclass(slots=True)
class _Program:
    """What is defined where, by name."""

    paths: dict[ast.AST, str] = field(default_factory=dict)
    names: dict[str, list[tuple[ast.expr, _Path, _Scope]]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, list[_Binding]] = field(default_factory=lambda: defaultdict(list))
    functions: dict[str, list[tuple[_Function, _Scope]]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, tuple[ast.ClassDef, _Scope]] = field(default_factory=dict)
    calls: dict[str, list[tuple[ast.Call, _Scope]]] = field(default_factory=lambda: defaultdict(list))

    def read(self, path: str, source: str) -> None:
        module = ast.parse(source, filename=path)
        self.paths[module] = path
        for node, scope in _walk(module, ()):
            if isinstance(node, _Function):
                self.functions[node.name].append((node, scope))
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node, scope
            elif isinstance(node, ast.Call):
                self.calls[_called(node)].append((node, scope))
            for target, value, way in _bindings(node):
                if isinstance(target, ast.Name):
                    self.names[target.id].append((value, way, scope))
                elif isinstance(target, ast.Attribute):
                    self.attributes[target.attr].append((value, way, scope))


def _own_parameters(kind: ast.ClassDef) -> list[str]:
    """Parameters of a class's own constructor, or of the one that a dataclass has."""
    for node in kind.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return [argument.arg for argument in (*node.args.args[1:], *node.args.kwonlyargs)]
    fields = [node.target for node in kind.body if isinstance(node, ast.AnnAssign)]
    return [each.id for each in fields if isinstance(each, ast.Name)]


class Reader:
    """Follows what errors say.

    :param sources: source texts by path.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._program = _Program()
        for path, source in sources.items():
            self._program.read(path, source)
        self._made = {name: self._parameters(name) for name in self._program.classes}
        self._known: dict[tuple[int, _Path], set[str]] = {}

    def said(self) -> set[Said]:
        """Everything that errors may say, and whatever else has a cause or a remedy."""
        found: set[Said] = set()
        for module, path in self._program.paths.items():
            for node, scope in _walk(module, ()):
                for part, value, way in self._parts(node, scope):
                    named = part == "subject"
                    texts = set(self._subjects(value, scope, 0)) if named else self._texts(value, way, scope)
                    found.update(Said(part, text, f"{path}:{value.lineno}") for text in texts)
        return found

    def _parameters(self, name: str) -> list[str]:
        """Parameters of the constructor of a class, its parents' where it has none of its own."""
        if name not in self._program.classes:
            return []
        kind, _ = self._program.classes[name]
        bases = [base.id for base in kind.bases if isinstance(base, ast.Name)]
        return _own_parameters(kind) or next((made for base in bases if (made := self._parameters(base))), [])

    def _parts(self, node: ast.AST, scope: _Scope) -> Iterator[tuple[str, ast.expr, _Path]]:
        """The causes and remedies that a piece of source gives to an error, or to what holds them like one."""
        if isinstance(node, ast.Call):
            handed_on = _called(node) == "__init__"
            for name, value in zip(self._takes(node, scope), node.args, strict=False):
                if name in _GIVEN and not (handed_on and isinstance(value, ast.Name)):
                    yield name, value, ()
            yield from ((each.arg, each.value, ()) for each in node.keywords if each.arg in _PARTS)
        for target, bound, way in _bindings(node):
            if isinstance(target, ast.Name) and target.id in _PARTS:
                yield target.id, bound, way

    def _takes(self, call: ast.Call, scope: _Scope) -> Sequence[str]:
        """Names of what is given in a call, where some of it is said."""
        name = _called(call)
        if name == "__init__":  # of a parent
            classes = [each for each in scope if isinstance(each, ast.ClassDef)]
            bases = [base.id for base in classes[-1].bases if isinstance(base, ast.Name)] if classes else []
            return next((self._made[base] for base in bases if self._says(base)), ())
        if self._says(name):
            return self._made[name]
        # a class that was chosen while the program runs is called like this, too
        pairs = zip(call.args[1:], _PARTS, strict=False)
        chosen = any(isinstance(value, ast.Name) and value.id == part for value, part in pairs)
        return _GIVEN if chosen and len(call.args) == 3 else ()

    def _says(self, name: str) -> bool:
        return not set(_PARTS).isdisjoint(self._made.get(name, ()))

    def _texts(self, node: ast.expr, path: _Path, scope: _Scope) -> set[str]:
        """What may stand at the end of a way from an expression."""
        if len(path) > _FARTHEST:
            return {VALUE}
        key = (id(node), path)
        if key not in self._known:
            self._known[key] = set()  # what leads back to itself adds nothing to what it may be
            found = self._along(node, path, scope) if path else self._evaluated(node, scope)
            self._known[key] = found if len(found) <= _MOST else {VALUE}
        return self._known[key]

    def _subjects(self, node: ast.expr, scope: _Scope, depth: int) -> Iterator[str]:
        """What is written for a subject where an error is made; most are names, which are followed no further."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=pieces):
                yield "".join(piece.value if isinstance(piece, ast.Constant) else VALUE for piece in pieces)
            case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
                yield from self._subjects(one, scope, depth)
                yield from self._subjects(other, scope, depth)
            case ast.Name(id=name) if depth < 3:
                for value, way, where in self._named(name, (), scope, parameters=False):
                    if not way:
                        yield from self._subjects(value, where, depth + 1)

    def _any(self, bindings: Sequence[_Binding]) -> set[str]:
        return set().union(*(self._texts(*each) for each in bindings)) if bindings else {VALUE}

    def _evaluated(self, node: ast.expr, scope: _Scope) -> set[str]:  # noqa: PLR0911 - one for each kind
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.Constant(value=None):
                return set()
            case ast.JoinedStr(values=pieces):
                return self._joined([self._texts(piece, (), scope) for piece in pieces])
            case ast.FormattedValue(value=value, format_spec=None, conversion=-1):
                return self._put(value, scope)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([self._texts(side, (), scope) for side in (left, right)])
            case ast.Attribute(attr="strerror"):
                return {SYSTEM}
            case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=name)) if name in _PARTS:
                return {PASSED}
            case ast.Call(
                func=ast.Attribute(value=text, attr="replace"), args=[ast.Constant(value=str(old)), new]
            ):
                choices = product(self._texts(text, (), scope), self._put(new, scope))
                return {whole.replace(old, put) for whole, put in choices}
            case ast.Call(func=ast.Attribute(value=text, attr="format")):
                return {_filled(whole) for whole in self._texts(text, (), scope)}
        return self._along(node, (), scope)

    def _put(self, value: ast.expr, scope: _Scope) -> set[str]:
        """What is put into a text: a value, unless all that it may be is written in the source."""
        found = self._texts(value, (), scope)
        named = isinstance(value, ast.Name | ast.Attribute)
        return {VALUE} if not found or (named and (VALUE in found or len(found) > _MOST_PUT)) else found

    @staticmethod
    def _joined(choices: Sequence[set[str]]) -> set[str]:
        many = prod(map(len, choices)) > _MOST
        return {VALUE} if many else {"".join(pieces) for pieces in product(*choices)}

    def _along(self, node: ast.expr, path: _Path, scope: _Scope) -> set[str]:  # noqa: PLR0911, PLR0912
        match node:
            case ast.IfExp(body=body, orelse=orelse):
                return self._any([(body, path, scope), (orelse, path, scope)])
            case ast.BoolOp(values=values):
                return self._any([(value, path, scope) for value in values])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._any([(side, path, scope) for side in (left, right)])
            case ast.Call(func=ast.Name(id=name)) if name in _PASSING:
                return {PASSED}
            case ast.NamedExpr(value=value):
                return self._texts(value, path, scope)
            case ast.Name(id=name):
                return self._any(self._named(name, path, scope))
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return self._any([*self._attribute(name, path)])
            case ast.Subscript(value=value, slice=ast.Constant(value=int(position))):
                return self._texts(value, (position, *path), scope)
            case ast.Subscript(value=value):
                return self._texts(value, (_EACH, *path), scope)
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements) if path:
                reached = elements if path[0] == _EACH else elements[path[0] : path[0] + 1]
                return self._any([(each, path[1:], scope) for each in reached]) if reached else set()
            case ast.Dict(values=values) if path:
                return self._any([(each, path[1:], scope) for each in values])
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element) if path:
                return self._texts(element, path[1:], scope)
            case ast.Call(func=ast.Name(id="next"), args=[one, *default]):
                return self._any([(one, (_EACH, *path), scope), *((each, path, scope) for each in default)])
            case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[_, *default]):
                return self._any([(held, (_EACH, *path), scope), *((each, path, scope) for each in default)])
            case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[_, value]) if path[:1] == (_EACH,):
                return self._texts(value, path[1:], scope)
            case ast.Call(func=ast.Attribute(value=held, attr="values")):
                return self._texts(held, path, scope)
            case ast.Call(func=ast.Attribute(value=held, attr="items")) if path[1:2] == (1,):
                return self._texts(held, (_EACH, *path[2:]), scope)
            case ast.Call(func=ast.Name()) | ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"))):
                return self._any(list(self._returned(_called(node), path, scope)))
        return {VALUE}

    def _returned(self, name: str, path: _Path, caller: _Scope) -> Iterator[_Binding]:
        known = self._program.functions.get(name, [])
        for function, scope in [each for each in known if each[1][:1] == caller[:1]] or known:
            inner = (*scope, function)
            for node, place in _walk(function, scope):
                if isinstance(node, ast.Return) and node.value is not None and place == inner:
                    yield node.value, path, inner

    def _attribute(self, name: str, path: _Path) -> Iterator[_Binding]:
        """What an attribute is set to, or the field of that name is given where its class is made."""
        yield from self._ways(self._program.attributes.get(name, ()), path)
        for kind, parameters in self._made.items():
            yield from self._given(kind, name, parameters, path)

    def _given(
        self,
        called: str,
        name: str,
        parameters: Sequence[str],
        path: _Path,
        within: ast.AST | None = None,
    ) -> Iterator[_Binding]:
        """What is given for a parameter wherever a function or class is called, a private one in its own module."""
        if name not in parameters:
            return
        position = parameters.index(name)
        for call, scope in self._program.calls.get(called, ()):
            if called.startswith("_") and within is not None and scope[0] is not within:
                continue
            if position < len(call.args) and not any(isinstance(each, ast.Starred) for each in call.args):
                yield call.args[position], path, scope
            yield from ((each.value, path, scope) for each in call.keywords if each.arg == name)

    def _named(self, name: str, path: _Path, scope: _Scope, parameters: bool = True) -> list[_Binding]:
        """What a variable is bound to: in the function or one around it, as a parameter, or in a module."""
        bound = self._program.names.get(name, ())
        for depth in range(len(scope), 0, -1):
            place = scope[:depth]
            if isinstance(place[-1], ast.ClassDef) and depth < len(scope):
                continue
            found = [each for each in self._ways(bound, path) if each[2] == place]
            if isinstance(place[-1], _Function) and parameters:
                found += self._parameter(name, place[-1], place, path)
            if found:
                return found
        return [each for each in self._ways(bound, path) if len(each[2]) == 1]

    @staticmethod
    def _ways(bound: Sequence[_Binding], path: _Path) -> Iterator[_Binding]:
        for value, way, scope in bound:
            if way[:1] != (_PUT_IN,):
                yield value, (*way, *path), scope
            elif path[:1] == (_EACH,):
                yield value, path[1:], scope

    def _parameter(self, name: str, function: _Function, place: _Scope, path: _Path) -> Iterator[_Binding]:
        arguments = function.args
        names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        holder = place[-2]
        if isinstance(holder, ast.ClassDef) and names[:1] in (["self"], ["cls"]):
            names = names[1:]
        makes = isinstance(holder, ast.ClassDef) and function.name == "__init__"
        called = holder.name if makes and isinstance(holder, ast.ClassDef) else function.name
        keywords = [each.arg for each in arguments.kwonlyargs]
        yield from self._given(called, name, [*names, *keywords], path, place[0])
        if makes:
            for kind in self._program.classes:
                if kind != called and self._made[kind] is not None and self._inherits(kind, called):
                    yield from self._given(kind, name, names, path)
        pairs = [*zip(reversed(names), reversed(arguments.defaults), strict=False)]
        pairs += [(each, value) for each, value in zip(keywords, arguments.kw_defaults, strict=True) if value]
        yield from ((value, path, place[:-1]) for each, value in pairs if each == name)

    def _inherits(self, kind: str, parent: str) -> bool:
        if kind not in self._program.classes:
            return False
        bases = [base.id for base in self._program.classes[kind][0].bases if isinstance(base, ast.Name)]
        return parent in bases or any(self._inherits(base, parent) for base in bases)


def _filled(text: str) -> str:
    """A template whose braces are filled, each with a value."""
    try:
        pieces = [*Formatter().parse(text)]
    except ValueError:
        return VALUE
    return "".join(literal + (VALUE if name is not None else "") for literal, name, _, _ in pieces)
