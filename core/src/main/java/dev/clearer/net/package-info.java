/**
 * The networks, each with the {@code Config} record that configures it. The modules of the paper's
 * networks carry the names of the reference implementation, so that its checkpoints load as they
 * are. Every network takes pictures of any size from 1x1 as (N, C, H, W) tensors; none keeps state
 * between passes.
 */
@NullMarked
package dev.clearer.net;

import org.jspecify.annotations.NullMarked;
