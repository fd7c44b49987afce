package dev.bellwether.report;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Chromium, without a window and without a network, and what its pages complained of. */
final class Browser implements AutoCloseable {
  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  Browser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(executable()))
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** The Chromium that the script of the build finds, or installs. */
  private static String executable() {
    try {
      Process script =
          new ProcessBuilder("../bin/chromium")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String found = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!script.waitFor(10, TimeUnit.MINUTES) || script.exitValue() != 0) {
        throw new IllegalStateException("no Chromium for the browser tests; see above what to do");
      }
      return found.strip();
    } catch (IOException e) {
      throw new IllegalStateException("bin/chromium cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a file's page with a screen of this size. */
  Page open(Path file, String link, int width, int height) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setOffline(true));
    Page page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(file.toUri() + link);
    return page;
  }

  /** Errors, warnings and refusals of the pages so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What the pages asked for, the files themselves among it. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Forgets what was complained of, where a test meant it. */
  void forget() {
    complaints.clear();
  }

  /** Writes a page into a folder. */
  static Path write(Path folder, String html) {
    try {
      return Files.writeString(folder.resolve("index.html"), html);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
