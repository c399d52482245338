package dev.clearer.net.dan;

import dev.clearer.InputException;

/**
 * Sizes that both versions of DAN have.
 *
 * @param scale enlargement: 1 (version 2 only) to 4
 * @param kernelSize width and height of the kernel, odd: 21 for isotropic blur; 11 (x2) or 31 (x4,
 *     version 2) for anisotropic blur
 * @param components numbers of a kernel's code: 10, or 15 for kernels of 31
 */
public record DanSizes(int scale, int kernelSize, int components) {
  /**
   * Checks the ranges.
   *
   * @throws InputException if a number is out of range
   */
  static void require(int scale, int kernelSize, int components, int blocks) {
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
    if (blocks < 1 || blocks > 64) {
      throw new InputException("DAN needs 1 to 64 blocks, not %d.".formatted(blocks));
    }
  }

  /** Elements of a kernel. */
  int elements() {
    return kernelSize * kernelSize;
  }
}
