"""Runs the original implementation of the method (PyTorch) on studies in the challenge's layout, one command a line.

    python3 original.py <clone> <studies> <models> <threads>

clone    a checkout of https://github.com/adamnarai/kaggle-rsna-2024
studies  folder in the challenge's layout, with labels (train.csv, train_images/)
models   run folders with fold1-best.safetensors, as spinestream's bench writes them; the same weights run on both sides

Commands on standard input, each answered by one line of JSON: `run` grades all studies with the two-stage method on ResNet-18 and gives
seconds of each part; `step` makes a training step. Not a part of the product. Needs PyTorch, timm 0.9.2,
segmentation_models_pytorch 0.3.3, and what else the clone's environment.yml lists, except wandb and monai.
"""

import inspect
import json
import sys
import time
import types
from contextlib import contextmanager
from pathlib import Path

CLONE, STUDIES, MODELS, THREADS = sys.argv[1:5]
sys.modules["wandb"] = types.ModuleType("wandb")  # logging only
sys.modules["rsna2024.runner"] = types.ModuleType("rsna2024.runner")  # needs Python 3.12, and is not used here
sys.modules["rsna2024.runner"].Runner = None
sys.path.insert(0, CLONE)

import cv2
import numpy as np
import pandas as pd
import torch
from rsna2024 import data_loader, model, utils
from rsna2024.data_loader import augmentation
from rsna2024.preproc import generate_coords
from safetensors.torch import load_file

torch.set_num_threads(int(THREADS))
cv2.setNumThreads(0)  # as the original does

BATCH = 16
LEVELS = generate_coords.levels
SIDES = generate_coords.sides


def without_distance_limit():
    """The projection into axial space without its limit of 5 mm: with untrained keypoints most regions would be skipped."""
    source = inspect.getsource(utils.sagi_coord_to_axi_instance_number)
    changed = source.replace("min_dist > 5", "min_dist > 100000")
    if changed == source:
        raise SystemExit("original.py: the clone has another sagi_coord_to_axi_instance_number; use the published one")
    scope = dict(vars(sys.modules[utils.sagi_coord_to_axi_instance_number.__module__]))
    exec(changed, scope)
    return scope["sagi_coord_to_axi_instance_number"]


project = without_distance_limit()


def loaded(network, folder):
    network.load_state_dict(load_file(Path(MODELS) / folder / "fold1-best.safetensors"))
    return network.eval()


def keypoint_network(name, inputs, outputs):
    network = model.CoordModel("DeepLabV3Plus", "resnet34", outputs, inputs, encoder_weights=None)
    return loaded(network, name)


def region_network(kind, classes, in_channels):
    network = getattr(model, f"{kind.capitalize()}ROIModel")("resnet18", classes, in_channels, pretrained=False)
    return loaded(network, f"{kind}_resnet18")


KEYPOINTS = {
    "Sagt2": keypoint_network("coord_sagt2", 5, 5),
    "Sagt1": keypoint_network("coord_sagt1", 3, 5),
    "Axi": keypoint_network("coord_axi", 3, 2),
}
REGIONS = {
    "spinal": (region_network("spinal", 3, [1, 1]), [5, 5]),
    "foraminal": (region_network("foraminal", 3, 1), 5),
    "subarticular": (region_network("subarticular", 3, 1), 5),
    "global": (region_network("global", 15, [1, 1, 1]), [5, 5, 5]),
}


class Clock:
    def __init__(self):
        self.parts = {}

    @contextmanager
    def part(self, name):
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        one = self.parts.setdefault(name, {"wallS": 0.0, "cpuS": 0.0})
        one["wallS"] += time.perf_counter() - wall
        one["cpuS"] += time.process_time() - cpu


def outputs_of(dataset, network, clock, part, inputs):
    """The network's outputs for a data set in its order, with the rest of each sample."""
    found, rests = [], []
    loader = iter(data_loader.BaseDataLoader(dataset, "valid", BATCH, False, 0, False))
    while True:
        with clock.part("preparation"):
            batch = next(loader, None)
        if batch is None:
            return torch.cat(found), [sum((list(rest) for rest in column), []) for column in zip(*rests)]
        with clock.part(part), torch.no_grad():
            found.append(network(*batch[:inputs]))
        rests.append(batch[inputs:])


def data_set(kind, df, **options):
    many = kind == "GlobalROI"
    transform = augmentation.NoAugMultiple([0, 0, 0]) if many else augmentation.NoAug()
    return getattr(data_loader, f"{kind}Dataset")(
        df, root_dir=STUDIES, data_dir="", phase="faketest", transform=transform.get_transform(), **options
    )


def row(study_id, series_id, condition, level, x=np.nan, y=np.nan, instance=np.nan):
    snake = condition.lower().replace(" ", "_")
    return {
        "study_id": study_id,
        "series_id": series_id or np.nan,
        "condition": condition,
        "level": level.replace("_", "/").upper(),
        "x_norm": x,
        "y_norm": y,
        "instance_number": instance,
        "row_id": f"{snake}_{level}",
    }


