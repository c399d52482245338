"""Bicubic resizing, PSNR-Y and SSIM-Y, written from their definitions with numpy alone.

    python3 quality.py check FOLDER     compares with FOLDER/quality.tsv and FOLDER/quality/*.png
    python3 quality.py make PICTURE...  writes PICTURE_bicubic_*.png beside each and prints quality.tsv
"""
import struct, sys, zlib
from pathlib import Path
import numpy as np


def read(path):
    """An 8-bit RGB PNG without interlacing, as (height, width, 3) of float64."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert (depth, colour, interlace) == (8, 2, 0), path
        if kind == b"IDAT":
            packed += body
        at += 12 + length
    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + 3 * width)
    rows = np.zeros((height + 1, 3 * width + 3), int)
    for y in range(height):
        kind, line, above, row = raw[y, 0], raw[y, 1:].astype(int), rows[y], rows[y + 1]
        for x in range(3, 3 * width + 3):
            a, b, c = row[x - 3], above[x], above[x - 3]
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[x] = (line[x - 3] + [0, a, b, (a + b) // 2, nearest][kind]) & 255
    return rows[1:, 3:].reshape(height, width, 3).astype(float)


def write(path, picture):
    height, width, _ = picture.shape
    lines = np.hstack([np.zeros((height, 1)), picture.reshape(height, -1)]).astype(np.uint8)
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                     + chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)) + chunk(b"IEND", b""))


def cubic(x):
    """Keys' kernel with a = -1/2."""
    x = np.abs(x)
    inner, outer = 1.5 * x**3 - 2.5 * x**2 + 1, -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x <= 1, inner, np.where(x <= 2, outer, 0))


def weights(size, scale):
    """The matrix that resizes a line: the kernel is stretched when shrinking; borders mirror."""
    out, stretch = int(np.ceil(size * scale)), min(scale, 1)
    centres = (np.arange(1, out + 1) - 0.5) / scale + 0.5
    reach = int(np.ceil(4 / stretch)) + 2
    places = np.floor(centres - 2 / stretch)[:, None] + np.arange(reach)
    share = cubic((centres[:, None] - places) * stretch)
    share /= share.sum(1, keepdims=True)
    mirrored = np.concatenate([np.arange(size), np.arange(size)[::-1]])
    matrix = np.zeros((out, size))
    for i in range(out):
        np.add.at(matrix[i], mirrored[(places[i].astype(int) - 1) % (2 * size)], share[i])
    return matrix


def bicubic(picture, scale):
    rows, columns = weights(picture.shape[0], scale), weights(picture.shape[1], scale)
    resized = np.einsum("oh,hwc,pw->opc", rows, picture, columns, optimize=True)
    return np.clip(np.floor(resized + 0.5), 0, 255)


def luma(picture, border):
    y = 16 + picture @ np.array([65.481, 128.553, 24.966]) / 255
    return y[border:y.shape[0] - border, border:y.shape[1] - border]


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a - b) ** 2))


def ssim(a, b):
    """Wang et al., 2004: an 11x11 Gaussian window of sigma 1.5, only where it fits."""
    line = np.exp(-np.arange(-5, 6) ** 2 / 4.5)
    line /= line.sum()
    def mean(x):
        x = np.apply_along_axis(np.convolve, 0, x, line, "valid")
        return np.apply_along_axis(np.convolve, 1, x, line, "valid")
    ma, mb = mean(a), mean(b)
    va, vb, cov = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return np.mean((2 * ma * mb + c1) * (2 * cov + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2)))


def measures(a, b):
    return [m(luma(a, border), luma(b, border)) for border in (0, 4) for m in (psnr, ssim)]


def check(folder):
    for line in (folder / "quality.tsv").read_text().splitlines()[2:]:
        first, second, *numbers = line.split("\t")
        whole, up = read(folder / "quality" / first), read(folder / "quality" / second)
        stem, small = first[:-4], None
        for factor in (2, 3, 4):
            small = bicubic(whole, 1 / factor)
            compare(small, read(folder / "quality" / f"{stem}_bicubic_down{factor}.png"), f"{stem} down {factor}")
        compare(bicubic(small, 4)[:whole.shape[0], :whole.shape[1]], up, f"{stem} up 4")
        print(stem, "measures off by", max(abs(m - float(n)) for m, n in zip(measures(whole, up), numbers)))


def compare(a, b, what):
    print(what, a.shape, b.shape, "values that differ:", int((a != b).sum()), "by at most", int(np.abs(a - b).max()))


def make(path):
    whole = read(path)
    for factor in (2, 3, 4):
        small = bicubic(whole, 1 / factor)
        write(path.with_name(f"{path.stem}_bicubic_down{factor}.png"), small)
    up = bicubic(small, 4)
    write(path.with_name(f"{path.stem}_bicubic_up4.png"), up)
    numbers = "\t".join(f"{m:.6f}" for m in measures(whole, up[:whole.shape[0], :whole.shape[1]]))
    print(f"{path.name}\t{path.stem}_bicubic_up4.png\t{numbers}")


if __name__ == "__main__":
    if sys.argv[1] == "check":
        check(Path(sys.argv[2]))
    else:
        print("reference\tdistorted\tpsnr_y\tssim_y\tpsnr_y_border4\tssim_y_border4")
        for name in sys.argv[2:]:
            make(Path(name))
