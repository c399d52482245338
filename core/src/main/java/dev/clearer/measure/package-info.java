/** Quality measures of pictures and maps: PSNR, SSIM, NIQE, rank correlation, confusion matrix. */
@NullMarked
package dev.clearer.measure;

import org.jspecify.annotations.NullMarked;
