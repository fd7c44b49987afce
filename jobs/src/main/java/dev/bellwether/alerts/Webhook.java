package dev.bellwether.alerts;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Posts alerts to a URL, one request each, as JSON or as Slack's incoming webhooks take it; tries
 * again, ever later, while the receiver is away or overloaded. After an alert for which all that
 * was in vain each further one is tried once, until one gets an answer that stands.
 *
 * <p>The URL is a secret, since whoever knows it may post: no message names more of it than its
 * host.
 */
public final class Webhook implements Channel {
  private static final int ATTEMPTS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final URI url;
  private final boolean slack;
  private final Duration firstPause;
  private final Duration timeout;
  private boolean isAway;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * @param slack whether the receiver takes Slack's messages rather than alerts as JSON
   */
  public Webhook(String url, boolean slack) {
    this(url, slack, Duration.ofSeconds(1), TIMEOUT);
  }

  /**
   * @param firstPause before the second attempt; each later pause is twice as long
   * @param timeout how long an answer may take
   */
  Webhook(String url, boolean slack, Duration firstPause, Duration timeout) {
    this.url = checked(url);
    this.slack = slack;
    this.firstPause = firstPause;
    this.timeout = timeout;
  }

  private static URI checked(String url) {
    try {
      URI uri = URI.create(url);
      boolean safe =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
      if (safe && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // told below, without the URL
    }
    throw BellwetherException.configuration(
        "alerts.webhook is no URL that alerts may be posted to",
        "it must begin with https:// (or http:// on this machine), since alerts name customers",
        "set BELLWETHER_ALERTS_WEBHOOK to the URL that the receiver gave you");
  }

  @Override
  public void send(Alert alert) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Idempotency-Key", alert.key())
            .POST(BodyPublishers.ofString(slack ? message(alert) : alert.json()))
            .build();
    String failure = "";
    int attempts = isAway ? 1 : ATTEMPTS;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      Optional<HttpResponse<Void>> response = Optional.empty();
      try {
        response = Optional.of(client.send(request, BodyHandlers.discarding()));
        int status = response.get().statusCode();
        if (status / 100 == 2) {
          isAway = false;
          return;
        }
        failure = "it answered " + status;
        if (!mayPass(status)) {
          isAway = false;
          throw undelivered(failure);
        }
      } catch (IOException e) {
        failure = e.getClass().getSimpleName();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw undelivered("it was interrupted");
      }
      if (attempt < attempts) {
        pause(attempt, response);
      }
    }
    isAway = true;
    throw undelivered(failure);
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private void pause(int attempt, Optional<HttpResponse<Void>> response) {
    Duration pause = firstPause.multipliedBy(1L << (attempt - 1));
    Duration asked =
        response
            .flatMap(r -> r.headers().firstValue("Retry-After"))
            .filter(seconds -> seconds.matches("\\d{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(Duration.ZERO);
    Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
    try {
      Thread.sleep(Math.min(longer.toMillis(), LONGEST_PAUSE.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw undelivered("it was interrupted");
    }
  }

  /** Slack reads three characters as markup; without them no name can mention anybody. */
  private static String message(Alert alert) {
    return Json.line(
        Map.of(
            "text", alert.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  private BellwetherException undelivered(String why) {
    return BellwetherException.configuration(
        "an alert could not be delivered to " + url.getHost(),
        why,
        "mend the receiver or alerts.webhook, then let bellwether alerts send what is missing");
  }
}
