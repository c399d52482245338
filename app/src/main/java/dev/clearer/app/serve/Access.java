package dev.clearer.app.serve;

import io.javalin.security.RouteRole;

/**
 * Who may call a route of a server that has an access token. A route that says nothing is closed.
 */
enum Access implements RouteRole {
  /** Everybody. */
  OPEN,
  /** Who sends the token. */
  TOKEN
}
