/**
 * The photo network: one trunk at a quarter of the output's size that estimates blur, its
 * uncertainty, noise and classes, and restores at x1, x2 and x4. Our own; docs/models/photo.md has
 * its card.
 */
@NullMarked
package dev.clearer.net.photo;

import org.jspecify.annotations.NullMarked;
