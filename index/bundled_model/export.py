"""Writes the encoder as an ONNX graph that takes its weights from the safetensors file beside it.

The graph alone is some 200 KB: no second copy of the weights on disk, and whoever runs it maps the file and reads
only the rows of the vocabulary that its texts use.
"""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path
from typing import Any

from index.bundled_model.errors import BundledModelError

GRAPH = "model.onnx"
PIECES = "sentencepiece.bpe.model"
WEIGHTS = "model.safetensors"
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "vector"
OPSET = 17
PREFIX = "encoder."


def write_export(folder: Path) -> None:
    """Trace the encoder of a converted folder, with mean pooling and normalisation, into ``model.onnx``.

    Args:
        folder: holds ``config.json`` and ``model.safetensors``.
    """
    import onnx

    graph = onnx.load_model_from_string(_traced(folder))
    parameters = _places(folder / WEIGHTS)
    inputs = [value for value in graph.graph.input if value.name in INPUTS]
    names = [value.name for value in graph.graph.input if value.name not in INPUTS]
    if missing := {name for name in parameters if "pooler" not in name} ^ {
        n.removeprefix(PREFIX) for n in names
    }:
        raise BundledModelError(
            f"Expected the traced encoder to have the converted parameters, differing: {missing}"
        )
    del graph.graph.input[:]
    graph.graph.input.extend(inputs)
    for name in names:
        shape, start, end = parameters[name.removeprefix(PREFIX)]
        tensor = graph.graph.initializer.add(
            name=name, dims=shape, data_type=onnx.TensorProto.FLOAT, data_location=onnx.TensorProto.EXTERNAL
        )
        for key, value in {"location": WEIGHTS, "offset": start, "length": end - start}.items():
            tensor.external_data.add(key=key, value=str(value))
    (folder / GRAPH).write_bytes(graph.SerializeToString())


def _traced(folder: Path) -> bytes:
    """The graph with its parameters as inputs; traced on an encoder of the same shape with a vocabulary of eight."""
    import torch
    from transformers import AutoConfig, AutoModel

    class Pooled(torch.nn.Module):
        """Token vectors to one unit vector a text."""

        def __init__(self, encoder: Any) -> None:  # noqa: ANN401 - transformers' class is made from the config
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    config.vocab_size = 8
    encoder = AutoModel.from_config(config, attn_implementation="eager").eval()  # type: ignore[no-untyped-call]
    for parameter in encoder.parameters():
        torch.nn.init.normal_(parameter)  # the exporter would merge parameters of equal values
    example = torch.ones(2, 7, dtype=torch.long)
    sizes = {0: "texts", 1: "tokens"}
    written: Any = io.BytesIO()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter warns of what eager attention never does
        torch.onnx.export(
            Pooled(encoder),
            (example, example),
            written,
            dynamo=False,
            export_params=False,
            do_constant_folding=False,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={**dict.fromkeys(INPUTS, sizes), OUTPUT: {0: "texts"}},
        )
    return bytes(written.getvalue())


def _places(path: Path) -> dict[str, tuple[list[int], int, int]]:
    """Shape, first and last byte of every tensor of a safetensors file."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(size))
    data = 8 + size
    return {
        name: (entry["shape"], data + entry["data_offsets"][0], data + entry["data_offsets"][1])
        for name, entry in header.items()
        if name != "__metadata__"
    }
