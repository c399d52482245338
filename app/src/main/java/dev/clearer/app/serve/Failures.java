package dev.clearer.app.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Turns whatever a request fails with into a status and one sentence. */
final class Failures extends ErrorHandler {
  private static final String OUR_FAULT = "Something went wrong on our side: the log says what.";
  private static final int RETRY_SECONDS = 10;

  private final Journal journal;

  Failures(Journal journal) {
    this.journal = journal;
  }

  @SuppressWarnings("removal") // Javalin and Jetty still throw and ask for the old one
  void addTo(RoutesConfig routes) {
    routes.exception(Refusal.class, Failures::answer);
    routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          String methods = e.getDetails().get("availableMethods");
          if (methods != null) {
            context.header("Allow", methods);
          }
          answer(Refusal.of(e.getStatus(), sentence(e.getStatus())), context);
        });
    routes.exception(
        BadMessageException.class,
        (e, context) -> answer(Refusal.of(e.getCode(), sentence(e.getCode())), context));
    routes.exception(
        StoreException.class,
        (e, context) -> {
          journal.fault("store", e);
          answer(Refusal.later(503, StoreException.SENTENCE, RETRY_SECONDS), context);
        });
    routes.exception(
        Exception.class,
        (e, context) -> {
          journal.fault("request", e);
          answer(Refusal.of(500, OUR_FAULT), context);
        });
  }

  /** Answers a request that an {@code Error} ended: too little memory, a missing class. */
  void answer(HttpServletResponse response, Error error) {
    journal.fault("request", error);
    if (response.isCommitted()) {
      return;
    }
    Refusal refusal =
        error instanceof OutOfMemoryError
            ? Refusal.later(
                503,
                "The server has too little memory for this now: try later, or a smaller picture.",
                RETRY_SECONDS)
            : Refusal.of(500, OUR_FAULT);
    response.setStatus(refusal.status());
    response.setContentType("application/json");
    if (refusal.retryAfter() > 0) {
      response.setHeader("Retry-After", String.valueOf(refusal.retryAfter()));
    }
    try {
      response.getOutputStream().write(bytes(refusal));
    } catch (IOException e) {
      journal.fault("request", e);
    }
  }

  private static void answer(Refusal refusal, Context context) {
    if (refusal.retryAfter() > 0) {
      context.header("Retry-After", String.valueOf(refusal.retryAfter()));
    }
    context.status(refusal.status());
    Api.json(context, refusal.body());
  }

  private static String sentence(int status) {
    return switch (status) {
      case 404 -> "There is nothing here.";
      case 405 -> "That cannot be done here.";
      case 408 -> "The request is too slow: try again.";
      case 414, 431 -> "The request's address or its headers are too long.";
      default -> "The request cannot be understood.";
    };
  }

  private static byte[] bytes(Refusal refusal) {
    return Json.write(refusal.body()).getBytes(StandardCharsets.UTF_8);
  }

  /** What Jetty itself refuses, such as an address that means several things. */
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(bytes(Refusal.of(code, sentence(code)))), callback);
  }

  /** What Jetty cannot even read as a request. */
  @Override
  @SuppressWarnings("removal") // Jetty 12 still asks for it
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    fields.put(new HttpField(HttpHeader.CONTENT_TYPE, "application/json"));
    return ByteBuffer.wrap(bytes(Refusal.of(status, sentence(status))));
  }
}
