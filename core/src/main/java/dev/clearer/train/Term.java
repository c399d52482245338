package dev.clearer.train;

import org.bytedeco.pytorch.Tensor;

/**
 * One of the things that a stage makes small.
 *
 * @param name as logs call it
 * @param weight in the sum of all terms
 * @param value a scalar tensor, unweighted
 */
record Term(String name, double weight, Tensor value) {}
