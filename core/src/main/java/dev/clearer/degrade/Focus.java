package dev.clearer.degrade;

/**
 * The focus of a lens in a picture. It is the same for all pixels of the picture, so that a crop is
 * blurred like the whole picture.
 *
 * @param focalLength in millimetres
 * @param shift offset added to every depth of the picture, in millimetres
 * @param depth of the focal plane in millimetres, shift included
 * @param largest the largest {@code |z - depth| / z} of the picture, at least 0, which becomes the
 *     maximum circle
 * @param layers limit for the number of layers, at least 2
 */
public record Focus(double focalLength, double shift, double depth, double largest, int layers) {}
