"""Heat maps: what a cell's colour says."""

import numpy as np
import pytest

from explorer.charts.heatmap import Cells, heatmap


@pytest.mark.parametrize(
    ("values", "highest", "ends"),
    [
        ([[0.0, 0.0]], None, (0, 1)),
        ([[np.nan, np.nan]], None, (0, 1)),
        ([[3.0, 7.0]], None, (0, 7)),
        ([[5.0, 5.0]], None, (0, 5)),
        ([[3.0, 7.0]], 20.0, (0, 20)),
    ],
)
def test_colours_begin_at_zero_and_end_at_the_largest_value(values, highest, ends):
    cells = Cells(np.array(values), ["row"], ["one", "two"], None, "images")
    trace = heatmap(cells, highest=highest).data[0]
    assert (trace.zmin, trace.zmax) == ends
