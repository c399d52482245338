/**
 * The public API of the library. All other packages are internal and may change, except for the
 * types that this package mentions.
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
