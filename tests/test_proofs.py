"""Every proof finds the faults that are planted for it, and none in its first cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.proof import Case, Proof, proofs, proved

FIRST = 3  # cases of each
PROOFS = proofs()


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_sees_planted_faults_and_finds_none(tmp_path: Path, name: str) -> None:
    figure = proved(PROOFS[name], 1, 0, tmp_path, most=FIRST)
    assert figure.unseen == ()
    assert figure.faults == ()
    assert figure.planted
    assert figure.holds


def proof_of(cases: list[list[str]], planted: dict[str, list[str]]) -> Proof:
    def as_case(found: list[str]) -> Case:
        return lambda: found

    return Proof(
        "a proof",
        "1",
        "OUT1",
        "cases",
        2,
        lambda rng, folder: map(as_case, cases),
        lambda folder: {name: as_case(found) for name, found in planted.items()},
    )


@pytest.mark.parametrize(
    ("cases", "planted", "holds"),
    [
        ([[], []], {"a": ["seen"]}, True),
        ([[], ["wrong"]], {"a": ["seen"]}, False),
        ([[], []], {"a": []}, False),
        ([[]], {"a": ["seen"]}, False),
    ],
    ids=["all is well", "a fault", "a planted fault is not seen", "too few cases"],
)
def test_what_holds(
    tmp_path: Path, cases: list[list[str]], planted: dict[str, list[str]], holds: bool
) -> None:
    assert proved(proof_of(cases, planted), 1, 60, tmp_path).holds == holds
