"""HTML read strictly: every element closed in turn, so that the tests can ask what stands in it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "hr", "img", "meta", "link"}


@dataclass
class Element:
    tag: str
    attributes: dict
    inside: list = field(default_factory=list)

    def all(self, tag=None, **wanted):
        """Every element below this one with this tag and these attributes; `_` in a name stands for `-`."""
        found = []
        for child in self.inside:
            if isinstance(child, Element):
                fits = all(
                    child.attributes.get(k.rstrip("_").replace("_", "-")) == v for k, v in wanted.items()
                )
                found += ([child] if fits and tag in (None, child.tag) else []) + child.all(tag, **wanted)
        return found

    def one(self, tag=None, **wanted):
        found = self.all(tag, **wanted)
        assert len(found) == 1, (tag, wanted, len(found))
        return found[0]

    @property
    def words(self):
        return " ".join("".join(c if isinstance(c, str) else c.words for c in self.inside).split())

    @property
    def classes(self):
        return self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>"
        element = Element(tag, {name: "" if value is None else value for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def read(html):
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> was not closed"
    return reader.open[0]


def assert_sound(root):
    """What must hold for every fragment: ids once, labels and descriptions that lead somewhere, nothing inline."""
    everything = root.all()
    ids = [element.attributes["id"] for element in everything if "id" in element.attributes]
    assert len(ids) == len(set(ids)), sorted(ids)
    assert all(name and " " not in name for name in ids)
    fields = [element for element in everything if element.tag in {"input", "textarea"}]
    labelled = [label.attributes["for"] for label in root.all("label")]
    assert sorted(labelled) == sorted(element.attributes["id"] for element in fields)
    assert all(label.words for label in root.all("label"))
    for element in everything:
        for tie in ("aria-describedby", "aria-labelledby"):
            assert set(element.attributes.get(tie, "").split()) <= set(ids)
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert element.tag not in {"script", "style", "form", "iframe", "object", "img", "a"}
        assert "required" not in element.attributes
        assert ("lang" in element.attributes) == (
            "dir" in element.attributes and element.tag not in {"input", "textarea"}
        )
    assert all(element.attributes["autocomplete"] == "off" for element in fields)
    for element in fields:
        if element.attributes.get("type") not in {"radio", "checkbox"}:
            assert element.attributes["spellcheck"] in {"true", "false"}
