"""The command ``datasets``."""

from explorer import cli


def test_every_data_set_is_listed_under_its_heading(ask_cells):
    text = ask_cells("datasets")
    assert "Other data sets\ncoco2017 COCO 2017 80\n" in text
    assert "ImageNet\nfall11 ImageNet-21K, Fall 2011 21,841\n" in text


def test_a_data_set_is_described_with_totals_units_and_the_published_number_of_images(ask_json):
    (found,) = ask_json("datasets", "lvis-v1")["datasets"]
    assert (found["synsets"], found["class_names"]) == (1_202, 1_203)
    assert found["class_names_without_synset"] == 1
    assert found["images_published"]["images"] == 100_170
    assert found["totals"]["pairs"]["unit"] == "image-class pairs"
    assert found["totals"]["instances"]["source"] == "lvis_v1"


def test_an_unknown_total_is_null(ask_json):
    (found,) = ask_json("datasets", "openimages")["datasets"]
    assert found["totals"]["pairs"]["value"] is None


def test_the_classes_of_a_data_set_are_printed_with_their_synsets(ask_json, ask_cells):
    found = ask_json("datasets", "coco2017", "--classes")
    assert len(found["classes"]) == 80
    assert found["certainty"]["published mappings agree"] == 64
    cat = next(row for row in found["classes"] if row["class_name"] == "cat")
    assert (cat["wnid"], cat["train_instances"]) == ("n02121808", 4_768)
    assert "17 cat n02121808 domestic cat chosen here" in ask_cells(
        "datasets", "coco2017", "--classes"
    )


def test_open_images_own_edges_are_compared_with_wordnets(ask):
    text = ask("datasets", "openimages", "--classes")
    assert "WordNet confirms 314 of the data set's own 490 is-a edges." in text


def test_what_has_no_class_names_is_a_sentence(capsys):
    assert cli.main(["datasets", "fall11", "--classes"]) == 2
    assert "are synsets of WordNet" in capsys.readouterr().err


def test_how_much_of_coco_is_inside_imagenet_is_answered(ask_json, ask):
    found = ask_json("releases", "--dataset", "coco2017")
    assert (found["inside"]["classes"], found["inside"]["same"]) == (80, 71)
    assert found["answer"] in ask("releases", "--dataset", "coco2017")
    assert {"coco2017", "fall11"} <= set(found["intersections"][0])
