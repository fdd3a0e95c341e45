"""The tree of an expression: JSON arrays, `["<", ["answer", "age"], ["number", 18]]`."""

from typing import Any

Tree = list[Any]


def parts(tree: Tree) -> list[Tree]:
    """The trees directly inside a tree."""
    return [part for part in tree[1:] if isinstance(part, list)] if tree[0] != "list" else []


def depth(tree: Tree) -> int:
    """How deep a tree is; a tree without trees inside has depth 1."""
    return 1 + max(map(depth, parts(tree)), default=0)


def nodes(tree: Tree) -> int:
    """How many trees there are in a tree, itself included."""
    return 1 + sum(map(nodes, parts(tree)))


def names(tree: Tree) -> set[str]:
    """The variables whose answers an expression reads."""
    own = {tree[1]} if tree[0] in {"answer", "answered", "selected", "count", "missing"} else set()
    return own.union(*map(names, parts(tree)))
