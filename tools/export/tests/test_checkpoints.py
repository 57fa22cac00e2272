"""Checkpoints as training saves them: what is unwrapped, what is said of it, and what does not fit."""

import argparse
import re
from collections import OrderedDict, defaultdict
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import BUILD, SMALL, State, load_units, loaded, prefixed, refusal, saved
from torch import nn
from torchvision.models import DenseNet

from isthmus_export import archive, checkpoint, loading, models
from isthmus_export.cli import main
from isthmus_export.errors import ExportError


@pytest.fixture(scope="module")
def other() -> State:
    torch.manual_seed(2)
    return BUILD(5).state_dict()


def assert_same(actual: State, expected: State) -> None:
    assert actual.keys() == expected.keys()
    assert all(torch.equal(actual[name], expected[name]) for name in actual)


@pytest.mark.parametrize(
    "key", ("state_dict", "model", "model_state_dict", "net", "ema", "model_ema", "state_dict_ema", "whatever")
)
def test_a_state_dict_in_a_dict_is_found(key: str, state: State, tmp_path: Path) -> None:
    content = {"epoch": 3, key: state, "optimizer": {"state": {0: {"exp_avg": torch.ones(3)}}, "param_groups": [{}]}}
    actual, notes = loaded(saved(tmp_path, content))
    assert_same(actual, state)
    assert notes == [f"the weights were taken from {key!r} in the file"]


@pytest.mark.parametrize(
    "prefix", ("module.", "_orig_mod.", "model.", "module.model.", "_orig_mod.module.", "backbone.")
)
def test_a_prefix_is_taken_off(prefix: str, state: State, tmp_path: Path) -> None:
    actual, notes = loaded(saved(tmp_path, prefixed(prefix, state)))
    assert_same(actual, state)
    assert notes == [f"{prefix!r} was taken off the front of every name"]


def test_a_lightning_checkpoint(state: State, tmp_path: Path) -> None:
    content = {
        "epoch": 9,
        "global_step": 100,
        "pytorch-lightning_version": "2.1.0",
        "state_dict": {**prefixed("model.", state), "criterion.weight": torch.ones(5)},
        "callbacks": {"ModelCheckpoint": {"best_model_path": Path("x.ckpt"), "best_model_score": torch.tensor(0.9)}},
        "optimizer_states": [{"state": {}}],
        "hyper_parameters": argparse.Namespace(lr=0.1),
    }
    actual, notes = loaded(saved(tmp_path, content))
    assert_same(actual, state)
    assert notes == [
        "the weights were taken from 'state_dict' in the file",
        "'model.' was taken off the front of every name; 1 tensors without it were left out",
    ]


def trained(state: State, average: State) -> dict[str, Any]:
    """As torchvision's own train.py writes it."""
    return {
        "model": state,
        "optimizer": {"state": {}, "param_groups": [{"lr": 0.5, "params": [0]}]},
        "lr_scheduler": {"last_epoch": 9, "_last_lr": [0.5]},
        "epoch": 9,
        "args": argparse.Namespace(model=SMALL, val_resize_size=190, val_crop_size=160, interpolation="bicubic"),
        "model_ema": {"n_averaged": torch.tensor(7), **prefixed("module.", average)},
        "scaler": {"scale": 65536.0},
    }


def test_a_checkpoint_of_torchvisions_training(state: State, other: State, tmp_path: Path) -> None:
    file = saved(tmp_path, trained(state, other))
    actual, notes = loaded(file)
    assert_same(actual, state)
    assert notes[0] == "the weights were taken from 'model' in the file"
    assert "--key model_ema.module takes that" in notes[1]

    for key in ("model_ema", "model_ema.module"):
        actual, notes = loaded(file, key)
        assert_same(actual, other)
        assert notes[0] == "the weights were taken from 'model_ema' in the file"
    with pytest.raises(ExportError, match="holds no weights of this model under --key teacher; it holds .*model_ema"):
        loaded(file, "teacher")


def test_the_images_are_prepared_as_the_training_has_validated(
    state: State, other: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, trained(state, other))
    assert main([SMALL, "--weights", str(file), "--out", str(tmp_path / "m")]) == 0
    said = capsys.readouterr().err
    manifest, _ = load_units(tmp_path / "m")
    assert manifest["input"]["shape"] == [3, 160, 160]
    assert "resize 190, crop 160, bicubic" in said and "validated with" in said
    assert "resize 190, crop 160, bicubic" in manifest["description"]


def test_weights_that_stand_twice_are_not_guessed_at(state: State, other: State, tmp_path: Path) -> None:
    file = saved(tmp_path, {"state_dict": {**prefixed("student.", state), **prefixed("teacher.", other)}})
    with pytest.raises(ExportError, match="more than once.*--key"):
        loaded(file)
    assert_same(loaded(file, "teacher")[0], other)


