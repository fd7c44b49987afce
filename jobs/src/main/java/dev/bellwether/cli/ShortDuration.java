package dev.bellwether.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 45s}, {@code 30m} and {@code 1h30m}. */
final class ShortDuration implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new TypeConversionException("'" + text + "' is not a duration; write 45s, 30m or 2h");
  }
}
