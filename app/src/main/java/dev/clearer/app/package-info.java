/** The program: the command line and the server, doors to {@code dev.clearer.service}. */
@NullMarked
package dev.clearer.app;

import org.jspecify.annotations.NullMarked;
