/**
 * ZSSR (Shocher et al., CVPR 2018): enlarges one picture by a small network that learns on that
 * picture alone, from crops of it and what they become when they are down-scaled again. Told a
 * kernel, as by KernelGAN, it down-scales with that.
 *
 * <p>The authors' code is licensed for academic use only and mentions patents; ours is written from
 * a description of its behaviour. Have a lawyer look before you use the method in a paid product.
 */
@NullMarked
package dev.clearer.net.zssr;

import org.jspecify.annotations.NullMarked;
