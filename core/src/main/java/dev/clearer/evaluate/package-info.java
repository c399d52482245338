/**
 * Measures methods on test pictures. Each {@code Method} restores each picture of a {@code
 * TestSet}, a {@code Measurement} holds the measures, {@code Evaluation} computes the means, and a
 * {@code Report} shows them as text or as a page.
 */
@NullMarked
package dev.clearer.evaluate;

import org.jspecify.annotations.NullMarked;
