"""Long proofs of what garden promises: `make proof`. Each is a file here with a `PROOF` in it."""
