"""Writes the encoder's tensors as safetensors, under the names that a BERT encoder has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from math import prod
from pathlib import Path

import numpy as np

from index.bundled_model.errors import BundledModelError
from index.bundled_model.tensor import Tensor
from index.bundled_model.weights import Architecture, Weights

Advance = Callable[[int], None]
EMBEDDINGS = {"word_embeddings": "word", "position_embeddings": "pos", "token_type_embeddings": "type"}
NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


def _projections(size: Architecture) -> dict[str, tuple[str, int, int]]:
    hidden, forward = size.hidden, size.feed_forward
    return {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", forward, hidden),
        "output.dense": ("fo", hidden, forward),
    }


def _names(size: Architecture) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield a BERT parameter's name, the stored tensor's name, and its shape (-1: as many rows as there are)."""
    for ours, theirs in EMBEDDINGS.items():
        yield f"embeddings.{ours}.weight", f"emb.{theirs}", (-1, size.hidden)
    for part in ("weight", "bias"):
        short = part[0]
        yield f"embeddings.LayerNorm.{part}", f"emb.ln.{short}", (size.hidden,)
        for layer in range(size.layers):
            for ours, (theirs, rows, columns) in _projections(size).items():
                shape = (rows, columns) if part == "weight" else (rows,)
                yield f"encoder.layer.{layer}.{ours}.{part}", f"l{layer}.{theirs}.{short}", shape
            for ours, theirs in NORMS.items():
                yield f"encoder.layer.{layer}.{ours}.{part}", f"l{layer}.{theirs}.{short}", (size.hidden,)


def _parameters(weights: Weights) -> dict[str, tuple[Tensor, tuple[int, ...]]]:
    """Match the stored tensors with the encoder's parameters, one to one."""
    left = dict(weights.tensors)
    matched: dict[str, tuple[Tensor, tuple[int, ...]]] = {}
    hidden = weights.architecture.hidden
    for ours, theirs, shape in _names(weights.architecture):
        if theirs not in left:
            raise BundledModelError(f"Expected a tensor {theirs} in the weights file; it has none.")
        tensor = left.pop(theirs)
        full = (tensor.size // hidden, hidden) if shape[0] < 0 else shape
        if prod(full) != tensor.size:
            raise BundledModelError(f"Expected {theirs} to hold {prod(full)} values, got {tensor.size}.")
        matched[ours] = tensor, full
    if left:
        raise BundledModelError(f"Expected no further tensors in the weights file, got {sorted(left)}.")
    # Mean pooling never uses BERT's pooler; zeros make loading silent and repeatable.
    for name, shape in {"weight": (hidden, hidden), "bias": (hidden,)}.items():
        matched[f"pooler.dense.{name}"] = Tensor(prod(shape), np.zeros(4 * prod(shape), np.uint8)), shape
    return matched


def encoder_bytes(weights: Weights) -> int:
    """Tell how many bytes of parameters will be written."""
    return 4 * sum(tensor.size for tensor, _ in _parameters(weights).values())


def write_encoder(weights: Weights, path: Path, advance: Advance) -> dict[str, tuple[int, ...]]:
    """Write all parameters as float32, a few megabytes in memory at a time.

    Returns:
        The parameters' shapes by name.
    """
    parameters = _parameters(weights)
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, (tensor, shape) in parameters.items():
        end = offset + 4 * tensor.size
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": (offset, end)}
        offset = end
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for tensor, _ in parameters.values():
            for values in tensor.values():
                file.write(np.ascontiguousarray(values, "<f4").data)
                advance(values.nbytes)
    return {name: shape for name, (_, shape) in parameters.items()}
