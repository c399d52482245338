/** Measures of pictures and maps: PSNR, SSIM, rank correlation, confusion of classes. */
@NullMarked
package dev.clearer.measure;

import org.jspecify.annotations.NullMarked;
