package dev.clearer.model;

/** What a blur kernel is convolved with, and what follows. */
public enum KernelKind {
  /**
   * The blur itself: it is convolved with the picture of the result's size, which is then reduced
   * by antialiased bicubic interpolation. Kernels have an odd side.
   */
  BLUR,
  /**
   * Blur and reduction in one: it is convolved with the picture of the result's size, of which
   * every scale-th pixel is kept. The middle of the kernel belongs to the middle of the pixels that
   * become one, so kernels have an even side at even scales and an odd one at odd scales.
   */
  REDUCTION,
  /**
   * The blur as seen on the grid of the input: it is convolved with the picture that was reduced
   * without blur. Kernels have an odd side.
   */
  LOW_RESOLUTION
}
