/**
 * The library: what a Java program needs to restore pictures. Everything outside this package, but
 * for the types that it mentions, is internal and may change.
 *
 * <pre>{@code
 * try (Clearer clearer = Clearer.open()) {
 *   Restored restored = clearer.restore(ImageFiles.read(in), Request.scale(2));
 *   ImageFiles.write(restored.picture(), out);
 * }
 * }</pre>
 */
@NullMarked
package dev.clearer.api;

import org.jspecify.annotations.NullMarked;
