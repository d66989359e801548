"""Makes checkpoints of ImageNet classifiers with random weights, and what timm and segmentation_models_pytorch make of them.

Reads JSON lines: {"backbone", "inChannels", "checkpoint", "adapted"}. `checkpoint` is written by `torch.save`, `adapted` is the state dict of
the backbone for that many channels, as safetensors. "by": "smp" has the encoder adapted by segmentation_models_pytorch.
"""

import json
import sys

import timm
import torch
from safetensors.torch import save_file
from segmentation_models_pytorch.encoders import get_encoder
from timm.models._manipulate import adapt_input_conv

FIRST = {"resnet18": "conv1", "resnet34": "conv1", "convnext_nano": "stem.0", "swin_tiny_patch4_window7_224": "patch_embed.proj"}


def by_timm(name, classifier, channels):
    backbone = timm.create_model(name, in_chans=channels, num_classes=0)
    own = backbone.state_dict()
    weights = {key: value for key, value in classifier.items() if key in own}
    key = f"{FIRST[name]}.weight"
    weights[key] = adapt_input_conv(channels, weights[key])
    backbone.load_state_dict(weights, strict=True)
    return backbone.state_dict()


def by_smp(name, classifier, channels):
    encoder = get_encoder(name, in_channels=3, weights=None)
    encoder.load_state_dict(dict(classifier))
    encoder.set_in_channels(channels, pretrained=True)
    return encoder.state_dict()


for line in sys.stdin:
    case = json.loads(line)
    torch.manual_seed(0)
    classifier = timm.create_model(case["backbone"]).state_dict()
    for key, value in classifier.items():
        if value.dtype == torch.float32 and not key.endswith("attn_mask"):
            value.add_(0.01 * torch.randn_like(value))
    torch.save(classifier, case["checkpoint"])
    adapt = by_smp if case.get("by") == "smp" else by_timm
    save_file({key: value.contiguous() for key, value in adapt(case["backbone"], classifier, case["inChannels"]).items()}, case["adapted"])
