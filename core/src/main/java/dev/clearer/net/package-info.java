/**
 * Every network that there is, by name, and how weight files become models. The networks are in the
 * packages below, one a family, each with the record of its sizes and its half (or halves) of a
 * model; what they have in common is in {@code block}. The modules of the paper's networks carry
 * the names of the reference implementation, so that its checkpoints load as they are. Networks
 * take pictures of any size that is a multiple of what they say, as (N, C, H, W) tensors; none
 * keeps state between passes.
 */
@NullMarked
package dev.clearer.net;

import org.jspecify.annotations.NullMarked;
