/**
 * All networks by name, and how weight files become models. The networks are in the packages below,
 * one package a family, each with the record of its sizes and one or both halves of a model. Shared
 * parts are in {@code block}. The modules of the paper's networks have the names of the reference
 * implementation, so that its checkpoints load unchanged. Networks take (N, C, H, W) tensors of any
 * size that is a multiple of {@code Footprint.multiple}. No network keeps state between passes.
 */
@NullMarked
package dev.clearer.net;

import org.jspecify.annotations.NullMarked;
