/** The networks, one file each with its {@code Config} record. */
@NullMarked
package dev.clearer.net;

import org.jspecify.annotations.NullMarked;
