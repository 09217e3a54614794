"""The course search said plainly: each run is looked at, one after the other. Slow, and easy to believe.

It shares with the fast one how a text is parted into words and how a question is read, which have tests of their own.
"""

from collections import Counter
from math import log

from waymark.kernel.distance import miles_apart
from waymark.opportunities.search.asking import STILL_FRESH, Sort
from waymark.opportunities.search.documents import COUNTED, Group
from waymark.opportunities.search.grammar import Kind, wording_of
from waymark.opportunities.search.synonyms import our_synonyms
from waymark.opportunities.search.words import forms_of, words_of
from waymark.places.queries.near_words import slips_between

FIELDS = {"title": (8, 6), "name": (5, 6), "provider": (2, 4), "subject": (2, 5), "description": (1, 80)}
SMALL = {"and", "for", "in", "of", "on", "the", "to", "with"}
LAST = 10**9


class PlainSearch:
    def __init__(self, documents, synonyms=None):
        self.documents = list(documents)
        self.synonyms = synonyms or our_synonyms()
        self.texts = [{field: words_of(getattr(each, field)) for field in FIELDS} for each in self.documents]
        self.in_how_many = Counter(word for text in self.texts for word in {w for ws in text.values() for w in ws})

    def weight(self, text, word):
        said = 0.0
        for field, (weight, usual) in FIELDS.items():
            count = text[field].count(word)
            said += weight * count / (0.5 + 0.5 * len(text[field]) / usual) if count else 0
        return said / (4 + said)

    def goes_on(self, word):
        return len(word) >= 3 or (len(word) == 2 and word not in self.in_how_many)

    def spelt(self, word):
        allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        known = sum(n for other, n in self.in_how_many.items() if self.is_form(word, other))
        if not allowed or known > 20:
            return {}
        slips = {other: slips_between(word, other) for other in self.in_how_many}
        near = {o: n for o, n in slips.items() if 0 < n <= allowed and self.in_how_many[o] >= 20 * known}
        fewest = min(near.values(), default=0)
        nearest = sorted((o for o in near if near[o] == fewest), key=lambda o: (-self.in_how_many[o], o))
        return dict.fromkeys(nearest[:4], fewest)

    def is_form(self, word, other):
        return other.startswith(word) if self.goes_on(word) else other == word

    def word_score(self, text, word):
        words = {w for ws in text.values() for w in ws}
        spelt = self.spelt(word)
        score = self.weight(text, word)
        for other in words - {word}:
            if self.goes_on(word) and other.startswith(word):
                score += 0.6 * self.weight(text, other)
            if other in forms_of(word):
                score += 0.6 * self.weight(text, other)
            if other in spelt:
                score += {1: 0.5, 2: 0.3}[spelt[other]] * self.weight(text, other)
        return score

    def phrase_score(self, text, phrase, loose=False):
        telling = [(at, word) for at, word in enumerate(phrase) if not (loose and word in SMALL)]
        first = telling[0][0]
        for words in text.values():
            for start in range(len(words)):
                at = [(start + place - first, word) for place, word in telling]
                if all(0 <= place < len(words) and words[place] == word for place, word in at):
                    return min(self.weight(text, word) for _, word in telling)
        return 0.0

    def part_score(self, text, part):
        if part.kind is Kind.WORD:
            score = self.word_score(text, part.words[0])
        elif part.kind is Kind.PHRASE:
            score = self.phrase_score(text, part.words)
        else:
            each = [self.word_score(text, word) for word in part.words]
            score = sum(each) if all(each) else 0.0
        for words in part.synonyms:
            of = self.weight(text, words[0]) if len(words) == 1 else self.phrase_score(text, words, loose=True)
            score += 0.7 * of
        return score

    def scores(self, wording):
        """The score of each document that answers the wording, by its place in the list."""
        if wording.asks_for_all:
            return dict.fromkeys(range(len(self.documents)), 0.0)
        parts = (*wording.any_of, *wording.all_of)
        table = [[self.part_score(text, part) for part in parts] for text in self.texts]
        found = [sum(1 for row in table if row[at]) for at in range(len(parts))]
        rarity = [log(1 + len(self.documents) / n) if n else 0 for n in found]
        scores = {}
        for at, row in enumerate(table):
            of_any, of_all = row[: len(wording.any_of)], row[len(wording.any_of) :]
            if all(of_all) and (any(of_any) or not of_any):
                covered = sum(1 for score in row if score)
                scores[at] = sum(s * r for s, r in zip(row, rarity, strict=True)) * covered / len(parts)
        return scores

    def find(self, search, today):
        scores = self.scores(wording_of(search.text, self.synonyms))
        near = [at for at in scores if self.is_near(search, self.documents[at])]
        near = [at for at in near if self.starts_well(search, self.documents[at], today)]
        found = [at for at in near if self.passes(search, self.documents[at])]
        groups = Counter(self.documents[at].group for at in found)
        shown = [at for at in found if search.group in (None, self.documents[at].group)]
        facets = {name: Counter() for name in COUNTED}
        for name in COUNTED:
            for at in near:
                document = self.documents[at]
                if self.passes(search, document, but=name) and search.group in (None, document.group):
                    facets[name].update(document.facets.get(name, ()))
        order = sorted(shown, key=lambda at: self.order(search, self.documents[at], scores[at], today))
        return {
            "total": len(shown),
            "groups": {group: groups[group] for group in Group},
            "facets": facets,
            "order": order,
            "scores": scores,
        }

    def distance(self, search, document):
        """In miles; None where it does not take place anywhere, or nobody asked."""
        if search.place is None or document.group is not Group.IN_RANGE or not document.points:
            return None
        here = (search.place.latitude, search.place.longitude)
        return min(miles_apart(*here, *point) for point in document.points)

    def is_near(self, search, document):
        if search.distance is None or document.group is not Group.IN_RANGE:
            return True
        away = self.distance(search, document)
        return away is not None and away <= search.distance

    def starts_well(self, search, document, today):
        days_asked = search.starts_from is not None or search.starts_to is not None
        keeps_flexible = not days_asked if search.keep_flexible is None else search.keep_flexible
        day = document.starts_on
        if day is None:
            return keeps_flexible
        if search.hide_past and (today - day).days > STILL_FRESH:
            return False
        return (search.starts_from or day) <= day <= (search.starts_to or day)

    def passes(self, search, document, but=None):
        for name, wanted in search.narrowed.items():
            hours_say_nothing = name in ("study_mode", "attendance") and not document.has_hours
            if name == but or (hours_say_nothing and not search.only_with_hours):
                continue
            if not wanted & set(document.facets.get(name, ())):
                return False
        return True

    def order(self, search, document, score, today):
        away = self.distance(search, document)
        miles = LAST if away is None else round(away * 100)
        day = document.starts_on.toordinal() if document.starts_on else None
        is_to_come = day is not None and document.starts_on >= today
        coming = (0, day) if is_to_come else (1, 0) if day is None else (2, 0)
        best = -int(score * (1 << 14))
        return {
            Sort.RELEVANCE: (best, miles, coming, document.run),
            Sort.DISTANCE: (miles, best, coming, document.run),
            Sort.START_ASC: (day is None, day or 0, best, miles, document.run),
            Sort.START_DESC: (day is None, -(day or 0), best, miles, document.run),
            Sort.SOONEST: (coming, miles, best, document.run),
        }[search.sort]
