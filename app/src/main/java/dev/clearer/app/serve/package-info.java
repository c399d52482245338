/**
 * The server: jobs over HTTP with the page that drives them, on the same service as the commands.
 */
@NullMarked
package dev.clearer.app.serve;

import org.jspecify.annotations.NullMarked;
