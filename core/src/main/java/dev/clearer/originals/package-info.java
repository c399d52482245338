/**
 * Readers of original datasets: NYUv2, Cityscapes, and a user's own photographs with or without
 * depth. {@code clearer synthesize} builds sets from them.
 */
@NullMarked
package dev.clearer.originals;

import org.jspecify.annotations.NullMarked;