def peaks(heatmaps, index, channels):
    return [generate_coords.get_coord_from_heatmap_pred(heatmaps, index, channel) for channel in range(channels)]


def coordinates(df, clock):
    """Stage 1, as gen_coord_df of the original, for studies without labels."""
    stage = {"resolution": 512, "heatmap_std": 10}
    df_series = pd.read_csv(f"{STUDIES}/train_series_descriptions.csv", dtype={"study_id": "str", "series_id": "str"})
    rows, axial = [], []

    dataset = data_set("Sagt2Coord", df, img_num=5, **stage)
    maps, (studies, series) = outputs_of(dataset, KEYPOINTS["Sagt2"], clock, "keypoints", 1)
    with clock.part("preparation"):
        maps = maps.numpy()
        for i, (study, one) in enumerate(zip(studies, series)):
            sagittal, slices = generate_coords.get_sagi2axi_data(study, one or np.nan, f"{STUDIES}/train_images", df_series)
            for level, (x, y) in zip(LEVELS, peaks(maps, i, 5)):
                rows.append(row(study, one, "Spinal Canal Stenosis", level, x, y))
                found = (None, np.nan) if slices is None else project(x, y, sagittal, slices)
                axial += [row(study, found[0], f"{side.capitalize()} Subarticular Stenosis", level, instance=found[1]) for side in SIDES]

    dataset = data_set("Sagt1Coord", df, img_num=3, **stage)
    maps, (studies, series, sides) = outputs_of(dataset, KEYPOINTS["Sagt1"], clock, "keypoints", 1)
    with clock.part("preparation"):
        maps = maps.numpy()
        for i, (study, one, side) in enumerate(zip(studies, series, sides)):
            for level, (x, y) in zip(LEVELS, peaks(maps, i, 5)):
                rows.append(row(study, one, f"{side.capitalize()} Neural Foraminal Narrowing", level, x, y))

    dataset = data_set("AxiCoord", df, df_coordinates=pd.DataFrame(axial), img_num=3, **stage)
    maps, (studies, _, levels) = outputs_of(dataset, KEYPOINTS["Axi"], clock, "keypoints", 1)
    with clock.part("preparation"):
        maps = maps.numpy()
        table = pd.DataFrame(axial).set_index(["study_id", "row_id"])
        for i, (study, level) in enumerate(zip(studies, levels)):
            for side, place in zip(SIDES, peaks(maps, i, 2)):
                table.loc[(study, f"{side}_subarticular_stenosis_{level}"), ["x_norm", "y_norm"]] = place
        return pd.concat([pd.DataFrame(rows), table.reset_index()], ignore_index=True)


def region_data(kind, df, found, resolution):
    slices = REGIONS[kind][1]
    return data_set(f"{kind.capitalize()}ROI", df, df_coordinates=found, img_num=slices, resolution=resolution, roi_size=50)


def ensemble_preparation(df, found, clock):
    """What Runner.predict prepares for the published ensemble: it makes a data loader for each network and each of its five folds.
    Those of the keypoint networks and of ResNet-18 in one fold are measured already; keypoints of the other folds are left out."""
    clock.parts["ensemblePreparation"] = dict(clock.parts["preparation"])
    sizes = {"resnet18": 128, "swin_tiny": 224, "convnext_nano": 224}
    with clock.part("ensemblePreparation"):
        for network, resolution in sizes.items():
            for fold in range(5):
                for kind in () if (network, fold) == ("resnet18", 0) else REGIONS:
                    loader = data_loader.BaseDataLoader(region_data(kind, df, found, resolution), "valid", BATCH, False, 0, False)
                    sum(1 for _ in loader)


def run():
    clock = Clock()
    df = pd.read_csv(f"{STUDIES}/train.csv", dtype={"study_id": "str"})
    with clock.part("whole"):
        found = coordinates(df, clock)
        for kind, (network, _) in REGIONS.items():
            inputs = len(inspect.signature(network.forward).parameters)
            outputs_of(region_data(kind, df, found, 128), network, clock, "regions", inputs)
    ensemble_preparation(df, found, clock)
    return {"studies": len(df), "coordinates": int(found.x_norm.notna().sum()), **clock.parts}


def step():
    """A step of the foraminal network: forward, weighted cross-entropy, backward and AdamW, batch 16."""
    network = model.ForaminalROIModel("resnet18", 3, 1, pretrained=False).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-4)
    loss = torch.nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 4.0]))
    x, y = torch.rand(BATCH, 5, 128, 128), torch.arange(BATCH) % 3
    taken = []
    for _ in range(4):
        wall, cpu = time.perf_counter(), time.process_time()
        optimiser.zero_grad()
        loss(network(x, None, None), y).backward()
        optimiser.step()
        taken.append({"wallS": time.perf_counter() - wall, "cpuS": time.process_time() - cpu})
    return {"step": min(taken[1:], key=lambda one: one["cpuS"])}


def main():
    versions = {"torch": torch.__version__, "opencv": cv2.__version__, "numpy": np.__version__}
    print(json.dumps({"versions": versions, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"run": run, "step": step}[line.strip()]()), flush=True)


main()
