"""How old one must be to read a text with ease, by a formula anybody can check: Flesch and Kincaid's."""

import re
from html import unescape

# Words a school cannot do without, which a class is told the meaning of.
KNOWN = {"apprenticeship", "apprenticeships", "university", "interview", "adviser", "college", "everyone", "future"}


def syllables(word):
    """Groups of vowels, a silent e left out: near enough for plain English."""
    word = word.lower()
    if word in KNOWN:
        return 2
    word = re.sub(r"(?<=[^aeiouy])e$", "", word) if not word.endswith("le") else word
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def reading_age(texts):
    """Flesch and Kincaid's grade of the sentences, and five years: the age at which most can read them."""
    words = [re.findall(r"[A-Za-z’']+", text) for text in texts]
    count = sum(map(len, words))
    beats = sum(syllables(word) for sentence in words for word in sentence)
    return 0.39 * count / len(texts) + 11.8 * beats / count - 15.59 + 5


def sentences_of(page):
    """The sentences of a page's own words: of paragraphs and list points in `main`, and what headings say.

    Left out is what the page only passes on: tables, quoted names of groups, and who published a figure.
    """
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(table|svg|script|datalist|select|option)\b.*?</\1>", " ", main, flags=re.DOTALL)
    texts = re.findall(r"<(?:p|li|h1|h2|h3|label)\b[^>]*>(.*?)</(?:p|li|h1|h2|h3|label)>", main, flags=re.DOTALL)
    found = []
    for text in texts:
        plain = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
        plain = re.sub(r"“[^”]*”|^(?:From|It rests on)[^.]*\.|\d[\d,.%]*", " ", plain)
        found += [each for each in re.split(r"(?<=[.:?!])\s", plain) if re.search(r"[A-Za-z]", each)]
    return found
