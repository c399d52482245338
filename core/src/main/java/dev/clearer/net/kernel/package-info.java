/**
 * Blur kernels and what the kernel-based methods share: Gaussians, moments, the shift to a centre,
 * PCA codes, and files in NumPy's and MATLAB's formats. Sigmas count high-resolution pixels.
 */
@NullMarked
package dev.clearer.net.kernel;

import org.jspecify.annotations.NullMarked;
