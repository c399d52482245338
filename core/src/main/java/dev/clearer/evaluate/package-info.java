/**
 * Measures methods on test pictures: each {@code Method} restores each picture of a {@code
 * TestSet}, a {@code Measurement} says how well, {@code Evaluation} keeps the means, and a {@code
 * Report} shows them as text or as a page.
 */
@NullMarked
package dev.clearer.evaluate;

import org.jspecify.annotations.NullMarked;
