"""The modules that a document names, in order, and the one that it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mapper.intake.programmes.drafts import Found, ModuleDraft
from mapper.intake.programmes.events import Event, Heading
from mapper.intake.programmes.names import same_title, tidy_title
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import name_parts, same_code
from mapper.values import Locator

_ABOUT = re.compile(
    r"\b(?:facts?|details?|information|at a glance|summary|overview|specification|descriptor|identification)\b",
    re.I,
)
"""Words of a heading that is about the form below it and no title."""


@dataclass(slots=True)
class Roll:
    """Modules met so far; `unnamed` holds what stands outside any module with a name.

    `depth` is the depth of the heading that opened the module spoken of, where a heading did.
    """

    unnamed: ModuleDraft
    modules: list[ModuleDraft] = field(default_factory=list)
    spoken_of: ModuleDraft | None = None
    depth: int | None = None
    _by_code: dict[str, ModuleDraft] = field(default_factory=dict)
    _without_code: list[ModuleDraft] = field(default_factory=list)

    @property
    def current(self) -> ModuleDraft:
        """The module that is spoken of, or what has no name."""
        return self.spoken_of or self.unnamed

    def open(
        self,
        code: str | None,
        title: str | None,
        place: Locator,
        *,
        heading: Found | None,
        title_at: Locator | None = None,
    ) -> ModuleDraft:
        """The module of that name: the one spoken of, one met before, or a new one.

        `title_at` is where the title stands, if not at `place`.
        `heading` stands just above a code without a title, and is the title unless another is given.
        """
        module = self._met(code, title)
        if module is None:
            module = ModuleDraft(place, heading=heading if code and not title else None)
            self.modules.append(module)
            self._without_code.append(module)
        if module is not self.spoken_of:
            self.depth = None
        self.spoken_of = module
        if code:
            module.learn("code", code, place)
        if title:
            module.learn("title", title, title_at or place)
        return module

    def leave(self) -> None:
        """What follows is about no single module."""
        self.spoken_of, self.depth = None, None

    def ends_at(self, depth: int) -> bool:
        """Whether a heading of that depth stands above the module's own, in a document of several."""
        return self.depth is not None and depth < self.depth and len(self.modules) > 1

    def _met(self, code: str | None, title: str | None) -> ModuleDraft | None:
        if code and (known := self._known_by(code)):
            return known
        if self.spoken_of is not None and _fits(self.spoken_of, code, title):
            return self.spoken_of
        if code or title is None:
            return None
        return next((m for m in self.modules if m.title and same_title(title, m.title)), None)

    def _known_by(self, code: str) -> ModuleDraft | None:
        # A module may learn its code long after it was met.
        for module in self._without_code:
            if module.code:
                self._by_code.setdefault(same_code(module.code), module)
        self._without_code = [module for module in self._without_code if not module.code]
        return self._by_code.get(same_code(code))


def _fits(module: ModuleDraft, code: str | None, title: str | None) -> bool:
    """Whether the name may be the rest of what is known of the module."""
    if code and module.code:
        return False
    return title is None or module.title is None or same_title(title, module.title)


def title_above(above: Event | None, vocabulary: Vocabulary) -> Found | None:
    """The heading just above a module's code, where it can be a title."""
    if not isinstance(above, Heading) or above.locator.sheet or above.locator.table:
        return None
    if vocabulary.section(above.text) or len(above.text.split()) > 14 or _ABOUT.search(above.text):
        return None
    title = tidy_title(name_parts(above.text)[1])
    return Found(title, above.locator) if title else None
