/**
 * IKC: blind super-resolution with iterative kernel correction (Gu et al., CVPR 2019). A predictor
 * guesses the code of one isotropic Gaussian kernel from the picture, a restorer (SFTMD) enlarges
 * the picture told this code, and a corrector looks at the result and corrects the code, seven
 * times.
 */
@NullMarked
package dev.clearer.net.ikc;

import org.jspecify.annotations.NullMarked;
