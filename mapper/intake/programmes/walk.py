"""One pass over a document's events: which module is spoken of, and in which section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mapper.intake.document import Paragraph
from mapper.intake.programmes import figures
from mapper.intake.programmes.drafts import ModuleDraft, ProgrammeDraft
from mapper.intake.programmes.events import Entry, Event, Heading, Line, Records, text_of
from mapper.intake.programmes.facts import (
    is_line_of_facts,
    learn_fact,
    learn_facts_in_line,
    learn_level_and_credits,
    learn_programme_fact,
    learn_texts,
)
from mapper.intake.programmes.forms import FormReader
from mapper.intake.programmes.lines import UNMARKED
from mapper.intake.programmes.names import (
    FACTS,
    LEVEL_BEHIND_CODE,
    code_and_facts,
    name_of_entry,
    name_of_heading,
    tidy_title,
)
from mapper.intake.programmes.outcomes import (
    FIRST_LABEL,
    MODULE_INTRO,
    OutcomeList,
    numbered_outcomes,
    outcomes_in,
)
from mapper.intake.programmes.records import read_records
from mapper.intake.programmes.roll import Roll, title_above
from mapper.intake.programmes.rows import GROUP, names_group, outcome_of, topic_of
from mapper.intake.programmes.running import RunningText
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.values import Locator


@dataclass(slots=True)
class Walk:
    """What one document says, module by module; `labelled` are level and credits that a label
    gave outside any module: of the programme, where modules follow."""

    vocabulary: Vocabulary
    file: str
    titles: Mapping[str, str | None]
    programme: ProgrammeDraft = field(default_factory=ProgrammeDraft)
    roll: Roll = field(init=False)
    events: list[tuple[Event, ModuleDraft]] = field(default_factory=list)
    labelled: dict[str, Entry] = field(default_factory=dict)
    _on_title_page: bool = False
    _section: str | None = None
    _depth: int = 0
    _group: int = 0
    _list: OutcomeList | None = None
    _above: Event | None = None
    _forms: FormReader = field(init=False)
    _running: RunningText = field(init=False)

    def __post_init__(self) -> None:
        self.roll = Roll(ModuleDraft(Locator(file=self.file)))
        self._forms = FormReader(self.vocabulary)
        self._running = RunningText(self.vocabulary, self._forms)

    @property
    def current(self) -> ModuleDraft:
        """The module that is spoken of, or what has no name."""
        return self.roll.current

    def read(self, events: Sequence[Event]) -> None:
        """Take all events in order."""
        for event in events:
            self._take(event)
            self._above = event
            self._on_title_page = self._on_title_page and isinstance(event, Heading)
            self.events.append((event, self.current))
        self._close_list()

    def _take(self, event: Event) -> None:
        if isinstance(event, Heading):
            self._heading(event)
        elif isinstance(event, Records):
            self._close_list()
            self._group += 1
            self._above = self._above if len(event.rows) == 1 else None
            if self._section not in ("excluded", "programme outcomes") or event.names_modules:
                read_records(
                    event,
                    open_module=self._open,
                    current=lambda: self.current,
                    group=self._group,
                    vocabulary=self.vocabulary,
                )
            if len(event.modules_named) > 1:
                self._turn_to(self._section)
                self.roll.leave()
        elif isinstance(event, Entry):
            self._forms.above = text_of(self._above)
            self._entry(event)
        else:
            self._line(event.paragraph)

    def _open(
        self, code: str | None, title: str | None, place: Locator, title_at: Locator | None = None
    ) -> ModuleDraft:
        self._close_list()
        before = self.roll.spoken_of
        heading = title_above(self._above, self.vocabulary)
        module = self.roll.open(code, title, place, heading=heading, title_at=title_at)
        if module is not before:
            self._turn_to(None)
        return module

    def _turn_to(self, section: str | None) -> None:
        """End the list and form that were open, and begin a section."""
        self._list = None
        self._forms.close()
        self._section = section
        self._group += 1

    # headings

    def _heading(self, heading: Heading) -> None:
        self._running.head(heading)
        name = name_of_heading(heading, self.titles)
        if name and self._section != "prerequisites":
            self._open(name[0], name[1], heading.locator)
            self._turn_to(None)
            self.roll.depth = self._depth = heading.depth
            self._running.above, self._on_title_page = None, True
            if facts := FACTS.search(heading.text):
                learn_facts_in_line(self.current, Paragraph(facts[1], heading.locator))
            return
        section = self.vocabulary.section(heading.text)
        if not (self._title_below_code(heading, section) or self._stays_in_section(heading, section)):
            self._begin(section, heading)

    def _begin(self, section: str | None, heading: Heading) -> None:
        self._close_list()
        is_first = self._above is None or (heading.depth == 1 and not self.roll.modules)
        if section == "content" and is_first and heading.number is None:
            section = None  # "Module outline" at the very top is what the document calls itself
        if section in (None, "excluded", "ignored") and self.roll.ends_at(heading.depth):
            self.roll.leave()
        self._section, self._depth, self._running.above = section, heading.depth, None
        if section != "assessment":
            self._forms.close()
        self._group += 1
        if section in ("outcomes", "tested outcomes"):
            self._section = "outcomes"
            self._list = OutcomeList(self._group, is_stray=section == "tested outcomes")
            if self._list.is_stray:
                self.current.tested_groups.append(self._group)
        elif section is None and self._on_title_page:
            learn_facts_in_line(self.current, Paragraph(heading.text, heading.locator))

    def _stays_in_section(self, heading: Heading, section: str | None) -> bool:
        """Whether the heading only divides the section; a topic may look like one by its words alone."""
        line = Paragraph(heading.text, heading.locator)
        if section == "ignored" and self._section == "content" and self._depth < heading.depth == UNMARKED:
            learn_texts(self.current, "content", (line,))
            return True
        if section is not None:
            return False
        if self._section == "programme":
            return heading.depth >= self._depth
        is_group = self._section == "outcomes" and self._depth == UNMARKED and bool(GROUP.match(heading.text))
        is_below = heading.depth > self._depth or (is_group and not self.roll.ends_at(heading.depth))
        if self._section not in ("outcomes", "assessment", "content") or not is_below:
            return False
        self._running.above = heading.text
        if self._section == "assessment":
            self._running.read(self.current, line, group=self._group)
        return True

    def _title_below_code(self, heading: Heading, section: str | None) -> bool:
        """A title page that gives code and title as two headings, one below the other."""
        above, module = self._above, self.roll.spoken_of
        if module is None or module.title or section or not isinstance(above, Heading):
            return False
        fits = above.text.strip(" :") == module.code and len(heading.text.split()) <= 14
        if fits:
            module.learn("title", tidy_title(heading.text), heading.locator)
        return fits

    def _close_list(self) -> None:
        if self._list:
            into = self.current.stray_outcomes if self._list.is_stray else self.current.outcomes
            into.extend(self._list.finish())
            self._list = None

    # entries of forms

    def _entry(self, entry: Entry) -> None:
        in_place = self._section == "programme"
        if (in_place and self._programme_entry(entry, in_place=True)) or self._name_entry(entry):
            return
        if self._listed_entry(entry):
            return
        if self._list and self._list.found and entry.in_table:
            self._close_list()
            self._section = None
        in_section = self._section == "assessment" or self._running.brief is not None
        if self._forms.read(self.current, entry, in_section=in_section, group=self._group):
            self._running.note_last(self.current)
            return
        if self._programme_entry(entry, in_place=False):
            return
        self._fact_entry(entry)

    def _programme_entry(self, entry: Entry, *, in_place: bool) -> bool:
        name = self.vocabulary.programme(entry.label, in_place=in_place)
        if name is None or (
            not in_place and self.roll.spoken_of is not None and name not in ("title", "award")
        ):
            return False
        learn_programme_fact(self.programme, name, entry)
        return True

    def _name_entry(self, entry: Entry) -> bool:
        said = self.vocabulary.said(entry.label)
        if said in ("title", "name") and not self._is_apt_title(entry, said):
            return said == "name"
        named = name_of_entry(entry, self.vocabulary)
        if named is None:
            return False
        level = LEVEL_BEHIND_CODE.search(entry.text) if named[0] else None
        self._open(named[0], tidy_title(named[1]), entry.place)
        if facts := FACTS.search(entry.text):
            learn_facts_in_line(self.current, Paragraph(facts[1], entry.place))
        elif level:
            learn_fact(self.current, "level", level[1], entry.place)
        return True

    def _is_apt_title(self, entry: Entry, said: str) -> bool:
        """Whether a plain "Title" or "Name" is the module's: not a component's, and no person's."""
        in_brief = self._running.brief is not None
        if in_brief or self._section in ("assessment", "excluded", "ignored") or self._forms.is_open:
            return False
        current = self.roll.spoken_of
        if current is None or current.title is None:
            return True
        return said == "title" and (entry.in_table or current.says_something)

    def _listed_entry(self, entry: Entry) -> bool:
        """A row that goes on with the section's list, or that an excluded section holds."""
        if self._section == "outcomes" and self._list:
            if outcome := outcome_of(entry):
                self._list.add(outcome)
            return outcome is not None or names_group(entry)
        if self._section == "content" and (topic := topic_of(entry)) is not None:
            learn_texts(self.current, "content", topic)
            return True
        is_component = not entry.in_table and bool(self.vocabulary.assessment(entry.label))
        return self._section == "excluded" and is_component

    def _fact_entry(self, entry: Entry) -> None:
        name = self.vocabulary.module(entry.label)
        if learn_level_and_credits(self.current, entry):
            return
        if name in ("content", "learning_strategy", "prerequisites"):
            learn_texts(self.current, name, entry.paragraphs)
        elif name == "outcomes" and entry.in_table:
            self._group += 1
            self.current.outcomes.extend(outcomes_in(entry.paragraphs, group=self._group))
        elif name and name != "outcomes" and self._is_apt(entry, name):
            learn_fact(self.current, name, entry.text, entry.place)
            if self.roll.spoken_of is None and name in ("level", "credits"):
                self.labelled[name] = entry
        elif name is None:
            self._group += 1
            self.current.stray_outcomes.extend(numbered_outcomes(entry.paragraphs, group=self._group))
            for text in (entry.label, *(p.text for p in entry.paragraphs)):
                if is_line_of_facts(entry.label):
                    learn_facts_in_line(self.current, Paragraph(text, entry.locator))
        self._continue_after(entry, name)

    def _is_apt(self, entry: Entry, name: str) -> bool:
        """Whether a plain label ("Type", "Group", "Year") is about the module here."""
        said = self.vocabulary.said(entry.label)
        return not (
            said in ("type", "group", "year") and not (name == "year" or figures.is_status(entry.text))
        )

    def _continue_after(self, entry: Entry, name: str | None) -> None:
        if entry.in_table or name not in ("outcomes", "content", "learning_strategy"):
            return
        self._close_list()
        self._section, self._depth = name, 7
        self._group += 1
        if name == "outcomes":
            self._list = OutcomeList(self._group)
            for paragraph in entry.paragraphs:
                self._list.add(paragraph)

    # running text

    def _opens_by_code(self, paragraph: Paragraph) -> bool:
        """A code with facts alone, just below a heading, makes the heading a module's title."""
        named = code_and_facts(paragraph.text)
        if named is None or self._section or title_above(self._above, self.vocabulary) is None:
            return False
        self._open(named[0], None, paragraph.locator)
        learn_facts_in_line(self.current, Paragraph(named[1], paragraph.locator))
        return True

    def _line(self, paragraph: Paragraph) -> None:
        if self._opens_by_code(paragraph):
            return
        self._running.read_share(self.current, paragraph)
        self._open_list_at(paragraph.text)
        if self._list:
            if self._list.add(paragraph):
                return
            self._close_list()
            self._section = None
        elif self._section in ("content", "learning_strategy", "prerequisites"):
            if self._section == "content" and self._ends_content(paragraph):
                self._section = None
            else:
                learn_texts(self.current, self._section, (paragraph,))
                return
        elif self._section == "assessment":
            self._running.read(self.current, paragraph, group=self._group)
            return
        if self._section is None:
            learn_facts_in_line(self.current, paragraph)

    def _open_list_at(self, text: str) -> None:
        """A list of outcomes may begin without a heading: with its intro, or with a label "LO1"."""
        if self._list is not None or self.current.outcomes:
            return
        is_label = self._section not in ("excluded", "programme outcomes") and FIRST_LABEL.match(text)
        if is_label or MODULE_INTRO.search(text):
            self._group += 1
            self._section, self._depth = "outcomes", UNMARKED
            self._list = OutcomeList(self._group, is_stray=bool(is_label))

    def _ends_content(self, paragraph: Paragraph) -> bool:
        """A line after a table of topics, or a plain one after list items, is no longer content."""
        above = self._above
        if isinstance(above, Entry):
            return above.in_table
        return not paragraph.is_item and isinstance(above, Line) and above.paragraph.is_item
