package dev.bellwether.cli;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens a page in the browser of whoever sits at this machine, by the system's own command. */
final class BrowserOpener {
  private static final int SECONDS = 20;

  private final List<String> command;

  /**
   * @param command what opens the address that is added to it
   */
  BrowserOpener(List<String> command) {
    this.command = command;
  }

  /** That of a system by its name, as the property {@code os.name} has it. */
  static BrowserOpener of(String system) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return new BrowserOpener(List.of("open"));
    }
    return name.startsWith("windows")
        ? new BrowserOpener(List.of("rundll32", "url.dll,FileProtocolHandler"))
        : new BrowserOpener(List.of("xdg-open"));
  }

  List<String> command() {
    return command;
  }

  /**
   * Opens a page.
   *
   * @throws BellwetherException when it is not on this machine, or nothing here opens pages
   */
  void open(String page) {
    if (!page.startsWith("file:")) {
      throw BellwetherException.configuration(
          page + " cannot be opened in a browser",
          "it does not lie on this machine",
          "name a folder of this machine by --out, to have it made there");
    }
    try {
      Process opener =
          new ProcessBuilder(Stream.concat(command.stream(), Stream.of(page)).toList())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean hasEnded = opener.waitFor(SECONDS, TimeUnit.SECONDS);
      if (hasEnded && opener.exitValue() != 0) {
        throw failed(page, command.get(0) + " ended with " + opener.exitValue());
      }
    } catch (IOException e) {
      throw failed(page, command.get(0) + " cannot be started").causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static BellwetherException failed(String page, String why) {
    return BellwetherException.configuration(
        "no browser was opened", why, "open " + page + " yourself");
  }
}
