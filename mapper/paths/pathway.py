"""One pathway of a programme: the learners who take exactly these modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mapper.errors import InvalidError
from mapper.paths.replay import is_admitted
from mapper.paths.values import Node, NodeKind, Structure


def pathway(structure: Structure, taken: Iterable[str]) -> Structure:
    """The programme of those who take exactly `taken`; its verdicts say what they meet for certain.

    Takes a structure without faults. Raises InvalidError where the structure does not admit the set.
    """
    chosen = set(taken)
    if not is_admitted(structure, chosen):
        raise InvalidError(
            "These modules are no way through the programme.",
            subject=", ".join(sorted(chosen)) or "no module",
            remedy="Choose as many modules or credits as each choice asks for.",
        )
    leaves = tuple(n for n in structure.nodes if n.kind is NodeKind.TAKE and n.module in chosen)
    root = Node(NodeKind.ALL, "structure", tuple(range(len(leaves))))
    return replace(structure, nodes=(*leaves, root), core=frozenset())
