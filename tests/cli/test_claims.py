"""Published figures in a terminal."""


def test_published_figures_are_printed_with_their_verdicts(ask_json):
    found = ask_json("claims")
    verdicts = [row["verdict"] for row in found["claims"]]
    assert len(verdicts) == 107
    assert found["verdicts"] == {
        name: verdicts.count(name) for name in ("reproduced", "differs", "not measurable")
    }
    first = next(row for row in found["claims"] if row["claim"] == "alexnet_15")
    assert (first["published"], first["measured"]) == ("15.3", None)
    assert first["verdict"] == "not measurable"


def test_published_figures_are_written_as_text_too(ask):
    text = ask("claims")
    assert "not measurable: AlexNet reached a top-5 error of 15.3 %" in text
    assert "published more than 10.8 (percentage points)" in text
    assert "published 200 to 999, measured 1,240 (images)" in text
