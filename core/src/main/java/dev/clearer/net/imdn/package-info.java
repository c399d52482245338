/**
 * IMDN (Hui, Gao, Yang and Wang, "Lightweight Image Super-Resolution with Information
 * Multi-distillation Network", ACM Multimedia 2019): a small network trained for bicubic reduction
 * alone, here for comparison.
 */
@NullMarked
package dev.clearer.net.imdn;

import org.jspecify.annotations.NullMarked;
