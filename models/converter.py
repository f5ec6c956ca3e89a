"""Run by a Python that has sentence-transformers: reads a model folder, writes ONNX.

Never imported by Tacit. What it writes gives one normalized vector for each text: pooling and all
that comes after it are part of the file.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Whole(torch.nn.Module):  # type: ignore[misc]
    """The model from tokens to its normalized vector."""

    def __init__(self, model: SentenceTransformer, names: set[str]) -> None:
        super().__init__()
        self.model = model
        self.names = names

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        given = dict(zip(INPUTS, (input_ids, attention_mask, token_type_ids), strict=True))
        features = {name: value for name, value in given.items() if name in self.names}
        vectors = self.model(features)["sentence_embedding"]
        return torch.nn.functional.normalize(vectors, p=2, dim=1)


def main(folder: str, out: str) -> None:
    """Write the file and, beside it, the vectors that it must give."""
    model = SentenceTransformer(
        folder, device="cpu", local_files_only=True, trust_remote_code=False
    ).eval()
    sentences = Path(out, "sentences.txt").read_text(encoding="utf-8").split("\n")
    vectors = model.encode(sentences, normalize_embeddings=True, show_progress_bar=False)
    np.save(Path(out, "reference.npy"), np.asarray(vectors, np.float32))
    example = model.tokenizer(
        ["A short one.", "And one that is a good deal longer than that."],
        padding=True, return_tensors="pt",
    )  # fmt: skip
    names = {name for name in INPUTS if name in example}
    ids = example["input_ids"]
    given = (ids, example["attention_mask"], example.get("token_type_ids", torch.zeros_like(ids)))
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS}
    with torch.no_grad():
        torch.onnx.export(
            Whole(model, names).eval(), given, str(Path(out, "model.onnx")),
            input_names=list(INPUTS), output_names=["vectors"],
            dynamic_axes={**axes, "vectors": {0: "texts"}}, opset_version=17, dynamo=False,
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
