"""Turns a checkpoint into the shipped model: one int8 ONNX file with calibrated probabilities.

python -m eval.training.export --checkpoint FILE --data DIR --bench DIR --out qa/evidence/models
    [--written FILE] [--answers-as evidence.json] [--backbone FOLDER --layers 6]

`--written` (`eval.training.examples.written`) adds its questions that were kept apart to those that
the probabilities are calibrated on. `--answers-as` takes the calibration of answers of an earlier
model, so that the thresholds of the product keep their meaning: of a model that was only trained
further. Needs no `--backbone`: the checkpoint says which encoder it is of.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from eval.training.examples.augment import Swapper
from eval.training.examples.heldout import HeldOut, held_out, held_out_support
from eval.training.examples.mix import load_embed
from eval.training.examples.written import kept_apart, read_written
from eval.training.model import Backbone, choose, new_network
from qa.evidence.evidence_model import MODEL_NAME, EvidenceModel, load_tokenizer
from qa.evidence.family import FAMILIES

MAX_TOKENS = 224  # the longest row in training
LARGEST = {"minilm": 25_000_000, "mpnet": 69_000_000}
BASES = {
    "minilm": "all-MiniLM-L6-v2 (Apache 2.0)",
    "mpnet": "all-mpnet-base-v2 (Apache 2.0), its lowest layers",
}
QUESTIONS, CLAIMS_A_SET = 1000, 100
TRAINED_ON = {
    "squad2 dev half (60 % of titles)": "CC BY-SA 4.0",
    "squad2 train, 10 titles": "CC BY-SA 4.0",
    "squad 1.1 train sample": "CC BY-SA 4.0",
    "Natural Questions (QED) train": "CC BY-SA 3.0",
    "QAMR": "MIT, CC BY(-SA)",
    "TimeQA human": "BSD 3-Clause",
    "CLAP NQ dev": "Apache 2.0",
    "SelQA": "Apache 2.0",
    "FEVER dev": "CC BY-SA 3.0",
    "Fool Me Twice": "Apache 2.0",
    "MultiNLI dev": "OANC and others",
    "SNLI dev": "CC BY-SA 4.0",
    "SQuAD 2.0 train, near misses by people (linked, lower)": "CC BY-SA 4.0, annotations MIT",
    "BoolQ train": "CC BY-SA 3.0",
    "CondaQA dev": "Apache 2.0",
    "TyDi QA gold passage, English": "Apache 2.0",
    "Natural Questions dev (oracle passages)": "CC BY-SA 3.0, MIT",
    "SQuADShifts, new Wikipedia": "CC BY 4.0",
    "BEGIN": "CC BY 4.0, CDLA-Sharing 1.0",
    "Check-COVID": "MIT",
    "FEVER symmetric": "MIT, CC BY-SA 3.0",
    "SNLI, counterfactually augmented": "Apache 2.0, CC BY-SA 4.0",
    "WiCE train, partly supported": "ODC-BY",
    "SummEdits": "Apache 2.0",
    "RealTimeQA 2022, questions without gold articles (passages mined)": "research use",
    "FIB (judgements on news summaries)": "CC BY 4.0; the articles are their publishers'",
    "Questions written for 480 news articles (RealTimeQA 2022, T17, crisis, entities)": (
        "the questions are ours; the articles are their publishers', research use"
    ),
    "FactCC, FRANK, XSumFaith (judgements on news summaries)": (
        "BSD 3-Clause, MIT, CC BY 4.0; the articles are their publishers'"
    ),
}
PROBES = [
    (
        "When did the negotiators last meet?",
        "The negotiators met in Istanbul on March 29. Talks have stalled since then.",
    ),
    ("Who won?", "Heavy rain closed three roads near Cardiff on Tuesday, police said."),
    (
        "How much was the company valued at on Monday?",
        "Apple became the first U.S. business to be valued at $3 trillion. " * 5,
    ),
]


def export_onnx(checkpoint: Path, target: Path, backbone: Backbone) -> float:
    """Writes the int8 file; returns the largest difference of a head logit to fp32 on a few
    probes."""
    import onnxruntime as ort
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net = new_network(backbone, attention="eager")
    net.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["net"])
    net.eval()
    family = FAMILIES[backbone.family]
    names = ["input_ids", "attention_mask", *["token_type_ids"] * family.segments]
    example = tuple(torch.ones(2, 12, dtype=torch.long) for _ in names)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "fp32.onnx"
        axes = {n: {0: "batch", 1: "tokens"} for n in [*names, "spans"]} | {"heads": {0: "batch"}}
        torch.onnx.export(
            net,
            example,
            str(plain),
            input_names=names,
            output_names=["spans", "heads"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # Seven bits a weight: on processors without VNNI eight would overflow a 16-bit
        # sum (laptops of before 2020).
        quantize_dynamic(
            plain, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
        fp32 = ort.InferenceSession(str(plain), providers=["CPUExecutionProvider"])
        int8 = ort.InferenceSession(str(target), providers=["CPUExecutionProvider"])
        tokenizer, largest = load_tokenizer(), 0.0
        for question, passage in PROBES:
            asked, read = (
                tokenizer.encode(text, add_special_tokens=False).ids for text in (question, passage)
            )
            row = np.array([family.row(asked, read)], dtype=np.int64)
            feed = family.feed(row, len(asked) + 1 + family.separators)
            with torch.no_grad():
                truth = net(*(torch.from_numpy(feed[n]) for n in names))[1].numpy()
            assert np.abs(fp32.run(["heads"], feed)[0] - truth).max() < 1e-3, (
                "the fp32 export disagrees with torch"
            )
            largest = max(largest, float(np.abs(int8.run(["heads"], feed)[0] - truth).max()))
    if target.stat().st_size > LARGEST[backbone.family]:
        raise SystemExit(
            f"{target} has {target.stat().st_size} bytes: the embedding table was not quantised"
        )
    return largest


def calibrate(
    model: EvidenceModel, questions: list[HeldOut], claims: list[dict[str, Any]]
) -> dict[str, Any]:
    """Platt scaling of both heads, and the temperature of the sentence scores."""
    from sklearn.linear_model import LogisticRegression

    pairs = [model.read_with_features(q.question, [(q.passage, q.sentences)])[0] for q in questions]
    found = [features for _, features in pairs]
    truth = np.array([bool(q.spans) for q in questions])
    # Kinds weigh alike, and answered as much as not: the threshold then means the same for
    # each of them.
    kinds = [(q.kind, bool(q.spans)) for q in questions]
    share = {k: 1.0 / kinds.count(k) for k in set(kinds)}
    weights = np.array([share[k] for k in kinds])
    for value in (True, False):
        weights[truth == value] *= len(truth) / 2 / weights[truth == value].sum()
    fit = LogisticRegression(C=1e3).fit(np.array(found), truth, sample_weight=weights)
    answerable = {
        "answered": float(fit.coef_[0][0]),
        "span": float(fit.coef_[0][1]),
        "bias": float(fit.intercept_[0]),
    }

    # `support` with weight 1 and bias 0 gives back the logit.
    raw = np.array(model.support([(c["claim"], c["passage"]) for c in claims]))
    logits = np.log(np.clip(raw, 1e-6, 1 - 1e-6) / (1 - np.clip(raw, 1e-6, 1 - 1e-6)))
    fit = LogisticRegression(C=1e3, class_weight="balanced").fit(
        logits[:, None], [c["label"] for c in claims]
    )
    support = {"weight": float(fit.coef_[0][0]), "bias": float(fit.intercept_[0])}

    answered = [q for q in questions if q.spans]
    readings = [reading for q, (reading, _) in zip(questions, pairs, strict=True) if q.spans]
    best = (float("inf"), 1.0)
    for temperature in (0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0):
        loss = 0.0
        for q, r in zip(answered, readings, strict=True):
            scores = np.array(r.sentence_scores, dtype=np.float64).clip(1e-9) ** (1 / temperature)
            scores /= scores.sum()
            right = {
                k for k, (a, b) in enumerate(q.sentences) for s, e in q.spans if s < b and e > a
            }
            loss -= np.log(max(1e-6, sum(scores[k] for k in right)))
        best = min(best, (loss, temperature))
    return {"answerable": answerable, "support": support, "span_temperature": best[1]}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--checkpoint", "--data", "--bench", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--date", default="2026-11")
    parser.add_argument(
        "--questions", type=int, default=QUESTIONS, help="questions to calibrate on"
    )
    parser.add_argument("--written", type=Path, help="windows of written questions")
    parser.add_argument("--answers-as", type=Path, help="evidence.json of an earlier model")
    parser.add_argument("--backbone", type=Path, help="folder of all-mpnet-base-v2")
    parser.add_argument("--layers", type=int, default=6)
    args = parser.parse_args()
    held = torch.load(args.checkpoint, map_location="cpu", weights_only=True, mmap=True)
    backbone, state = choose(args.backbone, args.layers, held["net"]), held["state"]
    args.out.mkdir(parents=True, exist_ok=True)
    target = args.out / MODEL_NAME
    difference = export_onnx(args.checkpoint, target, backbone)
    record: dict[str, Any] = {
        "family": backbone.family,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "max_tokens": MAX_TOKENS,
        "answerable": {"answered": 1.0, "span": 0.0, "bias": 0.0},
        "support": {"weight": 1.0, "bias": 0.0},
        "span_temperature": 1.0,
        "training": {
            "base": BASES[backbone.family],
            "date": args.date,
            "minutes": round(state["total_minutes"], 1),
            "examples": state["total_rows"],
            "sets": TRAINED_ON,
            "int8_largest_logit_difference": round(difference, 3),
        },
    }
    record_path = args.out / "evidence.json"
    record_path.write_text(json.dumps(record), encoding="utf-8")
    embed, _ = load_embed()
    questions = held_out(
        args.data, args.bench, "calibration", swapper_for(args.data, args.bench, embed)
    )
    # Three numbers are fitted: a thousand questions are plenty, and the laptop has better
    # things to do.
    questions = random.Random(5).sample(questions, min(args.questions, len(questions)))
    if args.written:
        questions += kept_apart(read_written(args.written))
    claims = held_out_support(args.data, args.bench, "calibration", CLAIMS_A_SET)
    record |= calibrate(EvidenceModel.load(target, threads=1), questions, claims)
    record["calibrated_on"] = {"questions": len(questions), "claims": len(claims)}
    if args.answers_as:
        earlier = json.loads(args.answers_as.read_text(encoding="utf-8"))
        record |= {name: earlier[name] for name in ("answerable", "span_temperature")}
        record["calibrated_on"]["questions"] = earlier["calibrated_on"]["questions"]
    record_path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=2))


def swapper_for(data: Path, bench: Path, embed: Any) -> Swapper:
    """The name pool for held-out near misses: names of the held-out passages themselves."""
    from eval.training.examples.data import qa_rows

    rows = [r for r in qa_rows(data, bench) if r["part"] in ("test", "calibration")]
    return Swapper([r["question"] for r in rows] + [r["context"] for r in rows[::5]], embed)


if __name__ == "__main__":
    main()
