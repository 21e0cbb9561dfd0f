"""The sentences above the panels of model errors: the figures of the tables below them."""

import numpy as np
import pandas as pd

from explorer.audits.errors import (
    associations,
    confusion,
    label_quality,
    model_years,
    training_sets,
    verdicts,
)
from tests.support.real import atlas, validation

EVERY = list(range(1000))


def model(name: str = "resnet50"):
    return validation().built_in[name]


def test_the_most_confused_pair_is_counted_both_ways():
    tried = model()
    said = verdicts.confusions(confusion.pairs(atlas(), tried, EVERY, 5), "resnet50")
    row = confusion.pairs(atlas(), tried, EVERY, 1).iloc[0]
    label, guess = (tried.truth.index[row[key]] for key in ("first", "second"))
    labels, predicted = tried.truth.labels, tried.predicted
    one = int(((labels == label) & (predicted == guess)).sum())
    two = int(((labels == guess) & (predicted == label)).sum())
    assert f"on {one + two} images, {one} of {row['first_name']} predicted as" in said
    assert f"and {two} of {row['second_name']} as {row['first_name']}." in said


def test_rejected_and_missing_labels_are_shares_of_the_images():
    total = label_quality.totals(label_quality.findings(atlas(), model(), EVERY))
    said = verdicts.labels(total)
    truth = model().truth
    rejected = int((truth.rated & ~truth.among_reassessed(truth.labels)).sum())
    assert f"the original label of {rejected:,} of 50,000 images" in said
    assert "accepts no label for 3,163 (6.3 %)" in said


def test_the_strongest_correlate_is_one_whose_interval_excludes_zero():
    known = associations.features(atlas(), model().truth)
    error = associations.top1_error(atlas(), model())
    found = associations.correlations(known, error, EVERY)
    strongest = found.loc[found["correlation"].abs().idxmax(), "label"]
    assert verdicts.correlates(found).startswith(f"{strongest} correlates most with error: ")
    wide = found.assign(low=-1.0, high=1.0)
    assert verdicts.correlates(wide).startswith("For none of these features")
    assert verdicts.correlates(found.assign(correlation=np.nan)) == ""


def test_the_best_and_the_worst_model_are_named():
    found = pd.DataFrame(
        {
            "model": ["a", "b", "c"],
            "year": [2012, 2019, 2020],
            "error": [40.0, 15.0, np.nan],
            "low": [39.0, 14.0, np.nan],
            "high": [41.0, 16.0, np.nan],
        }
    )
    assert verdicts.field(found) == (
        "b (2019) has the smallest error here, 15.0 % (95% CI 14.0 to 16.0); a (2012) has the "
        "largest, 40.0 %."
    )
    assert verdicts.field(found.head(1)) == ""
    assert "smallest error here" in verdicts.field(model_years.field(validation(), EVERY))


def test_the_best_and_the_worst_training_set_are_named():
    found = training_sets.overall(atlas(), tuple(validation().truth.wnids))
    errors = found.set_index("title")["error"]
    said = verdicts.training(found, "entity")
    assert said.startswith(
        f"At entity the error is smallest when trained on ImageNet ({errors['ImageNet']:.1f} %, "
    )
    assert said.endswith(f'and largest with the set "{errors.idxmax()}" ({errors.max():.1f} %).')
    assert verdicts.training(found.assign(error=50.0), "dog") == (
        "At dog the error is 50.0 %, whichever of 6 sets the network was trained on."
    )
