/**
 * Pictures and per-pixel maps as plain Java: pixels ({@link dev.clearer.image.Image}), blur ({@link
 * dev.clearer.image.BlurMap}), classes ({@link dev.clearer.image.LabelMap}), depth ({@link
 * dev.clearer.image.DepthMap}), file formats, resizing and quality measures. No libtorch here.
 */
@NullMarked
package dev.clearer.image;

import org.jspecify.annotations.NullMarked;
