/**
 * Real-ESRGAN's small general network (Wang, Xie, Dong and Shan, "Real-ESRGAN: Training Real-World
 * Blind Super-Resolution with Pure Synthetic Data", ICCV Workshops 2021), here for comparison.
 */
@NullMarked
package dev.clearer.net.realesr;

import org.jspecify.annotations.NullMarked;
