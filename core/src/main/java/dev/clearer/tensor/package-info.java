/**
 * The basis of all networks: native memory ({@link dev.clearer.tensor.Scope}), layers, weights,
 * device and precision, and conversion between {@link dev.clearer.image.Image} and tensors.
 */
@NullMarked
package dev.clearer.tensor;

import org.jspecify.annotations.NullMarked;
