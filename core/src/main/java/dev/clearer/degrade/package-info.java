/**
 * How a sharp picture becomes a blurred, small, noisy one: defocus from depth through a thin lens
 * ({@link dev.clearer.degrade.Defocus}), laid down layer by layer so that near things hide far ones
 * ({@link dev.clearer.degrade.LayeredBlur}); and other blurs, noise, JPEG and downsampling in any
 * order ({@link dev.clearer.degrade.Degradation}, composed by a {@link
 * dev.clearer.degrade.Recipe}). Plain Java, every draw from a seed by strict mathematics: equal
 * bytes on every machine.
 *
 * <p>Source: "Better 'CMOS' Produces Clearer Images" (CVPR 2023) and what is known of its data.
 * What is not known was chosen here:
 *
 * <ul>
 *   <li><b>Focus depth.</b> The distinct depths of the picture are sorted; the focus is number
 *       {@code floor(|N(0, 1)| * spread * count)} of them, drawn again while there is no such
 *       depth. The spread is 1/3 in the published sets.
 *   <li><b>Odds of the focal lengths</b> (.1, .4, .4) do not add up to 1: they are divided by their
 *       sum.
 *   <li><b>Number of layers.</b> Circles rounded to 0.1 px with the side of the focal plane form
 *       the layers; circles of at most 1 px form one sharp layer, which is the same as many because
 *       their masks are hard and nothing lies between them. A limit is drawn evenly from 200 to
 *       350; only where there are more layers, the signed circles are first moved to as many equal
 *       steps between the picture's extremes.
 *   <li><b>Order.</b> Equal circles before and behind the focal plane are different layers: behind
 *       it the largest circle is the farthest, before it the largest is the nearest.
 *   <li><b>Window.</b> Every layer has the window of the largest circle (21 px for a maximum of
 *       21), with taps beyond 5 sigma left out (they hold less than 1e-6 of the kernel).
 *   <li><b>The gap.</b> Nobody knows what a layer before the focal plane hides. The composite of
 *       everything else is continued under all such layers together by means over growing windows,
 *       weighted by how much of each window is known. Under a single layer the continued background
 *       shows with {@code 1 - m}, as the formula says. Where many thin layers of one slanted
 *       surface adjoin, the product of their {@code 1 - m} would let background shine through the
 *       middle of a solid thing; there it fades to 1 minus the sum of the masks.
 *   <li><b>Downsampling</b> is MATLAB's antialiased bicubic; sizes must divide by the factor.
 *   <li><b>Other kernels in a blur map</b> count as the Gaussian of equal variance; the variances
 *       of blurs one after the other add up, those after downsampling times the factor squared.
 *   <li><b>Moving regions</b> are laid over a background that is continued under them like the gap.
 * </ul>
 */
@NullMarked
package dev.clearer.degrade;

import org.jspecify.annotations.NullMarked;
