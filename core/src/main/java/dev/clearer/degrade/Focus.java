package dev.clearer.degrade;

/**
 * Where a lens was focused in a picture. It makes circles of any of the picture's pixels alike, so
 * that a crop is blurred as it would be in the whole picture.
 *
 * @param focalLength in millimetres
 * @param shift what is added to every depth of the picture, in millimetres
 * @param depth of the focal plane in millimetres, shift included
 * @param largest the largest {@code |z - depth| / z} of the picture, at least 0: it becomes the
 *     maximum circle
 * @param layers most layers to make, at least 2
 */
public record Focus(double focalLength, double shift, double depth, double largest, int layers) {}
