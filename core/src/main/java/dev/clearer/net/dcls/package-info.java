/**
 * DCLS (Luo, Huang, Yu, Zhang, Li, Kong and Fan, "Deep Constrained Least Squares for Blind Image
 * Super-Resolution", CVPR 2022): an estimator of one blur kernel on the low-resolution grid, and a
 * restorer that deconvolves features with it in closed form.
 */
@NullMarked
package dev.clearer.net.dcls;

import org.jspecify.annotations.NullMarked;
