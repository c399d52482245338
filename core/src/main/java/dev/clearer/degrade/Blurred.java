package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;

/**
 * A blurred picture and its blur map.
 *
 * @param image the blurred picture
 * @param blurMap sigma of every pixel of the sharp picture, by hard masks, same size
 */
public record Blurred(Image image, BlurMap blurMap) {}