def test_what_only_training_needs_does_not_matter(state: State, tmp_path: Path) -> None:
    """Objects of classes that are not here, in the forms that pickles have for them."""
    content = {
        "state_dict": state,
        "args": argparse.Namespace(output=Path("runs"), device=torch.device("cpu"), kind=torch.float16),
        "best": torch.nn.CrossEntropyLoss(),
        "history": defaultdict(list, loss=[1.0]),
        "seen": {1, 2, 3},
        "rng": torch.get_rng_state(),
        "callback": lambda_free,
    }
    assert_same(loaded(saved(tmp_path, content))[0], state)


def lambda_free() -> None:
    """A function that a checkpoint may name."""


@pytest.mark.parametrize("kind", (torch.float16, torch.bfloat16, torch.float64))
def test_other_precisions_become_floats(kind: torch.dtype, state: State, tmp_path: Path) -> None:
    half = {name: t.to(kind) if t.is_floating_point() else t for name, t in state.items()}
    actual, notes = loaded(saved(tmp_path, half))
    assert all(torch.equal(actual[name], half[name].to(actual[name].dtype)) for name in actual)
    assert notes == [f"converted from {str(kind)[6:]} to 32-bit floats"]


def test_parameters_views_and_shared_storages(state: State, tmp_path: Path) -> None:
    content = OrderedDict((name, nn.Parameter(t) if t.is_floating_point() else t) for name, t in state.items())
    whole = torch.cat([state["classifier.0.weight"].T, torch.zeros(960, 3)], dim=1)
    content["classifier.0.weight"] = whole[:, :-3].T  # other strides, and a part of its storage
    assert_same(loaded(saved(tmp_path, content))[0], state)


@pytest.mark.parametrize("name", ("classifier.3.1", "classifier.9", "classifier.head"))
def test_a_classifier_that_training_has_put_elsewhere(name: str, state: State, tmp_path: Path) -> None:
    moved = {key.replace("classifier.3", name): tensor for key, tensor in state.items()}
    actual, notes = loaded(saved(tmp_path, moved))
    assert_same(actual, state)
    assert notes[0].startswith(f"{name} was taken as the classifier classifier.3")


def test_a_classifier_of_several_layers_is_refused(state: State, tmp_path: Path) -> None:
    moved = {key.replace("classifier.3", "classifier.3.2"): tensor for key, tensor in state.items()}
    moved.update({"classifier.3.0.weight": torch.zeros(1280, 1280), "classifier.3.0.bias": torch.zeros(1280)})
    with pytest.raises(ExportError, match="has layers of its own: export takes one layer in the place of class"):
        loaded(saved(tmp_path, moved))


def test_weights_of_another_network_are_told_apart(state: State, tmp_path: Path) -> None:
    file = saved(tmp_path, {"state_dict": {"conv_stem.weight": torch.zeros(3), "bn1.weight": torch.zeros(3)}})
    with pytest.raises(ExportError, match="another network, or of another library's.*torchvision.models.get_model"):
        loaded(file)


@pytest.mark.parametrize(
    ("gone", "more", "advice"),
    (
        ("features.15.", (), "It lacks layers of this network: it is one of its smaller sizes"),
        ("nothing", ("features.17.0.weight", "features.17.1.weight"), "It is a larger network than this one"),
    ),
)
def test_weights_of_another_size_are_told_apart(
    gone: str, more: tuple[str, ...], advice: str, state: State, tmp_path: Path
) -> None:
    other = {name: tensor for name, tensor in state.items() if not name.startswith(gone)}
    other.update((name, torch.zeros(1)) for name in more)
    with pytest.raises(ExportError, match=advice):
        loaded(saved(tmp_path, other))


def test_a_whole_module_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for content in (BUILD(5), {"model": BUILD(5), "epoch": 1}):
        with pytest.raises(ExportError, match="whole torchvision.models.mobilenetv3.Mobile.* object.*its state_dict"):
            loaded(saved(tmp_path, content))


def test_a_whole_module_beside_other_tensors_is_refused_with_what_to_do(tmp_path: Path) -> None:
    content = {"model": BUILD(5), "best_fitness": torch.tensor(0.9), "optimizer": {"state": {0: torch.zeros(2)}}}
    with pytest.raises(ExportError, match="whole torchvision.models.mobilenetv3.Mobile.* object.*its state_dict"):
        loaded(saved(tmp_path, content))


