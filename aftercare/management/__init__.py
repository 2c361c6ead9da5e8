"""What is run from a terminal."""

from pathlib import Path

SHIPPED_PROTOCOL = Path(__file__).parents[2] / "fixtures" / "protocols" / "regenerative-injection.toml"
"""The document that is published, and asked, unless another is named."""
