"""Numbers a county wants told in part 一 (rule N-01): nianbao.toml lists them, default none.

A name of the list is looked up in templates/words.toml under [required] for the words that tell
it; one that stands nowhere there is its own word. 没有 and 0 are numbers too.
"""

from collections.abc import Iterator, Mapping

from nianbao.findings.finding import Finding, finding
from nianbao.form.report import Report
from nianbao.rules.evidence import Evidence
from nianbao.rules.prose.lexicon import Lexicon, lexicon
from nianbao.rules.prose.narratives import OVERVIEW, texts
from nianbao.rules.prose.statements import statements


def required_numbers_stand(whole: Report, evidence: Evidence) -> Iterator[Finding]:
    """N-01: part 一 tells every number the county's notice asks for."""
    wanted = evidence.policy.required_numbers
    if not wanted:
        return
    told = [
        f"{each.lead[-40:] if each.is_denial else ''}{each.phrase}"
        for path, text in texts(whole)
        if path in OVERVIEW
        for each in statements(text)
    ]
    for name, words in words_for(wanted, evidence.words).items():
        if not any(word in phrase for word in words for phrase in told):
            yield finding("required number missing", evidence.places_of(*OVERVIEW), seen=name)


def words_for(names: tuple[str, ...], words: Lexicon | None) -> Mapping[str, tuple[str, ...]]:
    """Return the words that tell each of ``names``."""
    known = (words or lexicon()).required
    return {name: known.get(name, (name,)) for name in names}
