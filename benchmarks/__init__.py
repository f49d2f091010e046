"""Side-by-side measurements, each one command: ``python -m benchmarks NAME`` or all of them."""
