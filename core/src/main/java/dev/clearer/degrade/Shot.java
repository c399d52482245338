package dev.clearer.degrade;

/**
 * The random lens settings of one picture and its layers.
 *
 * @param focalLength in millimetres
 * @param depthShift offset added to every depth of the picture, in millimetres
 * @param focusDepth in millimetres, shift included
 * @param layers layers of equal blur
 */
public record Shot(double focalLength, double depthShift, double focusDepth, DepthLayers layers) {}
