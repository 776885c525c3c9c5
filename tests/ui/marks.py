"""How tests in a real browser are marked."""

from __future__ import annotations

import pytest

# A busy machine is slow, not wrong; the warning is of Gradio's use of pandas.
BROWSER = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing"),
]
