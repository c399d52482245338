package dev.clearer.train;

import dev.clearer.data.Sample;

/**
 * A validation picture and the network's output.
 *
 * @param group of the validation data
 * @param index in the group, from 0
 */
record Example(String group, int index, Sample sample, Estimate estimate) {}
