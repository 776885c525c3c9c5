"""Rounds as arrays, and the losses that a GPU computes without choosing rows."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.training.examples.augment import Swapper
from eval.training.examples.batch import Encoded, collate, for_backbone
from eval.training.examples.pack import pack
from eval.training.examples.support_data import window_near
from eval.training.model import Backbone, losses
from eval.training.teach import Packed, row_losses, taught_losses

ROWS = [
    Encoded([101, 5, 102, 7, 8, 9, 102], 3, 0, 1.0, [(4, 0), (5, 1)], 3),
    Encoded([101, 5, 6, 102, 7, 102], 4, 0, 0.0, [(0, 0), (0, 1)], 4),
    Encoded([101, 5, 6, 102, 7, 11, 12, 102], 4, 0, -1.0, [], 4),
    Encoded([101, 9, 102, 7, 8, 102], 3, 1, 1.0, []),
    Encoded([101, 9, 102, 7, 8, 102], 3, 0, 1.0, [], 3, 0),
]


@pytest.fixture()
def packed(tmp_path: Path) -> Packed:
    np.savez(tmp_path / "a.npz", **pack(ROWS[:2]))
    np.savez(tmp_path / "b.npz", **pack(ROWS[2:]))
    return Packed([tmp_path / "a.npz", tmp_path / "b.npz"], "cpu")


def test_a_packed_batch_is_what_the_rows_are(packed: Packed) -> None:
    rows = for_backbone(ROWS, Backbone("mpnet", Path(), 1))
    wanted = collate(rows, "cpu", 1)
    found = packed.batch(np.arange(len(ROWS)))
    width = wanted["input_ids"].shape[1]
    for key in ("input_ids", "attention_mask", "allowed", "gold"):
        assert torch.equal(found[key][:, :width], wanted[key]), key
        assert width == found[key].shape[1] or key != "gold" or not found[key][:, width:].any()
    for key in ("task", "label", "polarity"):
        assert torch.equal(found[key].float(), wanted[key].float()), key


def test_each_row_is_read_once_a_pass(packed: Packed) -> None:
    every = np.concatenate(list(packed.batches(20, 1, known=False)))
    assert sorted(every) == [0, 1, 2, 3, 4]
    known = np.concatenate(list(packed.batches(20, 1, known=True)))
    assert sorted(known) == [0, 1, 3, 4]


def test_the_losses_of_rows_are_those_of_the_batch(packed: Packed) -> None:
    batch = packed.batch(np.array([0, 1, 3, 4]))
    rng = torch.Generator().manual_seed(3)
    spans = torch.randn(*batch["input_ids"].shape, 2, generator=rng)
    heads = torch.randn(4, 3, generator=rng)
    parts = losses(spans, heads, batch)
    summed = 2 * parts["span"] + 3 * parts["answered"] + parts["supported"] + parts["polarity"]
    assert row_losses(spans, heads, batch).sum().item() == pytest.approx(summed.item(), abs=1e-4)


def test_a_student_that_thinks_as_its_teacher_costs_least(packed: Packed) -> None:
    batch = packed.batch(np.arange(len(ROWS)))
    rng = torch.Generator().manual_seed(3)
    spans = torch.randn(*batch["input_ids"].shape, 2, generator=rng)
    heads = torch.randn(len(ROWS), 3, generator=rng)
    alike = taught_losses(spans, heads, (spans, heads), batch)
    other = taught_losses(spans.flip(1), -heads, (spans, heads), batch)
    assert (alike < other).all()


def test_an_event_is_exchanged_for_one_that_the_passage_lacks() -> None:
    swapper = Swapper(["Who came to Paris and to London?"], lambda _: np.ones(2))
    passage = "Twelve people were killed and forty injured in the fire, police said."
    seen = {
        swapper._swap_event("How many people were killed?", passage, [], random.Random(i))
        for i in range(60)
    }
    assert "How many people were arrested?" in seen
    assert not any(said and ("injured" in said or "wounded" in said) for said in seen)
    assert swapper._swap_event("How long is it?", passage, [], random.Random(1)) is None


def test_a_long_article_is_cut_to_what_a_claim_is_about() -> None:
    article = (
        "Rain fell all day. " * 40 + "The mayor opened the bridge in May. " + "Wind rose. " * 40
    )
    assert "The mayor opened the bridge in May." in window_near(article, "The bridge is open", 30)
    assert len(window_near(article, "The bridge is open", 30).split()) <= 30
