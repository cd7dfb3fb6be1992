"""The name under which a file reaches a person: what any phone, computer and header takes."""

import re
import unicodedata

#: Characters of a name, its ending included; and of the ending.
LONGEST, LONGEST_ENDING = 60, 10
#: Of a file without a name.
NAMELESS = "arquivo"


def clean_name(name: str) -> str:
    """The last step of a path, without control characters and what file systems refuse; never empty."""
    last = re.split(r"[/\\]", name)[-1]
    # Without the categories of what cannot be seen: text that runs backwards hides an ending.
    seen = "".join(one for one in last if one == "\t" or not unicodedata.category(one).startswith("C"))
    plain = " ".join(re.sub(r'["<>:|?*]', "_", seen).split()).strip(". ")
    if len(plain) > LONGEST:
        stem, dot, ending = plain.rpartition(".")
        ending = dot + ending if stem and len(ending) <= LONGEST_ENDING else ""
        plain = plain[: LONGEST - len(ending)].rstrip(". ") + ending
    return plain or NAMELESS
