/**
 * The ground under all networks: memory ({@link dev.clearer.tensor.Scope}), layers, weights, device
 * and precision, and the only crossing between {@link dev.clearer.image.Image} and tensors.
 */
@NullMarked
package dev.clearer.tensor;

import org.jspecify.annotations.NullMarked;
