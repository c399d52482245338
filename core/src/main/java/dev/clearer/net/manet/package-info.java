/**
 * MANet (Liang, Sun, Zhang, Van Gool and Timofte, "Mutual Affine Network for Spatially Variant
 * Kernel Estimation in Blind Image Super-Resolution", ICCV 2021): an estimator of a blur kernel for
 * every low-resolution pixel, and a restorer that is told these kernels.
 */
@NullMarked
package dev.clearer.net.manet;

import org.jspecify.annotations.NullMarked;
