/**
 * KernelGAN (Bell-Kligler et al., NeurIPS 2019): finds the kernel that one picture was down-scaled
 * with from that picture alone. A linear generator learns to down-scale the picture by 2 so that
 * its patches look like patches of the picture itself to a discriminator; what it does to a single
 * pixel is the kernel. No training data, no weights.
 *
 * <p>The authors' code is licensed for academic use only and mentions patents; ours is written from
 * a description of its behaviour. Have a lawyer look before you use the method in a paid product.
 */
@NullMarked
package dev.clearer.net.kernelgan;

import org.jspecify.annotations.NullMarked;
