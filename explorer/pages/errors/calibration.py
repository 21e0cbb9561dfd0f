"""The panel of calibration."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import calibration
from explorer.audits.errors.calibration import Scores
from explorer.charts import hovers, lines
from explorer.charts.axis import Axis
from explorer.evaluations import Need, Predictions, lacking
from explorer.evaluations.declared import ILSVRC
from explorer.pages.errors.needs import labels_here
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView, confident_models


def calibration_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    if (model := _confident(atlas, address)) is not None:
        _calibration(address, model, labels, plain(atlas.lexicon.name(view.focus)))
    _listed()


def _confident(atlas: Atlas, address: Address[ErrorsView]) -> Predictions | None:
    """The chosen model if it has confidences, else one that is chosen here among those that do."""
    view = address.view
    model = atlas.evaluation(view.evaluation).model(view.model)
    missing = lacking(model, Need.CONFIDENCE)
    if isinstance(model, Predictions) and not missing:
        return model
    st.info(
        f"{plain(missing)} Choose a model that has it, or upload your own with a column of "
        "probabilities.",
        icon=":material/info:",
    )
    validation = atlas.evaluation(ILSVRC)
    names = {name: name for name in confident_models(atlas)}
    address.choice(
        "confident",
        f"Model with confidences, on {validation.about.title}",
        names,
        help=validation.listed[view.confident].note,
    )
    st.caption(f"{plain(view.confident)}: {validation.listed[view.confident].note}")
    chosen = validation.model(view.confident)
    return chosen if isinstance(chosen, Predictions) else None


def _scores(scored: Scores, bins: int) -> list[Shown]:
    """The scores of a model's confidences, each with its formula or source."""
    return [
        Shown(
            "Expected calibration error (pp)",
            scored.expected_error,
            "pp",
            f"Weighted mean of |accuracy - confidence| over {bins} bins of equal width, in "
            "percentage points (Naeini et al. 2015; Guo et al. 2017).",
        ),
        Shown(
            "ECE if calibrated, 95% (pp)",
            scored.null_high,
            "pp",
            "95 of 100 perfectly calibrated models with these confidences have an expected "
            f"calibration error up to this ({settings().resamples:,} simulated models).",
        ),
        Shown(
            "Debiased RMS error (pp)",
            scored.debiased_error,
            "pp",
            "Root mean squared calibration error over the bins, less what chance alone brings, "
            "in percentage points (Kumar et al. 2019).",
        ),
        Shown(
            "Brier score",
            scored.brier,
            "",
            "Mean squared difference of the top-1 confidence and the outcome (1 if correct, "
            "else 0). Of the top-1 confidence only: other probabilities are not known.",
        ),
        Shown(
            "Log loss",
            scored.log_loss,
            "nats",
            "Mean negative log-likelihood of the outcome, correct or not, by the top-1 "
            "confidence. It is not the cross-entropy over all classes.",
        ),
        Shown("Mean confidence", scored.confidence, "%", "Of the top-1 predictions."),
        Shown("Accuracy", scored.accuracy, "%", "Original labels."),
        Shown("Images", float(scored.images), "images", "With a prediction and a confidence."),
    ]


def _calibration(
    address: Address[ErrorsView], model: Predictions, labels: list[int], name: str
) -> None:
    bins = settings().calibration_bins
    found = calibration.of(model, labels, bins)
    if found.empty:
        st.info("No image here has a confidence score.", icon=":material/info:")
        return
    scored = calibration.scores(*calibration.outcomes(model, labels), bins, settings().resamples)
    verdict(calibration.verdict(scored))
    metrics(_scores(scored, bins))
    if len(found) >= FEWEST:
        chart(
            lines.lines(
                calibration.curve(found, model.model),
                Axis("mean confidence (%)", range=(0, 100)),
                Axis("accuracy (%), 95% CI", range=(0, 100)),
                hovers.bin_of_confidence,
                diagonal="perfect calibration",
                whiskers=True,
                height=420,
            ),
            key="calibration",
            name=f"{address.view.focus}-calibration-{model.model}",
            of=(model.truth.about,),
            alt=f"Accuracy against confidence of {model.model} at {name}",
        )
    share = "%.2f"
    table(
        found,
        key="bins",
        name=f"{address.view.focus}-calibration-{model.model}",
        alt="Bins of confidence with their images and accuracy",
        columns={
            "low": st.column_config.NumberColumn("Bin from (%)", format=share),
            "high": st.column_config.NumberColumn("Bin to (%)", format=share),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "confidence": st.column_config.NumberColumn("Mean confidence (%)", format=share),
            "accuracy": st.column_config.NumberColumn("Accuracy (%)", format=share),
            "accuracy_low": st.column_config.NumberColumn("95% CI low", format=share),
            "accuracy_high": st.column_config.NumberColumn("95% CI high", format=share),
        },
        height="content",
        caption="All values in percent; 95% Wilson interval for accuracy.",
    )


def _listed() -> None:
    """Every model of the source of confidences, those without confidences by image included."""
    found = calibration.listed()
    section(
        f"{len(found):,} models by mean confidence and accuracy (overall; {calibration.SOURCE})"
    )
    share = "%.2f"
    table(
        found,
        key="confidence_models",
        name="models-confidence",
        alt="Models with their accuracy and mean confidence",
        columns={
            "model": st.column_config.TextColumn("Model", pinned=True),
            "top1_percent": st.column_config.NumberColumn("Top-1 accuracy (%)", format=share),
            "top5_percent": st.column_config.NumberColumn("Top-5 accuracy (%)", format=share),
            "confidence_percent": st.column_config.NumberColumn(
                "Mean confidence (%)", format=share
            ),
            "difference": st.column_config.NumberColumn(
                "Confidence - accuracy (pp)", format="%+.2f"
            ),
            "by_image": st.column_config.CheckboxColumn(
                "Per image", help="Whether its confidence for each image is available here."
            ),
        },
        height=340,
        caption="The images were resized to a square instead of cropped: accuracies are up to a "
        "few points below the usual ones. Mean confidence above accuracy means overconfidence on "
        "average; it is not the calibration error.",
    )
