package dev.clearer.net.zssr;

import dev.clearer.image.Image;

/**
 * A crop to learn from.
 *
 * @param picture square, in colour
 * @param weight what an error counts at every pixel, one plane
 */
record Father(Image picture, Image weight) {}
