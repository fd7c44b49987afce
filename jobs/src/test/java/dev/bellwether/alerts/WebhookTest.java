package dev.bellwether.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.alerts.Alert.Reason;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.SentAlerts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts posted to a real server on this machine. */
class WebhookTest {
  private static final LocalDate NIGHT = LocalDate.of(2026, 6, 30);
  private static final Alert RED =
      new Alert(
          NIGHT,
          Reason.NEW_RED,
          "A-1",
          Optional.of("Zoë <!channel> & \"Co\""),
          Optional.empty(),
          "Zoë <!channel> & \"Co\" (A-1) turned red.");
  private static final Alert STALE = Alert.ofNight(NIGHT, Reason.DATA_STALE, "The feed is late.");

  @TempDir Path home;
  private HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<CountDownLatch> slowOnce = new AtomicReference<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook/secret", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    waitIfSlow();
    exchange.sendResponseHeaders(answers.isEmpty() ? 200 : answers.remove(), -1);
    exchange.close();
  }

  private void waitIfSlow() {
    CountDownLatch isOver = slowOnce.getAndSet(null);
    if (isOver != null) {
      try {
        isOver.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Webhook webhook(boolean slack) {
    return new Webhook(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/secret",
        slack,
        Duration.ofMillis(1),
        Duration.ofSeconds(10));
  }

  private Delivery delivery() {
    return new Delivery(new SentAlerts(home.toString(), new Configuration()), webhook(false));
  }

  @Test
  void eachAlertIsPostedOnceHoweverOftenTheNightIsRun() {
    assertThat(delivery().deliver(List.of(RED, STALE))).isEqualTo(2);
    assertThat(delivery().deliver(List.of(RED, STALE))).isZero();

    assertThat(keys).containsExactly(RED.key(), STALE.key());
    assertThat(bodies.get(0))
        .contains(
            "\"reason\":\"new_red\"", "\"account_id\":\"A-1\"", "Zoë <!channel> & \\\"Co\\\"");
    assertThat(bodies.get(1)).doesNotContain("account");
  }

  @Test
  void theKeyIsOfAccountReasonAndNightWhateverTheText() {
    Alert told = new Alert(NIGHT, Reason.NEW_RED, "A-1", Optional.empty(), Optional.empty(), "x");
    assertThat(told.key()).isEqualTo(RED.key());
    assertThat(
            List.of(
                new Alert(NIGHT, Reason.LARGE_DROP, "A-1", Optional.empty(), Optional.empty(), ""),
                new Alert(NIGHT, Reason.NEW_RED, "A-2", Optional.empty(), Optional.empty(), ""),
                new Alert(
                    NIGHT.plusDays(1),
                    Reason.NEW_RED,
                    "A-1",
                    Optional.empty(),
                    Optional.empty(),
                    "")))
        .extracting(Alert::key)
        .doesNotContain(RED.key())
        .doesNotHaveDuplicates();
  }

  @Test
  void anOverloadedReceiverIsTriedAgainAndARefusalIsNot() {
    answers.addAll(List.of(503, 429, 500, 200));
    webhook(false).send(RED);
    assertThat(bodies).hasSize(4);
    assertThat(keys).containsOnly(RED.key());

    bodies.clear();
    answers.add(403);
    assertThatThrownBy(() -> webhook(false).send(RED))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("it answered 403")
        .hasMessageNotContaining("secret");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aReceiverThatDoesNotAnswerInTimeIsTriedAgainWithTheSameKey() {
    CountDownLatch isOver = new CountDownLatch(1);
    slowOnce.set(isOver);
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/secret";

    new Webhook(url, false, Duration.ofMillis(1), Duration.ofSeconds(3)).send(RED);
    isOver.countDown();

    assertThat(keys).hasSizeGreaterThan(1).containsOnly(RED.key());
  }

  @Test
  void whatCouldNotBeDeliveredIsSentByTheNextRunAndWhatCouldIsNot() {
    answers.addAll(List.of(200, 500, 500, 500, 500, 500));
    assertThatThrownBy(() -> delivery().deliver(List.of(STALE, RED)))
        .isInstanceOf(BellwetherException.class);
    assertThat(bodies).hasSize(6);

    assertThat(delivery().deliver(List.of(STALE, RED))).isEqualTo(1);
    assertThat(keys.get(6)).isEqualTo(RED.key());
  }

  @Test
  void anAlertThatIsRefusedKeepsNoneBehindIt() {
    answers.addAll(List.of(400, 200));
    assertThatThrownBy(() -> delivery().deliver(List.of(STALE, RED)))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("it answered 400");
    assertThat(keys).containsExactly(STALE.key(), RED.key());

    answers.add(400);
    assertThatThrownBy(() -> delivery().deliver(List.of(STALE, RED)))
        .isInstanceOf(BellwetherException.class);
    assertThat(keys).containsExactly(STALE.key(), RED.key(), STALE.key());
  }

  @Test
  void afterOneAlertInVainEachFurtherOneIsTriedOnceUntilAnAnswerStands() {
    Alert third = Alert.ofNight(NIGHT.minusDays(1), Reason.DATA_STALE, "The feed was late.");
    Alert fourth = Alert.ofNight(NIGHT.minusDays(2), Reason.DATA_STALE, "The feed was late.");
    answers.addAll(List.of(500, 500, 500, 500, 500, 500, 200, 500, 200));
    assertThatThrownBy(() -> delivery().deliver(List.of(STALE, RED, third, fourth)))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("2 of 4 alerts could not be delivered")
        .hasMessageContaining("it answered 500")
        .hasMessageNotContaining("secret");
    assertThat(keys.subList(5, 9))
        .containsExactly(RED.key(), third.key(), fourth.key(), fourth.key());
  }

  @Test
  void nightsThatWereNotToldWholeAreToldLaterAndNoneFromBeforeAlertsWereWanted() {
    SentAlerts sent = new SentAlerts(home.toString(), new Configuration());
    TreeSet<LocalDate> nights = new TreeSet<>();
    for (int days = 4; days >= 0; days--) {
      nights.add(NIGHT.minusDays(days));
    }
    assertThat(sent.untold(nights)).containsExactly(NIGHT);

    sent.begin(NIGHT.minusDays(3));
    sent.finish(NIGHT.minusDays(2));
    sent.begin(NIGHT.minusDays(2));
    assertThat(sent.untold(nights)).containsExactly(NIGHT.minusDays(3), NIGHT.minusDays(1), NIGHT);

    sent.finish(NIGHT);
    assertThat(sent.untold(nights)).last().isEqualTo(NIGHT);
  }

  @Test
  void aReceiverThatIsAwayIsAnErrorOfItsHost() {
    server.stop(0);
    assertThatThrownBy(() -> webhook(false).send(RED))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("ConnectException")
        .hasMessageNotContaining("secret");
  }

  @Test
  void slackGetsATextInWhichNoNameCanMentionAnybody() {
    webhook(true).send(RED);
    assertThat(bodies)
        .containsExactly("{\"text\":\"Zoë &lt;!channel&gt; &amp; \\\"Co\\\" (A-1) turned red.\"}");
  }

  @Test
  void alertsAreFilesOfTheirOwnerOnly() throws IOException {
    new Delivery(new SentAlerts(home.toString(), new Configuration()), Channel.FILES)
        .deliver(List.of(RED));

    try (Stream<Path> files = Files.list(home.resolve("alerts/2026-06-30"))) {
      List<Path> all = files.toList();
      assertThat(all).singleElement().asString().contains("new_red-" + RED.key());
      assertThat(all.get(0)).content().isEqualTo(RED.json() + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.get(0))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void customersAreNotToldOverAnOpenLine() {
    for (String url : List.of("http://example.org/x", "ftp://localhost/x", "https:///x", "a b")) {
      assertThatThrownBy(() -> new Webhook(url, false))
          .as(url)
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("https://")
          .hasMessageNotContaining(url);
    }
    assertThat(new Webhook("https://example.org/x", false)).isNotNull();
  }
}
