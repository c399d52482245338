/**
 * The compact network: both halves in plain convolutions, fast on a CPU. The shipped model
 * compact-x4 uses it.
 */
@NullMarked
package dev.clearer.net.compact;

import org.jspecify.annotations.NullMarked;
