"""Samples per second of the networks of bench/step-pytorch.py on a GPU, or on the CPU where PyTorch has none.

python3 pytorch-rates.py [--short]     prints a JSON line for each measurement
"""
import importlib.util
import json
import pathlib
import sys
import time

try:
    import torch
except ImportError as error:
    sys.exit(f"no PyTorch: {error}")
from torch.nn import functional as F

NETWORKS = pathlib.Path(__file__).resolve().parents[2] / "bench" / "step-pytorch.py"
SPEC = importlib.util.spec_from_file_location("step_pytorch", NETWORKS)
step_pytorch = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(step_pytorch)

SHORT = "--short" in sys.argv[1:]
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
NAME = torch.cuda.get_device_name() if DEVICE.type == "cuda" else "CPU"
SECONDS = 0.1 if SHORT else 0.5


def seconds_of(run):
    """The fastest of several runs, without the first."""
    best, begun = float("inf"), None
    while begun is None or time.perf_counter() - begun < SECONDS:
        started = time.perf_counter()
        run()
        if DEVICE.type == "cuda":
            torch.cuda.synchronize()
        if begun is None:
            begun = time.perf_counter()
            continue
        best = min(best, time.perf_counter() - started)
        if SHORT:
            break
    return best


def forward(model, shape):
    """With the copies of inputs and outputs, as the product's figures have them."""
    model.eval()
    host = torch.rand(shape)

    def run():
        with torch.inference_mode():
            model(host.to(DEVICE)).cpu()

    return run


def training_step(model, shape):
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    host = torch.rand(shape)

    def run():
        optimizer.zero_grad()
        y = model(host.to(DEVICE))
        loss = (y * y).mean() if y.ndim == 4 else F.cross_entropy(y, torch.arange(len(y), device=DEVICE) % 3)
        loss.backward()
        optimizer.step()
        loss.item()

    return run


def cases():
    if SHORT:
        yield "keypoints, resnet34, 32 px", lambda: step_pytorch.Keypoints(3), (3, 32, 32), (1,)
        return
    yield "keypoints, resnet34, 512 px", lambda: step_pytorch.Keypoints(3), (3, 512, 512), (1, 4, 16, 64)
    for name, (backbone, size) in step_pytorch.BACKBONES.items():
        model = lambda backbone=backbone: step_pytorch.Foraminal(backbone())
        yield f"foraminal, {name}, {size} px", model, (5, size, size), (1, 4, 16, 64)


def measure(network, make, what, kind, shape, batch):
    line = {"device": NAME, "network": network, "what": what, "batch": batch}
    try:
        run = kind(make(), (batch, *shape))
        line["samplesPerSecond"] = batch / seconds_of(run)
    except RuntimeError as error:  # out of memory, too
        line["fault"] = str(error).split("\n")[0]
    print(json.dumps(line), flush=True)
    if DEVICE.type == "cuda":
        torch.cuda.empty_cache()


def on_device(make):
    """Swin's constant tables are no buffers of the model."""
    model = make().to(DEVICE)
    for module in model.modules():
        if isinstance(module, step_pytorch.WindowAttention) and module.mask is not None:
            module.mask = module.mask.to(DEVICE)
    return model


def main():
    for tf32 in (False, True) if DEVICE.type == "cuda" else (False,):
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
        arithmetic = "TF32" if tf32 else "float32"
        for network, make, shape, batches in cases():
            for batch in batches if DEVICE.type == "cuda" else batches[:2]:
                measure(network, lambda: on_device(make), f"forward pass, {arithmetic}", forward, shape, batch)
            # A batch of one has no statistics after the pooling of DeepLabV3+.
            measure(network, lambda: on_device(make), f"training step, {arithmetic}", training_step, shape, 2)


main()
