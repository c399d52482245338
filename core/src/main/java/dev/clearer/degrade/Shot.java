package dev.clearer.degrade;

/**
 * What was drawn for one picture.
 *
 * @param focalLength in millimetres
 * @param depthShift what was added to every depth of the picture, in millimetres
 * @param focusDepth in millimetres, shift included
 * @param layers the picture cut into layers of equal blur
 */
public record Shot(double focalLength, double depthShift, double focusDepth, DepthLayers layers) {}
