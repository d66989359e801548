"""The steps of bench/step.ts in PyTorch, for comparison: python3 bench/step-pytorch.py [threads]

Not a part of the product. Debian has PyTorch as python3-torch.
"""
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def conv(i, o, k, **options):
    return nn.Conv2d(i, o, k, bias=False, **options)


class Block(nn.Module):
    def __init__(self, i, o, stride=1, dilation=1):
        super().__init__()
        self.conv1 = conv(i, o, 3, stride=stride, padding=dilation, dilation=dilation)
        self.bn1 = nn.BatchNorm2d(o)
        self.conv2 = conv(o, o, 3, padding=dilation, dilation=dilation)
        self.bn2 = nn.BatchNorm2d(o)
        keeps = stride == 1 and i == o
        self.downsample = nn.Identity() if keeps else nn.Sequential(conv(i, o, 1, stride=stride), nn.BatchNorm2d(o))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.downsample(x))


class ResNet(nn.Module):
    def __init__(self, inputs, depths, last_stride=2, last_dilation=1):
        super().__init__()
        self.stem = nn.Sequential(conv(inputs, 64, 7, stride=2, padding=3), nn.BatchNorm2d(64), nn.ReLU())
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stages = nn.ModuleList()
        i = 64
        for o, depth, stride, dilation in zip((64, 128, 256, 512), depths, (1, 2, 2, last_stride), (1, 1, 1, last_dilation)):
            blocks = [Block(i if b == 0 else o, o, stride if b == 0 else 1, dilation) for b in range(depth)]
            self.stages.append(nn.Sequential(*blocks))
            i = o

    def forward(self, x):
        maps = [self.pool(self.stem(x))]
        for stage in self.stages:
            maps.append(stage(maps[-1]))
        return maps[1:]


class Foraminal(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = ResNet(1, (2, 2, 2, 2))
        self.rnn = nn.GRU(512, 512, 2, batch_first=True)
        self.classifier = nn.Linear(512, 3)

    def forward(self, x):
        seen = [self.model(x[:, i : i + 1])[-1].mean((2, 3)) for i in range(x.shape[1])]
        return self.classifier(self.rnn(torch.stack(seen, 1))[0].mean(1))


def norm_relu(o):
    return nn.Sequential(nn.BatchNorm2d(o), nn.ReLU())


def separable(i, o, dilation):
    return nn.Sequential(conv(i, i, 3, padding=dilation, dilation=dilation, groups=i), conv(i, o, 1), norm_relu(o))


class Keypoints(nn.Module):
    """DeepLabV3+ of output stride 16 on a ResNet-34."""

    def __init__(self, inputs):
        super().__init__()
        self.encoder = ResNet(inputs, (3, 4, 6, 3), last_stride=1, last_dilation=2)
        self.plain = nn.Sequential(conv(512, 256, 1), norm_relu(256))
        self.atrous = nn.ModuleList(separable(512, 256, rate) for rate in (12, 24, 36))
        self.pooled = nn.Sequential(nn.AdaptiveAvgPool2d(1), conv(512, 256, 1), norm_relu(256))
        self.project = nn.Sequential(conv(1280, 256, 1), norm_relu(256), nn.Dropout(0.5))
        self.context = separable(256, 256, 1)
        self.detail = nn.Sequential(conv(64, 48, 1), norm_relu(48))
        self.joined = separable(304, 256, 1)
        self.head = nn.Conv2d(256, 5, 1)

    def forward(self, x):
        shallow, _, _, deep = self.encoder(x)
        pooled = F.interpolate(self.pooled(deep), deep.shape[2:], mode="bilinear")
        views = torch.cat([self.plain(deep), *(view(deep) for view in self.atrous), pooled], 1)
        large = F.interpolate(self.context(self.project(views)), scale_factor=4, mode="bilinear", align_corners=True)
        map = self.head(self.joined(torch.cat([large, self.detail(shallow)], 1)))
        return F.interpolate(map, scale_factor=4, mode="bilinear", align_corners=True)


def measure(title, model, x, loss):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    model.train()
    best = (float("inf"), float("inf"))
    for _ in range(4):
        wall, cpu = time.perf_counter(), time.process_time()
        optimizer.zero_grad()
        loss(model(x)).backward()
        optimizer.step()
        best = (min(best[0], time.perf_counter() - wall), min(best[1], time.process_time() - cpu))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title:44} {x.shape[0]:5} {best[0] * 1e3:9.0f} ms/step {best[1] * 1e3:9.0f} cpu ms {peak:7.0f} MiB peak", flush=True)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    labels = torch.arange(16) % 3
    weight = torch.tensor([1.0, 2.0, 4.0])
    for samples in (4, 16):
        x = torch.rand(samples, 5, 128, 128)
        measure("foraminal (resnet18), 128 px", Foraminal(), x, lambda y: F.cross_entropy(y, labels[: len(y)], weight))
    for size in (128, 256, 512):
        x = torch.rand(4, 5, size, size)
        measure(f"keypoints (resnet34), {size} px", Keypoints(5), x, lambda y: (y * y).mean())


main()
