/** The network that ships: both halves in plain convolutions, quick on a CPU. */
@NullMarked
package dev.clearer.net.compact;

import org.jspecify.annotations.NullMarked;
