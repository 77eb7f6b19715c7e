"""Builds the XLM-RoBERTa tokenizer from the vocabulary, for transformers and for sentencepiece itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def build_sentencepiece(vocabulary: Vocabulary) -> bytes:
    """The same vocabulary as a sentencepiece model: loads in a quarter of the memory, and cuts four times as fast."""
    from sentencepiece import sentencepiece_model_pb2

    kinds = sentencepiece_model_pb2.ModelProto.SentencePiece
    roles = {vocabulary.unk: kinds.UNKNOWN} | dict.fromkeys(
        (vocabulary.bos, vocabulary.pad, vocabulary.eos), kinds.CONTROL
    )
    model = sentencepiece_model_pb2.ModelProto()
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(vocabulary.pieces)
    for role in ("bos", "eos", "pad", "unk"):
        setattr(model.trainer_spec, f"{role}_id", getattr(vocabulary, role))
        setattr(model.trainer_spec, f"{role}_piece", vocabulary.pieces[getattr(vocabulary, role)])
    model.normalizer_spec.CopyFrom(_normalizer())
    for at, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        kind = kinds.CONTROL if piece == MASK else roles.get(at, kinds.NORMAL)
        model.pieces.add(piece=piece, score=score, type=kind)
    built: bytes = model.SerializeToString()
    return built


def _normalizer() -> Any:  # noqa: ANN401 - generated protocol buffers have no types
    """Take the normaliser's rules out of sentencepiece, which carries them built in."""
    from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto())
    return model.normalizer_spec


def _character_map() -> bytes:
    character_map: bytes = _normalizer().precompiled_charsmap
    return character_map
