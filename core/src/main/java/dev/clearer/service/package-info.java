/**
 * The operations of the program, with paths and records as parameters; the command line and the
 * server call them.
 */
@NullMarked
package dev.clearer.service;

import org.jspecify.annotations.NullMarked;
