"""The API answers what the terminal answers, in integers where something is counted."""

import json
import math
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from explorer import api, cli
from explorer import atlas as atlases
from explorer.errors import ExplorerError
from explorer.formatting import known, records
from tests.support.hidden import unmistakable
from tests.support.own_files import VGG
from tests.support.real import atlas, nltk_reader

DOG = "n02084071"
FURNITURE = "n03405725"


@pytest.fixture
def ex() -> api.Explorer:
    return api.Explorer(atlas())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command with --json."""
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)

    def ask(*arguments: str):
        assert cli.main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def plain(values: dict[str, float]) -> dict[str, float | int | None]:
    return {name: known(value) for name, value in values.items()}


def test_a_synset_is_the_terminals(ex, terminal):
    told = terminal("show", DOG, "--dataset", "ilsvrc2012")
    dog = ex.synset(DOG)
    assert list(dog.lemmas) == told["lemmas"]
    assert (dog.name, dog.gloss, dog.depth) == (told["name"], told["gloss"], told["depth"])
    assert [each.wnid for each in dog.parents] == [each["wnid"] for each in told["parents"]]
    assert [each.wnid for each in dog.children] == [each["wnid"] for each in told["children"]]
    figures = dog.figures("ilsvrc2012")
    for column in ("own", "subtree"):
        found = {key: None if pd.isna(value) else value for key, value in figures[column].items()}
        assert found == told[column]


def test_search_is_the_terminals(ex, terminal):
    told = terminal("search", "crane", "--limit", "5")["matches"]
    found = records(ex.search("crane", limit=5))
    assert found == [{name: match[name] for name in found[0]} for match in told]


def test_balance_is_the_terminals(ex, terminal):
    told = terminal("balance", "--root", DOG, "--classes", "leaves", "--threshold", "700")
    found = ex.balance(root=DOG, classes="leaves", threshold=700)
    assert plain(found.metrics) == told["shape"]
    assert records(found.branches) == told["branches"]
    assert found.unknown_classes == told["not_counted"]
    for kind, shape in told["by_kind"].items():
        assert plain(found.metric_table[kind].to_dict()) == shape


def test_a_plan_is_the_terminals(ex, terminal):
    told = terminal("plan", "--root", DOG, "--cap", "900", "--floor", "800", "--short", "drop")
    found = ex.plan(root=DOG, cap=900, floor=800, short="drop")
    assert json.loads(json.dumps(found.document())).items() <= told.items()
    assert plain(found.summary) == told["summary"]
    assert records(found.short_classes) == told["short"]


def test_releases_are_the_terminals(ex, terminal):
    told = terminal("releases", "--dataset", "fall11", "--against", "winter21", "--root", DOG)
    found = ex.releases("fall11", against="winter21", root=DOG)
    assert found.classes == told["classes"]
    assert records(found.missing) == told["missing"]
    assert records(found.representation) == told["representation"]
    assert records(found.coverage) == told["coverage_of_wordnet"]
    assert records(ex.overlap(root=DOG)) == told["intersections"]


def test_boxes_and_breeds_are_the_terminals(ex, terminal):
    told, found = terminal("boxes", "--root", DOG), ex.boxes(DOG)
    kept = {name: told["validation"][name] for name in found.summary}
    assert plain(found.summary) == kept
    assert records(found.classes) == told["validation"]["by_class"]
    assert found.positions.round(3).tolist() == told["validation"]["positions_percent"]
    assert records(found.detection) == told["detection"]
    told, breeds = terminal("breeds", "--root", DOG), ex.breeds(DOG)
    assert plain(breeds.summary) == told["summary"]
    assert records(breeds.groups) == told["groups"]
    assert records(breeds.members) == told["members"]


def test_people_are_the_terminals(ex, terminal):
    told = terminal("people", "--dataset", "12k", "--rule", "not-offensive")
    found = ex.people("12k", rule="not-offensive")
    for name, frame in {
        "funnel": found.funnel,
        "dropped": found.drop_list,
        "held": found.remaining,
        "branches": found.branches,
        "individuals": found.instances,
    }.items():
        assert records(frame) == told[name]
    assert plain(vars(found.outcome)) == told["outcome"]
    assert found.reproduces_winter_2021 == told["reproduces_winter_2021"]


def test_errors_are_the_terminals_on_both_evaluations(ex, terminal):
    for evaluation in ("ilsvrc2012", "imagenetv2"):
        told = terminal("errors", "--model", "vgg16", "--root", DOG, "--evaluation", evaluation)
        found = ex.errors("vgg16", evaluation=evaluation, root=DOG)
        assert plain_words(found.summary) == told["here"]
        assert records(found.branches) == told["branches"]
        assert records(found.pairs()) == told["pairs"]
        assert list(found.concept_interval) == told["concept_interval"]
        assert found.confusion.to_numpy().ravel().tolist() == [
            cell["images"] for cell in told["confusion"]
        ]


def plain_words(values: dict[str, object]) -> dict[str, object]:
    return {name: known(v) if isinstance(v, float) else v for name, v in values.items()}


def test_a_comparison_is_the_terminals(ex, terminal):
    told = terminal(
        "errors", "compare", "--model", "vgg16", "--with", "resnet50", "--root", FURNITURE
    )
    found = ex.compare("vgg16", "resnet50", root=FURNITURE)
    assert records(found.nodes) == told["nodes"]
    assert told["verdict"].startswith(found.verdict)
    assert records(found.better_model_worse) == told["better_model_worse"]


def test_claims_are_the_terminals(ex, terminal):
    told = terminal("claims")["claims"]
    found = records(ex.claims())
    assert found == [{name: row[name] for name in found[0]} for row in told]


def test_own_predictions_are_read_alike_from_a_file_and_a_frame(ex, tmp_path: Path):
    frame = pd.DataFrame({"image": range(1, 50_001), "prediction": VGG})
    frame.to_csv(tmp_path / "mine.csv", index=False)
    read = [ex.read_predictions(tmp_path / "mine.csv"), ex.read_predictions(frame, name="mine")]
    assert [each.name for each in read] == ["mine", "mine"]
    built_in = ex.errors("vgg16").summary["top1_error"]
    assert [ex.errors(each).summary["top1_error"] for each in read] == [built_in, built_in]
    assert ex.compare(read[0], "vgg16").nodes["only_first"].sum() == 0


def test_predictions_of_several_meanings_say_which_argument_decides(ex):
    columns = {"pred_a": VGG, "pred_b": VGG[::-1]}
    frame = pd.DataFrame({"image": range(1, 50_001), **columns})
    with pytest.raises(ExplorerError, match=r"Choose with column=\."):
        ex.read_predictions(frame)
    assert ex.read_predictions(frame, column="pred_a").model.predicted.tolist() == VGG.tolist()


def test_own_accuracies_by_class_have_errors_and_no_confusion(ex):
    known = ex.errors("vgg16", root=DOG)
    classes = known.classes
    frame = pd.DataFrame({"wnid": classes["wnid"], "accuracy": 1 - classes["top1_error"] / 100})
    found = ex.errors(ex.read_predictions(frame, name="dogs"), root=DOG)
    assert found.summary["top1_error"] == pytest.approx(known.summary["top1_error"])
    for ask in (found.pairs, lambda: found.confusion, lambda: found.calibration):
        with pytest.raises(ExplorerError, match="Only per-class accuracies of dogs are available"):
            ask()


@pytest.mark.parametrize(
    "name", [DOG, "N02084071", "dog.n.01", "Domestic_Dog", " canis familiaris"]
)
def test_a_synset_has_several_names(ex, name: str):
    assert ex.synset(name) == ex.synset(ex.synset(DOG))
    assert len({ex.synset(name), ex.synset(DOG)}) == 1


@pytest.mark.parametrize(
    "name", ["dog.n.03", "canis_familiaris.n.01", "a-list.n.01", "einstein.n.02", "new_york.n.02"]
)
def test_a_sense_is_nltks(ex, name: str):
    meant = nltk_reader().synset(name)
    found = ex.synset(name)
    assert found.wnid == f"n{meant.offset():08d}"
    assert found.sense == meant.name()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("dog", r"'dog' names 7 synsets: dog\.n\.01 \(n02084071\), .*Give the wnid"),
        ("n99999999", "'n99999999' is not a noun synset"),
        ("n02086723", "In WordNet 3.1 this offset is dog"),
        ("golden retreiver", r"Did you mean golden_retriever\.n\.01 \(n02099601\)"),
        ("dog.n.99", "No noun synset of WordNet 3.0 is called 'dog.n.99'"),
        ("", "No noun synset"),
    ],
)
def test_a_name_of_none_or_several_is_a_sentence(ex, name: str, sentence: str):
    with pytest.raises(ExplorerError, match=sentence):
        ex.synset(name)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda ex: ex.balance("fall12"), "Unknown data set 'fall12'"),
        (lambda ex: ex.balance("vid"), "counts of ILSVRC VID are not available"),
        (lambda ex: ex.balance("fall11", measure="classes"), "is not a count per class"),
        (lambda ex: ex.balance(classes="leaf"), "classes is 'leaf'; it must be one of: all, lea"),
        (lambda ex: ex.plan(short="skip"), "short is 'skip'; it must be one of: keep, oversample"),
        (lambda ex: ex.plan(scheme="log"), "scheme is 'log'"),
        (lambda ex: ex.plan(beta=1.0), "beta from 0 to below 1"),
        (lambda ex: ex.plan(floor=900, cap=100), "above the cap"),
        (lambda ex: ex.people(rule="nice"), "rule is 'nice'"),
        (lambda ex: ex.people(min_imageability=7), "min_imageability is 7; it must be from 1 to 5"),
        (lambda ex: ex.search("dog", limit=0), "limit is 0"),
        (lambda ex: ex.releases("wordnet"), "wordnet cannot be compared"),
        (lambda ex: ex.overlap(["fall12"]), "Unknown data set 'fall12'"),
        (lambda ex: ex.errors("gpt"), "Unknown model 'gpt'"),
        (lambda ex: ex.errors(evaluation="v3"), "Unknown evaluation 'v3'"),
        (lambda ex: ex.errors(root="sport.n.01"), "No class of ILSVRC-2012 validation is at or"),
        (lambda ex: ex.errors().calibration, "No confidences are available for resnet50"),
        (lambda ex: ex.errors(evaluation="imagenetv2").label_quality, "were not reviewed"),
        (lambda ex: ex.synset(DOG).chart(size="images_per_class"), "which is not a count"),
        (lambda ex: ex.synset(DOG).chart(kind="pie"), "kind is 'pie'; it must be one of: treemap"),
        (lambda ex: ex.synset("sport.n.01").chart("vid"), "there is nothing to draw"),
        (lambda ex: ex.balance(root="wardrobe.n.02").lorenz(), "nothing to draw"),
        (lambda ex: ex.read_predictions("none.csv"), "'none.csv' cannot be read"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(ex, ask, sentence: str):
    with pytest.raises(ExplorerError, match=sentence):
        ask(ex)


def test_counts_are_integers_and_unknown_ones_are_missing(ex):
    frames = {
        "classes": ex.synset(DOG).classes("fall11")["images"],
        "branches": ex.synset(DOG).branches("ilsvrc2012")["val_boxes"],
        "data sets": ex.datasets["images"],
        "drop list": ex.people().drop_list["images"],
        "nodes": ex.errors().branches["images"],
    }
    assert {name: str(column.dtype) for name, column in frames.items()} == dict.fromkeys(
        frames, "Int64"
    )
    assert ex.datasets.set_index("key").loc["vid", "images"] is pd.NA
    figures = ex.synset(DOG).figures("ilsvrc2012")
    assert type(figures.loc["images", "subtree"]) is int
    assert figures.loc["images", "own"] is pd.NA


def test_a_subtree_without_a_known_count_has_undefined_metrics(ex):
    metrics = ex.balance("ilsvrc2012", root="sport.n.01").metrics
    assert (metrics["classes"], metrics["images"]) == (0, 0)
    assert math.isnan(metrics["median"]) and math.isnan(metrics["smallest"])


def test_classes_of_a_subtree_add_up_to_its_figures(ex):
    for name in ("dog.n.01", "furniture.n.01", "entity.n.01"):
        synset = ex.synset(name)
        classes = synset.classes("fall11", measures=["images"])
        figures = synset.figures("fall11")["subtree"]
        assert len(classes) == figures["classes"]
        assert classes["images"].sum() == figures["images"]
        assert classes["wnid"].is_monotonic_increasing and classes["wnid"].is_unique


def test_a_class_is_internal_where_the_graph_has_another_class_below_it(ex):
    classes = ex.synset(DOG).classes("fall11", measures=[]).set_index("wnid")["kind"]
    below = {wnid: nx.descendants(ex.graph, wnid) & set(classes.index) for wnid in classes.index}
    assert {wnid for wnid, held in below.items() if held} == set(
        classes[classes == "internal"].index
    )


def test_hidden_terms_are_found_by_their_word_and_not_spelt_out(ex):
    wnid = unmistakable(1)[0]
    name = atlas().revealed().lexicon.name(wnid)
    for each in (ex.synset(wnid), ex.synset(name)):
        assert name not in " ".join([repr(each), each.name, each.sense, *each.lemmas, each.gloss])
    assert name not in ex.people().drop_list.to_csv()
    shown = api.Explorer(atlas().revealed())
    assert shown.synset(wnid).name == name
    assert name in shown.people().drop_list.to_csv()
