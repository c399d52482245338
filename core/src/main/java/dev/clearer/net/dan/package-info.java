/**
 * DAN: blind super-resolution by unfolding the alternation of a restorer and an estimator of one
 * blur kernel, four loops with the same weights. Version 1 (Luo et al., NeurIPS 2020) estimates the
 * code of the kernel, version 2 (Luo et al., 2021, arXiv 2105.06878) the kernel itself.
 */
@NullMarked
package dev.clearer.net.dan;

import org.jspecify.annotations.NullMarked;
