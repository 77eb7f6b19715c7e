"""Lays out the ordinary sentence-transformers folder around the encoder."""

from __future__ import annotations

import json
from pathlib import Path

from index.bundled_model.encoder import Advance, write_encoder
from index.bundled_model.export import PIECES, write_export
from index.bundled_model.tokenizer import MASK, build_sentencepiece, build_tokenizer
from index.bundled_model.weights import Vocabulary, Weights

MODULES = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}


def write_folder(weights: Weights, folder: Path, advance: Advance) -> None:
    """Write encoder, tokenizer, mean pooling and normalisation, and their export, into an empty folder."""
    size = weights.architecture
    shapes = write_encoder(weights, folder / "model.safetensors", advance)
    build_tokenizer(weights.vocabulary).save(str(folder / "tokenizer.json"))
    (folder / PIECES).write_bytes(build_sentencepiece(weights.vocabulary))
    _write(folder / "tokenizer_config.json", _tokenizer_config(weights.vocabulary, size.positions))
    _write(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": size.hidden,
            "intermediate_size": size.feed_forward,
            "layer_norm_eps": size.epsilon,
            "max_position_embeddings": size.positions,
            "num_attention_heads": size.heads,
            "num_hidden_layers": size.layers,
            "pad_token_id": weights.vocabulary.pad,
            "type_vocab_size": shapes["embeddings.token_type_embeddings.weight"][0],
            "vocab_size": shapes["embeddings.word_embeddings.weight"][0],
        },
    )
    _write(folder / "sentence_bert_config.json", {"max_seq_length": size.positions, "do_lower_case": False})
    _write(folder / "config_sentence_transformers.json", {"prompts": PROMPTS, "similarity_fn_name": "cosine"})
    _write(folder / "modules.json", [_module(number, name) for number, name in enumerate(MODULES)])
    pooling = {"word_embedding_dimension": size.hidden, "pooling_mode_mean_tokens": True}
    _write(folder / MODULES["Pooling"] / "config.json", {**pooling, "pooling_mode_cls_token": False})
    _write(folder / MODULES["Normalize"] / "config.json", {})
    write_export(folder)


def _module(number: int, name: str) -> dict[str, object]:
    kind = f"sentence_transformers.models.{name}"
    return {"idx": number, "name": str(number), "path": MODULES[name], "type": kind}


def _tokenizer_config(vocabulary: Vocabulary, positions: int) -> dict[str, object]:
    start, end = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": start,
        "cls_token": start,
        "eos_token": end,
        "sep_token": end,
        "pad_token": vocabulary.pieces[vocabulary.pad],
        "unk_token": vocabulary.pieces[vocabulary.unk],
        "mask_token": MASK,
        "model_input_names": ["input_ids", "attention_mask"],
        "model_max_length": positions,
    }


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
