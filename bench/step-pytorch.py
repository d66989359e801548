"""The steps of bench/step.ts in PyTorch, for comparison: python3 bench/step-pytorch.py [threads [what titles begin with]]

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


class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvNextBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gamma = nn.Parameter(torch.full((dim,), 1e-6))
        self.conv_dw = nn.Conv2d(dim, dim, 7, padding=3, groups=dim)
        self.norm = LayerNorm2d(dim, eps=1e-6)
        self.mlp = nn.Sequential(nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))

    def forward(self, x):
        return x + self.mlp(self.norm(self.conv_dw(x))) * self.gamma[:, None, None]


class ConvNextNano(nn.Module):
    features = 640

    def __init__(self):
        super().__init__()
        layers, i = [nn.Conv2d(1, 80, 4, stride=4), LayerNorm2d(80, eps=1e-6)], 80
        for stage, (o, depth) in enumerate(zip((80, 160, 320, 640), (2, 2, 8, 2))):
            if stage > 0:
                layers += [LayerNorm2d(i, eps=1e-6), nn.Conv2d(i, o, 2, stride=2)]
            layers += [ConvNextBlock(o) for _ in range(depth)]
            i = o
        self.maps = nn.Sequential(*layers)
        self.norm = nn.LayerNorm(640, eps=1e-6)

    def forward(self, x):
        return self.norm(self.maps(x).mean((2, 3)))


class WindowAttention(nn.Module):
    def __init__(self, dim, heads, mask):
        super().__init__()
        self.heads, self.mask = heads, mask
        self.table = nn.Parameter(torch.zeros(13 * 13, heads))
        row, column = (place.flatten() for place in torch.meshgrid(torch.arange(7), torch.arange(7), indexing="ij"))
        self.index = ((row[:, None] - row + 6) * 13 + column[:, None] - column + 6).flatten()
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        b, n, c = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        scores = q * (c // self.heads) ** -0.5 @ k.transpose(-2, -1)
        scores = scores + self.table[self.index].view(n, n, -1).permute(2, 0, 1)
        if self.mask is not None:
            scores = (scores.view(-1, len(self.mask), self.heads, n, n) + self.mask[:, None]).view(scores.shape)
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, c))


def in_windows(x):
    n, size, _, c = x.shape
    return x.view(n, size // 7, 7, size // 7, 7, c).transpose(2, 3).reshape(-1, 49, c)


def shift_mask(size):
    region = torch.zeros(1, size, size, 1)
    region[:, size - 3 :] += 2
    region[:, :, size - 3 :] += 1
    windows = in_windows(region)[:, :, 0]
    return -100.0 * (windows[:, :, None] != windows[:, None])


class SwinBlock(nn.Module):
    def __init__(self, dim, heads, size, shift, drop_path):
        super().__init__()
        self.shift, self.drop_path = shift, drop_path
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = WindowAttention(dim, heads, shift_mask(size) if shift else None)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def drop(self, x):
        kept = 1 - self.drop_path
        return x if kept == 1 else x * x.new_empty(len(x), 1, 1, 1).bernoulli_(kept).div_(kept)

    def forward(self, x):
        n, size, _, c = x.shape
        moved = torch.roll(self.norm1(x), (-self.shift, -self.shift), (1, 2))
        seen = self.attn(in_windows(moved)).view(n, size // 7, size // 7, 7, 7, c).transpose(2, 3).reshape(x.shape)
        x = x + self.drop(torch.roll(seen, (self.shift, self.shift), (1, 2)))
        return x + self.drop(self.mlp(self.norm2(x)))


class Halved(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm, self.reduction = nn.LayerNorm(4 * dim), nn.Linear(4 * dim, 2 * dim, bias=False)

    def forward(self, x):
        n, size, _, c = x.shape
        pairs = x.view(n, size // 2, 2, size // 2, 2, c).permute(0, 1, 3, 4, 2, 5)
        return self.reduction(self.norm(pairs.reshape(n, size // 2, size // 2, 4 * c)))


class SwinTiny(nn.Module):
    """For pictures of 224 px."""

    features = 768

    def __init__(self):
        super().__init__()
        self.patches, self.patch_norm = nn.Conv2d(1, 96, 4, stride=4), nn.LayerNorm(96)
        layers, passed = [], 0
        for stage, (depth, heads) in enumerate(zip((2, 2, 6, 2), (3, 6, 12, 24))):
            dim, size = 96 << stage, 56 >> stage
            layers += [Halved(dim // 2)] if stage > 0 else []
            for number in range(depth):
                shift = 3 if number % 2 == 1 and size > 7 else 0
                layers.append(SwinBlock(dim, heads, size, shift, 0.1 * passed / 11))
                passed += 1
        self.layers, self.norm = nn.Sequential(*layers), nn.LayerNorm(768)

    def forward(self, x):
        return self.norm(self.layers(self.patch_norm(self.patches(x).permute(0, 2, 3, 1)))).mean((1, 2))


class ResNet18(ResNet):
    features = 512

    def __init__(self):
        super().__init__(1, (2, 2, 2, 2))

    def forward(self, x):
        return super().forward(x)[-1].mean((2, 3))


class Foraminal(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.model = backbone
        self.rnn = nn.GRU(backbone.features, 512, 2, batch_first=True)
        self.classifier = nn.Linear(512, 3)

    def forward(self, x):
        seen = [self.model(x[:, i : i + 1]) for i in range(x.shape[1])]
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
    for _ in range(3 if x.numel() > 2e6 else 4):
        wall, cpu = time.perf_counter(), time.process_time()
        optimizer.zero_grad()
        loss(model(x)).backward()
        optimizer.step()
        best = (min(best[0], time.perf_counter() - wall), min(best[1], time.process_time() - cpu))
    count = sum(parameter.numel() for parameter in model.parameters()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{title:30} {x.shape[0]:5} {best[0] * 1e3:9.0f} ms/step {best[1] * 1e3:9.0f} cpu ms {count:7.1f} M parameters {peak:7.0f} MiB peak",
        flush=True,
    )


LABELS = torch.arange(16) % 3
WEIGHT = torch.tensor([1.0, 2.0, 4.0])
BACKBONES = {"resnet18": (ResNet18, 128), "convnext_nano": (ConvNextNano, 224), "swin_tiny": (SwinTiny, 224)}


def cases():
    for size in (256, 512):
        for channels in (3, 5):
            for samples in (4, 16):
                yield f"keypoints-{channels}, {size} px", lambda: Keypoints(channels), (samples, channels, size, size)
    for name, (backbone, size) in BACKBONES.items():
        # Debian's build takes 20 s for one sample of Swin.
        for samples in (1,) if name == "swin_tiny" else (1, 4, 16):
            yield f"foraminal-{name}, {size} px", lambda: Foraminal(backbone()), (samples, 5, size, size)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    for title, model, shape in cases():
        if title.startswith(wanted):
            grades = title.startswith("foraminal")
            loss = (lambda y: F.cross_entropy(y, LABELS[: len(y)], WEIGHT)) if grades else (lambda y: (y * y).mean())
            measure(title, model(), torch.rand(shape), loss)


if __name__ == "__main__":
    main()
