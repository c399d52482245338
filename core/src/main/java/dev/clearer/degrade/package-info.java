/**
 * Degradation of sharp pictures: defocus by depth through a thin lens ({@link
 * dev.clearer.degrade.Defocus}), composited layer by layer with occlusion ({@link
 * dev.clearer.degrade.LayeredBlur}); other blurs, noise, JPEG and downsampling in any order ({@link
 * dev.clearer.degrade.Degradation}, combined in a {@link dev.clearer.degrade.Recipe}). Plain Java
 * with seeded random numbers and strict mathematics: equal bytes on every machine.
 *
 * <p>Source: "Better 'CMOS' Produces Clearer Images" (CVPR 2023) and what is known about its data.
 * The rest was chosen here:
 *
 * <ul>
 *   <li><b>Focus depth.</b> The distinct depths of the picture are sorted; the focus is the depth
 *       with index {@code floor(|N(0, 1)| * spread * count)}, redrawn while there is no such depth.
 *       The spread is 1/3 in the published sets.
 *   <li><b>Odds of the focal lengths</b> (.1, .4, .4) do not add up to 1: they are divided by their
 *       sum.
 *   <li><b>Number of layers.</b> Pixels with equal circles (rounded to 0.1 px) on the same side of
 *       the focal plane form a layer; circles of at most 1 px form one sharp layer. A limit is
 *       drawn uniformly from 200 to 350; if there are more layers, the signed circles are first
 *       rounded to that many equal steps between the picture's extremes.
 *   <li><b>Order.</b> Equal circles in front of and behind the focal plane are different layers:
 *       behind it the largest circle is the farthest, in front of it the nearest.
 *   <li><b>Window.</b> Every layer has the window of the largest circle (21 px for a maximum of
 *       21), without taps beyond 5 sigma (less than 1e-6 of the kernel's weight).
 *   <li><b>The gap.</b> What a layer in front of the focal plane hides is unknown. The composite of
 *       everything else is extended under all such layers together by means over growing windows,
 *       weighted by the known share of each window. Under a single layer, the extended background
 *       is visible with {@code 1 - m}, as in the formula. Where many thin layers of one slanted
 *       surface adjoin, the product of their {@code 1 - m} would make a solid object transparent;
 *       there the weight fades to 1 minus the sum of the masks.
 *   <li><b>Downsampling</b> is MATLAB's antialiased bicubic; sizes must be divisible by the factor.
 *   <li><b>Other kernels in a blur map</b> count as the Gaussian of equal variance; the variances
 *       of blurs one after the other add up, those after downsampling times the factor squared.
 *   <li><b>Moving regions</b> are composited over a background that is extended under them like the
 *       gap.
 * </ul>
 */
@NullMarked
package dev.clearer.degrade;

import org.jspecify.annotations.NullMarked;
