package dev.bellwether.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values look in files. */
final class Text {

  private static final DateTimeFormatter GERMAN =
      DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private Text() {}

  /** A value, or nothing for null. */
  static String orEmpty(Object value) {
    return value == null ? "" : value.toString();
  }

  static String german(LocalDate day) {
    return day == null ? "" : GERMAN.format(day);
  }

  static String money(long cents) {
    long whole = Math.abs(cents) / 100;
    long rest = Math.abs(cents) % 100;
    return (cents < 0 ? "-" : "") + whole + (rest < 10 ? ".0" : ".") + rest;
  }

  /** A number with six decimals. */
  static String number(double value) {
    long millionths = StrictMath.round(Math.abs(value) * 1_000_000);
    String rest = Long.toString(1_000_000 + millionths % 1_000_000).substring(1);
    return (value < 0 && millionths > 0 ? "-" : "") + millionths / 1_000_000 + "." + rest;
  }

  static String flag(boolean value) {
    return value ? "1" : "0";
  }

  /** An instant as local time with its offset. */
  static String zoned(long epochSecond, ZoneId zone) {
    ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond));
    return SECONDS.format(LocalDateTime.ofEpochSecond(epochSecond, 0, offset)) + offset;
  }

  /** The UTC day of an instant. */
  static LocalDate utcDay(long epochSecond) {
    return LocalDate.ofEpochDay(Math.floorDiv(epochSecond, 86_400L));
  }

  static void twoDigits(StringBuilder out, int value) {
    out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
