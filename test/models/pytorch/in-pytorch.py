"""Loads exported state dicts into PyTorch modules, strictly, and answers with what they compute.

Reads JSON lines: {"file", "inputs", "outputs", "kind", "backbone", ...}. `inputs` is a safetensors file with the tensors of one batch in the
order of their names `0`, `1`, ...; `outputs` is written with one tensor, `output`. torch, timm 0.9.2, segmentation_models_pytorch 0.3.3 and
safetensors must be installed.
"""

import json
import sys

import segmentation_models_pytorch as smp
import timm
import torch
from safetensors.torch import load_file, save_file
from torch import nn


class Keypoints(nn.Module):
    def __init__(self, encoder, channels, maps):
        super().__init__()
        self.unet = smp.DeepLabV3Plus(encoder, encoder_weights=None, in_channels=channels, classes=maps)

    def forward(self, stack):
        return self.unet(stack)


class RoiFeatures(nn.Module):
    def __init__(self, backbone, hidden):
        super().__init__()
        self.model = timm.create_model(backbone, in_chans=1, num_classes=0)
        self.rnn = nn.GRU(self.model.num_features, hidden, 2, batch_first=True)

    def forward(self, region):
        seen = torch.stack([self.model(region[:, i : i + 1]) for i in range(region.shape[1])], 1)
        return self.rnn(seen)[0].mean(1)


class Spinal(nn.Module):
    def __init__(self, backbone, hidden):
        super().__init__()
        self.model_sagt2 = RoiFeatures(backbone, hidden)
        self.model_axi = RoiFeatures(backbone, hidden)
        self.classifier = nn.Linear(2 * hidden, 3)

    def forward(self, sagt2, axial):
        return self.classifier(torch.cat([self.model_sagt2(sagt2), self.model_axi(axial)], 1))


class Foraminal(nn.Module):
    def __init__(self, backbone, hidden):
        super().__init__()
        self.model = RoiFeatures(backbone, hidden)
        self.classifier = nn.Linear(hidden, 3)

    def forward(self, sagt1):
        return self.classifier(self.model(sagt1))


def module_of(case):
    if case["kind"] == "keypoints":
        return Keypoints(case["encoder"], case["inChannels"], case["outChannels"])
    if case["kind"] == "backbone":
        return timm.create_model(case["backbone"], in_chans=case["inChannels"], num_classes=0)
    return {"spinal": Spinal, "foraminal": Foraminal}[case["kind"]](case["backbone"], case["hidden"])


for line in sys.stdin:
    case = json.loads(line)
    torch.set_num_threads(1)
    module = module_of(case).eval()
    module.load_state_dict(load_file(case["file"]), strict=True)
    given = load_file(case["inputs"])
    with torch.no_grad():
        output = module(*[given[name] for name in sorted(given)])
    save_file({"output": output.contiguous()}, case["outputs"])
