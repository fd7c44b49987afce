package dev.bellwether.cli;

import dev.bellwether.platform.config.EffectiveValue;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether config}: the effective configuration and where each value came from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Prints the effective configuration and where each value came from.")
final class ConfigCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(names = "--source", paramLabel = "NAME", description = "Includes a source's settings.")
  private String source;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (EffectiveValue value : homeOptions.configuration(Optional.ofNullable(source)).values()) {
      out.printf(
          Locale.ROOT, "%-28s %-24s %s%n", value.key(), value.shown(), "(" + value.origin() + ")");
    }
    out.flush();
    return 0;
  }
}
