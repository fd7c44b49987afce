package dev.bellwether.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Days from one to another, both included; written {@code 2026-06-23..2026-06-30}. */
record DateRange(LocalDate from, LocalDate to) {

  /** Reads a range as written on the command line. */
  static final class Converter implements ITypeConverter<DateRange> {
    @Override
    public DateRange convert(String text) {
      try {
        List<LocalDate> ends =
            List.of(text.split("\\.\\.", -1)).stream().map(LocalDate::parse).toList();
        if (ends.size() == 2 && !ends.get(1).isBefore(ends.get(0))) {
          return new DateRange(ends.get(0), ends.get(1));
        }
      } catch (DateTimeParseException e) {
        // told below
      }
      throw new TypeConversionException(
          "'" + text + "' is not a range of dates; write 2026-06-23..2026-06-30");
    }
  }
}
