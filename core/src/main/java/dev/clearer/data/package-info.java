/**
 * Where samples come from: sharp pictures with what is known of their scene, degraded afresh each
 * time from a seeded stream, and prefetched as batches of tensors.
 */
@NullMarked
package dev.clearer.data;

import org.jspecify.annotations.NullMarked;
