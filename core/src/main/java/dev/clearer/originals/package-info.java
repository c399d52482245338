/**
 * Readers of original datasets, picture by picture: NYUv2, Cityscapes, one's own pictures with
 * depth, one's own photographs. Sets are built from them; nothing else reads them.
 */
@NullMarked
package dev.clearer.originals;

import org.jspecify.annotations.NullMarked;
