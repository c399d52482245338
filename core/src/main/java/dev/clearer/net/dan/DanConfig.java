package dev.clearer.net.dan;

import dev.clearer.InputException;

/**
 * Sizes of DAN, version 1 or 2.
 *
 * @param scale enlargement: 1 (version 2 only) to 4
 * @param kernelSize width and height of the kernel, odd: 21 for isotropic blur; 11 (x2) or 31 (x4,
 *     version 2) for anisotropic blur
 * @param components numbers of a kernel's code: 10, or 15 for kernels of 31
 * @param groups groups of the restorer's blocks; 1 in version 1, which has none, 5 in version 2
 * @param blocks blocks of a group: 40 in version 1, 10 in version 2
 */
public record DanConfig(int scale, int kernelSize, int components, int groups, int blocks) {
  /** Checks the ranges. */
  public DanConfig {
    if (scale < 1 || scale > 4) {
      throw new InputException("DAN enlarges 1 to 4 times, not %d times.".formatted(scale));
    }
    if (kernelSize < 3 || kernelSize > 99 || kernelSize % 2 == 0) {
      throw new InputException(
          "DAN's kernel must have an odd size from 3 to 99, not %d.".formatted(kernelSize));
    }
    if (components < 1 || components > kernelSize * kernelSize) {
      throw new InputException(
          "A kernel's code has 1 to %d numbers, not %d."
              .formatted(kernelSize * kernelSize, components));
    }
    if (groups < 1 || groups > 64 || blocks < 1 || blocks > 64) {
      throw new InputException(
          "DAN needs 1 to 64 groups of 1 to 64 blocks, not %d of %d.".formatted(groups, blocks));
    }
  }

  /** Version 1 as published for isotropic blur (x2, x3, x4). */
  public static DanConfig version1(int scale) {
    return new DanConfig(scale, 21, 10, 1, 40);
  }

  /** Version 2 as published for isotropic blur (x1 to x4). */
  public static DanConfig version2(int scale) {
    return new DanConfig(scale, 21, 10, 5, 10);
  }

  /** The same sizes for kernels of another size. */
  public DanConfig withKernels(int size, int numbers) {
    return new DanConfig(scale, size, numbers, groups, blocks);
  }

  /** Elements of a kernel. */
  int elements() {
    return kernelSize * kernelSize;
  }
}
