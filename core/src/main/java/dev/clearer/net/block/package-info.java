/** Building blocks that several networks share. */
@NullMarked
package dev.clearer.net.block;

import org.jspecify.annotations.NullMarked;