@pytest.mark.parametrize("wrapper", ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"))
def test_wrappers_inside_of_names_are_taken_out(wrapper: str, state: State, tmp_path: Path) -> None:
    wrapped = {f"{wrapper}.{name}".replace("features.3.", f"features.3.{wrapper}."): t for name, t in state.items()}
    actual, notes = loaded(saved(tmp_path, {"state_dict": wrapped}))
    assert_same(actual, state)
    assert notes[-1].startswith("the names of wrappers, such as _orig_mod, were taken out")


def test_counters_of_operations_do_not_matter(state: State, tmp_path: Path) -> None:
    counts = {f"{name}total_{what}": torch.zeros(1) for name in ("", "features.0.") for what in ("ops", "params")}
    assert_same(loaded(saved(tmp_path, {**state, **counts}))[0], state)


def test_weights_without_a_classifier_are_refused_as_that(state: State, tmp_path: Path) -> None:
    backbone = {name: tensor for name, tensor in state.items() if not name.startswith("classifier.3")}
    with pytest.raises(ExportError, match="missing: classifier.3.weight, classifier.3.bias. It has no classifier"):
        loaded(saved(tmp_path, backbone))


def test_a_classifier_of_another_name_is_taken(state: State, tmp_path: Path) -> None:
    moved = {name.replace("classifier.3", "head"): tensor for name, tensor in state.items()}
    actual, notes = loaded(saved(tmp_path, moved))
    assert_same(actual, state)
    assert notes[0].startswith("head was taken as the classifier classifier.3")


def test_a_classifier_that_is_a_convolution_has_any_number_of_classes(tmp_path: Path) -> None:
    build = models.find("squeezenet1_1").build
    file = saved(tmp_path, build(7).state_dict())
    chosen = loading.choose(archive.load(file), build(1000), file)
    assert loading.classes_of(chosen.tensors, build(1000)) == 7
    assert loading.load(build(7), chosen, file) == []


def test_arrays_of_numpy_are_refused_with_what_to_do(state: State, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="NumPy arrays; make tensors of them with torch.from_numpy"):
        loaded(saved(tmp_path, {name: tensor.numpy() for name, tensor in state.items()}))


def test_values_that_are_not_finite_are_named(state: State, tmp_path: Path) -> None:
    weight = state["features.0.0.weight"].clone()
    weight[0, 0, 0, 0], weight[1, 0, 0, 0] = float("nan"), float("inf")
    with pytest.raises(ExportError, match=r"not finite numbers, in features.0.0.weight \(2 of 432\): the training"):
        loaded(saved(tmp_path, {**state, "features.0.0.weight": weight}))
    large = {**state, "features.0.0.weight": state["features.0.0.weight"].double() + 1e300}
    with pytest.raises(ExportError, match=r"too large for 32-bit floats, in features.0.0.weight \(432 of 432\)"):
        loaded(saved(tmp_path, large))


def test_a_dict_without_tensors_says_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="holds no tensors by name; it holds epoch, evil\\?name"):
        loaded(saved(tmp_path, {"epoch": 1, "evil\nname": 2}))


def test_integers_are_no_weights(state: State, tmp_path: Path) -> None:
    quantised = {n: t.to(torch.int8) if n == "classifier.3.weight" else t for n, t in state.items()}
    with pytest.raises(ExportError, match="type int8.*before it was quantised"):
        loaded(saved(tmp_path, quantised))


def test_a_tensor_of_no_memory_and_endless_shape_is_refused(state: State, tmp_path: Path) -> None:
    endless = {**state, "classifier.3.weight": torch.zeros(1).expand(2**30, 2**30)}
    with pytest.raises(ExportError, match="of another shape|type"):
        loaded(saved(tmp_path, endless))


@pytest.mark.parametrize(
    ("data", "what"),
    (
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<!DOCTYPE html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    ),
)
def test_other_files_are_named(data: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "w.pth").write_bytes(data)
    with pytest.raises(ExportError, match=what):
        archive.load(tmp_path / "w.pth")
    with pytest.raises(ExportError, match="is a folder"):
        archive.load(tmp_path)


def test_arguments_of_a_training_are_read_without_making_its_objects(tmp_path: Path) -> None:
    content = archive.load(saved(tmp_path, {"args": argparse.Namespace(val_crop_size=224), "epoch": 1}))
    assert checkpoint.arguments_of(content) == {"val_crop_size": 224}
    for odd in ({"args": 3}, {"args": [1]}, [1], None):
        assert checkpoint.arguments_of(archive.load(saved(tmp_path, odd))) == {}


def test_key_goes_with_weights(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--key names an entry" in refusal(capsys, SMALL, "--key", "ema", "--out", "x.zip")


def test_names_of_densenets_older_files_are_understood(tmp_path: Path) -> None:
    model = DenseNet(growth_rate=4, block_config=(1, 1), num_init_features=4, num_classes=3)
    old = {re.sub(r"(norm|conv)([12]\.)(?=\w+$)", r"\1.\2", name): t for name, t in model.state_dict().items()}
    assert "features.denseblock1.denselayer1.norm.1.weight" in old
    file = saved(tmp_path, old)
    chosen = loading.choose(archive.load(file), model, file)
    assert loading.load(model, chosen, file) == []
