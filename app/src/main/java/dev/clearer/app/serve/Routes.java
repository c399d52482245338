package dev.clearer.app.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Where routes are added: each says who may call it, and what can be read answers HEAD, too. */
record Routes(RoutesConfig routes) {
  void get(String path, Access access, Handler handler) {
    get(path, access, handler, handler);
  }

  /** For answers that have no end: {@code head} only checks. */
  void get(String path, Access access, Handler handler, Handler head) {
    routes.get(path, handler, access);
    routes.head(path, head, access);
  }

  void post(String path, Access access, Handler handler) {
    routes.post(path, handler, access);
  }

  void delete(String path, Access access, Handler handler) {
    routes.delete(path, handler, access);
  }
}
