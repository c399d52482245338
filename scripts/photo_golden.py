#!/usr/bin/env python3
"""The photo network in PyTorch, written beside the Java one: makes the golden data of PhotoTest.

Usage: python3 scripts/photo_golden.py core/src/test/resources/golden/photo/photo_small.safetensors
Weights and inputs follow from their names: see core/src/test/resources/golden/README.md.
"""
import json
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SIGMAS = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]
NOISES = [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
DILATIONS = {1: 2, 2: 4, 3: 2}


def uniform(name, count):
    """Numbers in [0, 1) that follow from a name."""
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & (2**64 - 1)
    with np.errstate(over="ignore"):
        z = np.uint64(h) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


def tensor(name, *shape):
    return torch.from_numpy(uniform(name, int(np.prod(shape))).astype(np.float32)).view(*shape)


class Block(nn.Module):
    def __init__(self, width, dilation, known):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.modulation = nn.Conv2d(known, 2 * width, 1) if known else None

    def forward(self, x, known=None):
        feature = self.first(x)
        if self.modulation is not None and known is not None:
            factor, shift = self.modulation(known).chunk(2, 1)
            feature = feature * (1 + torch.tanh(factor)) + shift
        return x + self.second(F.relu(feature))


class Photo(nn.Module):
    def __init__(self, width, estimator_blocks, restorer_blocks, known, classes):
        super().__init__()
        for scale in (1, 2, 4):
            block = 4 // scale
            setattr(self, f"head_x{scale}", nn.Conv2d(6 * block * block, width, 3, padding=1))
        self.estimate_blocks = [
            self._add(f"estimate{i}", Block(width, DILATIONS.get(i, 1), 0))
            for i in range(estimator_blocks)
        ]
        self.maps = nn.Conv2d(width, 3, 3, padding=1)
        self.classes = nn.Conv2d(width, classes, 3, padding=1)
        self.known = nn.Conv2d(len(SIGMAS) + 1 + len(NOISES), known, 1)
        self.restore_blocks = [
            self._add(f"restore{i}", Block(width, 1, known)) for i in range(restorer_blocks)
        ]
        self.merge = nn.Conv2d(width, width, 3, padding=1)
        self.tail = nn.Conv2d(width, 48, 3, padding=1)

    def _add(self, name, module):
        self.add_module(name, module)
        return module

    def estimate(self, picture, scale):
        mean = F.avg_pool2d(picture, 5, 1, 2, count_include_pad=False)
        seen = torch.cat([picture - 0.5, (picture - mean) * 8], 1)
        if scale < 4:
            seen = F.pixel_unshuffle(seen, 4 // scale)
        entry = getattr(self, f"head_x{scale}")(seen)
        features = entry
        for block in self.estimate_blocks:
            features = block(features)
        read = self.maps(features)
        return (
            entry,
            features,
            F.softplus(read[:, :1]),
            read[:, 1:2].clamp(-3, 2.5),
            read[:, 2:3].clamp(-8, 0),
            self.classes(features),
        )

    def restore(self, picture, scale, estimate, sigma, log_scale, noise):
        known = F.relu(self.known(encode(sigma, log_scale, noise)))
        x = estimate[1]
        for block in self.restore_blocks:
            x = block(x, known)
        last = self.merge(x) + estimate[0]
        base = picture if scale == 1 else cubic(picture, scale)
        return base + F.pixel_shuffle(self.tail(last) * 0.1, 4)


def interpolation(x, nodes):
    at = torch.tensor(nodes).view(1, -1, 1, 1)
    below = torch.tensor([nodes[0] - 1.0] + nodes[:-1]).view(1, -1, 1, 1)
    above = torch.tensor(nodes[1:] + [nodes[-1] + 1.0]).view(1, -1, 1, 1)
    x = x.clamp(0, nodes[-1])
    return torch.minimum((x - below) / (at - below), (above - x) / (above - at)).clamp(min=0)


def encode(sigma, log_scale, noise):
    return torch.cat(
        [interpolation(sigma, SIGMAS), log_scale * 0.5, interpolation(noise * 255, NOISES)], 1
    )


def cubic(picture, scale):
    """Keys' cubic with a = -1/2 and repeated borders, as Pillow's and MATLAB's."""
    def weights(size):
        rows = torch.zeros(size * scale, size)
        for i in range(size * scale):
            centre = (i + 0.5) / scale - 0.5
            for tap in range(int(np.floor(centre)) - 1, int(np.floor(centre)) + 3):
                d = abs(tap - centre)
                if d <= 1:
                    w = (1.5 * d - 2.5) * d * d + 1
                else:
                    w = ((-0.5 * d + 2.5) * d - 4) * d + 2 if d < 2 else 0
                rows[i, min(max(tap, 0), size - 1)] += w
        return rows

    up = torch.einsum("yh,nchw->ncyw", weights(picture.shape[2]), picture)
    return torch.einsum("xw,ncyw->ncyx", weights(picture.shape[3]), up)


def fill(network, prefix):
    for name, parameter in network.named_parameters():
        u = uniform(prefix + name, parameter.numel())
        bound = np.sqrt(3 / (parameter.numel() / parameter.shape[0])) if parameter.dim() > 1 else 0.1
        values = ((2 * u - 1) * bound).astype(np.float32)
        parameter.data = torch.from_numpy(values).view(parameter.shape)


def write(path, tensors):
    header, data, offset = {}, b"", 0
    for name, value in tensors.items():
        raw = value.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(value.shape),
            "data_offsets": [offset, offset + len(raw)],
        }
        data += raw
        offset += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main():
    network = Photo(width=16, estimator_blocks=3, restorer_blocks=2, known=8, classes=5)
    fill(network, "photo.")
    shapes = {1: (1, 3, 16, 24), 2: (2, 3, 10, 12), 4: (1, 3, 9, 7)}
    results = {}
    with torch.no_grad():
        for scale, shape in shapes.items():
            picture = tensor(f"photo/x{scale}", *shape)
            e = network.estimate(picture, scale)
            results[f"x{scale}.sigma"] = e[2]
            results[f"x{scale}.log_scale"] = e[3]
            results[f"x{scale}.noise"] = e[4].exp()
            results[f"x{scale}.scores"] = e[5]
            results[f"x{scale}.picture"] = network.restore(
                picture, scale, e, e[2], e[3], e[4].exp()
            )
            sigma = tensor(f"photo/sigma{scale}", *e[2].shape) * 6
            results[f"x{scale}.told"] = network.restore(
                picture, scale, e, sigma, torch.full_like(sigma, -4), torch.full_like(sigma, 0.02)
            )
    write(sys.argv[1], results)


if __name__ == "__main__":
    main()
