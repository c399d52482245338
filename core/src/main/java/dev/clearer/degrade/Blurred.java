package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;

/**
 * A picture after blurring, and how blurred every pixel is.
 *
 * @param image the blurred picture
 * @param blurMap sigma of the sharp picture's pixels by hard masks, same size
 */
public record Blurred(Image image, BlurMap blurMap) {}
