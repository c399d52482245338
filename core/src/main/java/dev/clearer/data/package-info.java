/**
 * Training samples and pictures for evaluation: from sharp pictures with depth, regions or labels,
 * degraded with seeded random numbers, or from built datasets; prefetched as batches of tensors.
 */
@NullMarked
package dev.clearer.data;

import org.jspecify.annotations.NullMarked;
