"""Builds the XLM-RoBERTa tokenizer from the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.bundled_model.weights import Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MASK = "<mask>"
META = "▁"


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Make a unigram tokenizer that normalises characters as sentencepiece's ``nmt_nfkc`` rule does."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    pieces, bos, eos = vocabulary.pieces, vocabulary.bos, vocabulary.eos
    scored = list(zip(pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(Unigram(scored, unk_id=vocabulary.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_character_map()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(META, prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(META, prepend_scheme="always")
    start, end = pieces[bos], pieces[eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, bos), (end, eos)],
    )
    roles = (bos, vocabulary.pad, eos, vocabulary.unk)
    special = [AddedToken(pieces[role], special=True, normalized=False) for role in roles]
    tokenizer.add_special_tokens([*special, AddedToken(MASK, special=True, normalized=False, lstrip=True)])
    return tokenizer


def _character_map() -> bytes:
    """Take the compiled character map out of sentencepiece, which carries its rules built in."""
    from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto())
    character_map: bytes = model.normalizer_spec.precompiled_charsmap
    return character_map
