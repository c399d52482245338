/**
 * DMBSR (Laroche, Almansa and Tassano, "Deep Model-Based Super-Resolution with Non-uniform Blur",
 * WACV 2023): USRNet for a blur that varies over the picture, given as weights of a few kernels at
 * every pixel.
 */
@NullMarked
package dev.clearer.net.dmbsr;

import org.jspecify.annotations.NullMarked;
