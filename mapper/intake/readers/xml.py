"""Records in XML (.xml), as course feeds are: as forms, each with the path to it.

Entities are refused; a document type is passed over, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.limits import Limits
from mapper.intake.readers.records import Value, blocks_of
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ENTITY = re.compile(rb"<!ENTITY")
DEEPEST = 60
WRAP_WIDTH = 60
"""Text whose longest line is shorter was not wrapped by an editor."""
SHARES = {"weight", "weighting", "percentage", "percent"}
FACTS = SHARES | {"code", "title", "name", "level", "credits", "length", "outcomes", "status", "number"}
"""Attributes that say what others say in elements."""
NUMBERS = ("number", "no", "num", "ref", "label")
SHORT = re.compile(r"[A-Z]{0,4}\d{1,2}(?:\.\d{1,2})?|[a-z]")
CODE = re.compile(r"[A-Z]{2,6}[- ]?\d{2,6}[A-Z]?")
BEGINS = re.compile(r"[A-Z\d(•*–-]")


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The file's elements in order, named as in the file without name spaces.

    An element's xsi:type follows its name ("identifier internalID"). UnreadableError, with the
    line, for what is no whole XML, for entities, and for a file without text.
    """
    from lxml import etree

    if ENTITY.search(content.replace(b"\0", b"")):
        raise _with_entities(file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f": line {line:,} cannot be read" if line else ""
        raise UnreadableError(
            f"The file is no whole XML{where}.", subject=file, remedy="Export it again, or mend that line."
        ) from error
    declared = root.getroottree().docinfo
    if next(root.iter(etree.Entity), None) is not None or (
        declared.internalDTD is not None and declared.internalDTD.entities()
    ):
        raise _with_entities(file)
    blocks = blocks_of(_value(root, file, 0), file=file, limits=limits)
    if not blocks:
        raise UnreadableError(
            "The file holds no text.", subject=file, remedy="Export it again with its content."
        )
    return Document(file, "xml", blocks, findings=_findings(declared, file))


def _with_entities(file: str) -> UnreadableError:
    return UnreadableError(
        "The file declares or uses entities, which are not read because they can hide attacks.",
        subject=file,
        remedy="Export the records again without entities, their text in their place.",
    )


def _findings(declared: Any, file: str) -> tuple[Finding, ...]:
    if not declared.system_url:
        return ()
    return (
        Finding(
            Severity.INFO,
            file,
            "The file names a document type at another address, which was not fetched.",
            "Nothing is to be done; what stands in the file was read.",
            Locator(file=file),
        ),
    )


def _value(element: Any, file: str, depth: int) -> Value:
    """An element as text where it holds text or a page's markup, else as a record of what it holds."""
    if depth > DEEPEST:
        raise UnreadableError(
            f"The elements are nested more than {DEEPEST} deep.",
            subject=file,
            remedy="Export them with fewer levels.",
        )
    inner = [child for child in element if isinstance(child.tag, str)]
    own = _own_facts(element)
    if not inner or _is_prose(element, inner):
        said = _meant_lines(element.text or "") if not inner else "".join(_prose(element))
        lines = (squeeze(line) for line in said.split("\n"))
        text = _numbered("\n".join(line for line in lines if line), element)
        is_record = bool(own) if not text else not SHARES.isdisjoint(own)
        return ({_label(element): text} if text else {}) | own if is_record else text
    found: dict[str, list[Value]] = {name: [said] for name, said in own.items()}
    for child in inner:
        value = _value(child, file, depth + 1)
        if value:
            found.setdefault(_label(child), []).append(value)
    is_list = len(found) == 1 and len(inner) == 1 and _name(element).lower() == f"{_name(inner[0]).lower()}s"
    return {name: values[0] if len(values) == 1 and not is_list else values for name, values in found.items()}


def _is_prose(element: Any, inner: list[Any]) -> bool:
    """Whether the element mixes text and elements, or holds XHTML."""
    mixed = bool(squeeze(element.text or "")) or any(squeeze(child.tail or "") for child in inner)
    return mixed or any(child.tag.startswith(XHTML) for child in inner)


def _own_facts(element: Any) -> dict[str, str]:
    """What the element's attributes say of what it is about; an id only where it is a code."""
    found = {name: said for name, said in element.attrib.items() if name in FACTS and said.strip()}
    if CODE.fullmatch(element.get("id", "")) and "code" not in found:
        found["code"] = element.get("id")
    return found


def _numbered(text: str, element: Any) -> str:
    """The text behind the number that an attribute gives it ("LO1", "2")."""
    number = next((element.get(name) for name in NUMBERS if element.get(name)), "")
    if not text or not SHORT.fullmatch(number) or text.startswith(number):
        return text
    return f"{number}. {text}" if number.isdigit() else f"{number} {text}"


def _meant_lines(text: str) -> str:
    """Bare text with the line breaks that its writer meant: no wider lines, or a number or capital after room."""
    lines = [line.strip() for line in text.strip().split("\n")]
    longest = max(map(len, lines))
    said = lines[0]
    for before, line in pairwise(lines):
        has_room = longest < WRAP_WIDTH or len(before) + len(line.split(" ")[0]) < longest - 1
        said += ("\n" if not line or (has_room and BEGINS.match(line)) else " ") + line
    return said


BREAKING = {"p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "dt", "dd"}


def _prose(element: Any) -> Iterator[str]:
    """The text within; a new paragraph or item begins a line, other white space means nothing."""
    yield re.sub(r"\s+", " ", element.text or "")
    number = 0
    for child in element:
        breaks = isinstance(child.tag, str) and _name(child).lower() in BREAKING
        if isinstance(child.tag, str):
            yield "\n" if breaks else ""
            if _name(element).lower() == "ol" and _name(child).lower() == "li":
                number += 1
                yield f"{number}. "
            yield from _prose(child)
            yield "\n" if breaks else ""
        yield re.sub(r"\s+", " ", child.tail or "")


def _label(element: Any) -> str:
    kind = element.get(TYPE, "").rpartition(":")[2]
    return f"{_name(element)} {kind}".strip()


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
