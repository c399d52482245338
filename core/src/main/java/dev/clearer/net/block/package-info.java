/** Parts that several networks are made of. */
@NullMarked
package dev.clearer.net.block;

import org.jspecify.annotations.NullMarked;
