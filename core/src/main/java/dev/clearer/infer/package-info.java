/**
 * Image in, image out: pads, cuts into tiles, runs a network and stitches, for pictures of any size
 * within a memory budget.
 */
@NullMarked
package dev.clearer.infer;

import org.jspecify.annotations.NullMarked;
