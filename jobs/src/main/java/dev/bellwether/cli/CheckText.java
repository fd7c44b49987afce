package dev.bellwether.cli;

import dev.bellwether.platform.config.CheckedFile;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine;

/** What a command that checks a file says of it. */
final class CheckText {
  private CheckText() {}

  /**
   * Prints warnings and the summary of a file without errors, or its errors.
   *
   * @return the exit code
   */
  static <T> int print(CommandLine command, CheckedFile<T> check, Function<T, String> summary) {
    PrintWriter out = command.getOut();
    check.warnings().forEach(warning -> out.println("warning: " + warning));
    if (check.errors().isEmpty()) {
      out.println(summary.apply(check.content()));
    }
    out.flush();
    PrintWriter err = command.getErr();
    check.errors().forEach(error -> err.println("error: " + error.getMessage()));
    err.flush();
    return check.errors().isEmpty() ? 0 : BellwetherException.Kind.CONFIGURATION.exitCode();
  }
}
