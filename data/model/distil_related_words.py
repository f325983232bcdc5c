#!/usr/bin/env python3
"""Makes related-words.bin: which common English words can mean the same, belong together, or mean the opposite.

WordNet groups words into senses. For each word of word-vectors.bin this keeps the senses it is mostly used in, those
that its sister words have (`destruction` for `destroy`), those that mean the opposite, and for each sense the one above
it (`metal` above `copper`). README.md beside it says where WordNet comes from and how to run this.

    python3 distil_related_words.py WORDNET word-vectors.bin related-words.bin

WORDNET is the folder with the files index.noun, data.noun, noun.exc and so on. Nothing but Python is needed.
"""

import argparse
import pathlib
import struct
import zlib

MAGIC = b"FNRW"
VERSION = 1
# magic, version, lists a word, words, senses, lists, bytes of lists / 2, Adler-32 of all that follows
HEADER = struct.Struct("<4sHHIIIII")
# A word in a rare sense is seldom meant; WordNet sorts senses by how often they were met.
SENSES = 3
# The parts of speech with what may be taken off the end of a word, and what then stands there.
ENDINGS = {
    "noun": [("s", ""), ("ses", "s"), ("ves", "f"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"),
             ("men", "man"), ("ies", "y")],
    "verb": [("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")],
    "adj": [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
    "adv": [],
}
LETTERS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
# Pointers between words of one root, between adjectives that are nearly alike, and between verbs used alike.
SISTERS = {"+", "\\", "&", "$", "<"}
OPPOSITES = {"!"}
ABOVE = {"@", "@i"}
NOTHING = 0xFFFF


class WordNet:
    """The database: senses of each word, and pointers of each sense."""

    def __init__(self, folder):
        self.index, self.exceptions, self.words, self.pointers = {}, {}, {}, {}
        for part in ENDINGS:
            self.index[part] = dict(self.read_index(folder / f"index.{part}"))
            self.exceptions[part] = {}
            for line in (folder / f"{part}.exc").read_text().splitlines():
                form, *lemmas = line.split()
                self.exceptions[part].setdefault(form, []).extend(lemmas)
            self.read_senses(part, folder / f"data.{part}")

    @staticmethod
    def read_index(file):
        for line in file.read_text().splitlines():
            if not line.startswith(" "):
                lemma, _, count, pointers, *rest = line.split()
                yield lemma, rest[int(pointers) + 2:][: int(count)]

    def read_senses(self, part, file):
        for line in file.read_text().splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            sense, count = (part, fields[0]), int(fields[3], 16)
            self.words[sense] = [fields[4 + 2 * at].split("(")[0].lower() for at in range(count)]
            at = 4 + 2 * count
            self.pointers[sense] = [
                (fields[start], (LETTERS[fields[start + 2]], fields[start + 1]), fields[start + 3])
                for start in range(at + 1, at + 1 + 4 * int(fields[at]), 4)
            ]

    def lemmas(self, word, part):
        """The forms a dictionary would list a word under, itself first."""
        found = [word] + self.exceptions[part].get(word, [])
        found += [word[: -len(end)] + instead for end, instead in ENDINGS[part]
                  if word.endswith(end) and len(word) - len(end) >= 2]
        return list(dict.fromkeys(lemma for lemma in found if lemma in self.index[part]))

    def of_word(self, word):
        """The senses of a word, each with the lemma that has it."""
        for part in ENDINGS:
            for lemma in self.lemmas(word, part):
                for offset in self.index[part][lemma][:SENSES]:
                    yield (part, offset), lemma

    def pointed(self, sense, lemma, kinds):
        """The senses a word's sense points to: pointers between words count only from the word itself."""
        for kind, target, ends in self.pointers[sense]:
            source = int(ends[:2], 16)
            own = source == 0 or self.words[sense][source - 1] == lemma
            if kind in kinds and own:
                yield target


def words_of(table):
    """The words of word-vectors.bin, in the order of their rows."""
    _, dims, count, text, _, _ = struct.unpack_from("<4xHHIIII", table)
    return table[24 + dims * count:][:text].decode().splitlines()


def distil(net, words):
    """Returns for each word its lists of senses, and all senses with the one above each."""
    numbers = {}
    number = lambda sense: numbers.setdefault(sense, len(numbers))
    rows, own_senses = [], {}
    for word in words:
        found = list(net.of_word(word))
        own = list(dict.fromkeys(sense for sense, _ in found))
        sisters, opposites = [], []
        for sense, lemma in found:
            sisters += net.pointed(sense, lemma, SISTERS)
            opposites += net.pointed(sense, lemma, OPPOSITES)
        rows.append((own, [s for s in dict.fromkeys(sisters) if s not in own], list(dict.fromkeys(opposites))))
        own_senses.update(dict.fromkeys(own))
    # A sense that no word has is of use only above one.
    for sense in own_senses:
        number(sense)
    above, waiting = {}, list(own_senses)
    while waiting:
        sense = waiting.pop(0)
        up = next((target for kind, target, _ in net.pointers[sense] if kind in ABOVE), None)
        above[sense] = up
        if up and up not in numbers:
            number(up)
            waiting.append(up)
    lists = [tuple(tuple(sorted(numbers[s] for s in part if s in own_senses)) for part in row) for row in rows]
    order = sorted(numbers, key=numbers.get)
    return lists, [numbers[above[sense]] if above[sense] else NOTHING for sense in order]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wordnet", type=pathlib.Path)
    parser.add_argument("vectors", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    given = parser.parse_args()
    words = words_of(given.vectors.read_bytes())
    lists, above = distil(WordNet(given.wordnet), words)
    assert len(above) < NOTHING, len(above)
    # Inflected forms mostly have the lists of their base form: each is written once.
    kinds = {lists_of: at for at, lists_of in enumerate(dict.fromkeys(lists))}
    assert len(kinds) < NOTHING, len(kinds)
    starts, senses = [0], []
    for three in kinds:
        for part in three:
            senses += part
            starts.append(len(senses))
    body = struct.pack(f"<{len(words)}H", *(kinds[row] for row in lists))
    body += struct.pack(f"<{len(above)}H", *above)
    body += struct.pack(f"<{len(starts)}I", *starts)
    body += struct.pack(f"<{len(senses)}H", *senses)
    header = HEADER.pack(MAGIC, VERSION, 3, len(words), len(above), len(kinds), len(senses), zlib.adler32(body))
    given.output.write_bytes(header + body)
    known = sum(any(row) for row in lists)
    print(f"{known} of {len(words)} words, {len(above)} senses, {len(kinds)} kinds of words, {HEADER.size + len(body)} bytes")


if __name__ == "__main__":
    main()
