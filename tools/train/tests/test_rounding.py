"""Rounded weights have few values, and folding changes no answer."""

import torch
from isthmus_train import data, rounding
from torch import nn
from torchvision.models import efficientnet_b0


def test_a_channel_has_at_most_so_many_values_all_multiples_of_a_power_of_two():
    weight = torch.randn(8, 300, generator=torch.Generator().manual_seed(1)) * torch.logspace(-3, 1, 8)[:, None]
    rounded = rounding.rounded(weight, 5)
    for before, row in zip(weight, rounded):
        values = row.unique()
        assert 3 <= len(values) <= 11
        step = values[values > 0].min()
        assert torch.equal(torch.log2(step), torch.log2(step).round())
        assert torch.equal(values / step, (values / step).round())
        assert (row - before).square().mean() < 0.1 * before.square().mean()


def test_weights_that_are_rounded_stay_as_they_are():
    weight = rounding.rounded(torch.randn(4, 100, generator=torch.Generator().manual_seed(2)), 5)
    assert torch.equal(rounding.rounded(weight, 5), weight)


def test_folding_changes_no_answer_beyond_rounding():
    torch.manual_seed(3)
    model = efficientnet_b0(num_classes=10, stochastic_depth_prob=0.0)
    for norm in (m for m in model.modules() if isinstance(m, nn.BatchNorm2d)):
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.normal_(norm.bias)
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 2)
    model.eval()
    x = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        before = model(x)
        rounding.fold(model)
        after = model(x)
    assert torch.allclose(before, after, rtol=1e-3, atol=1e-3 * float(before.abs().max()))


def test_a_picture_is_moved_and_mirrored_but_stays_a_picture():
    images = torch.randint(0, 256, (16, 28, 28), dtype=torch.uint8)
    out = data.augment(images, torch.Generator().manual_seed(4))
    assert out.shape == images.shape and out.dtype == torch.uint8
    assert not torch.equal(out, images)


def test_a_scaled_picture_is_grey_and_has_the_size():
    out = data.scaled(torch.full((1, 28, 28), 200, dtype=torch.uint8), 56)
    assert out.shape == (1, 3, 56, 56)
    assert torch.equal(out, torch.full_like(out, 200))


def test_what_is_trained_rounded_is_what_is_left_when_it_is_folded():
    torch.manual_seed(5)
    model = nn.Sequential(nn.Conv2d(3, 40, 3, bias=False), nn.BatchNorm2d(40), nn.Conv2d(40, 20, 3))
    model[1].running_var.uniform_(0.5, 2)
    nn.init.uniform_(model[1].weight, 0.5, 1.5)
    model.eval()
    x = torch.randn(2, 3, 12, 12)
    with torch.no_grad():
        rounding.attach(model)
        before = model(x)
        rounding.detach(model)
        rounding.fold(model)
        rounding.attach(model)
        rounding.bake(model)
        after = model(x)
    assert torch.allclose(before, after, rtol=1e-4, atol=1e-4)
    for channel in model[2].weight:
        assert len(channel.unique()) <= 11
