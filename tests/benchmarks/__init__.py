"""How fast, measured side by side: `python -m tests.benchmarks`, or `make bench`. See docs/performance.md."""
