/** The program: the command line and the server, both on top of {@code dev.clearer.service}. */
@NullMarked
package dev.clearer.app;

import org.jspecify.annotations.NullMarked;
