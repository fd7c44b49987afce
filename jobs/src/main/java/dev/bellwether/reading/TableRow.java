package dev.bellwether.reading;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of a table, by the names of its columns.
 *
 * @param values what is known of it; what is null is not there
 */
public record TableRow(Map<String, Object> values) {

  /** A text, unless it is null. */
  public Optional<String> text(String column) {
    return Optional.ofNullable(values.get(column)).map(Object::toString);
  }

  /** A text that is always there. */
  public String required(String column) {
    return text(column)
        .orElseThrow(() -> new IllegalStateException("a row without " + column + ": " + values));
  }

  /** A day, unless it is null. */
  public Optional<LocalDate> date(String column) {
    return Optional.ofNullable(values.get(column)).map(LocalDate.class::cast);
  }

  /** An amount of money or another decimal, unless it is null. */
  public Optional<BigDecimal> decimal(String column) {
    return Optional.ofNullable(values.get(column)).map(BigDecimal.class::cast);
  }

  /** A number of any type, unless it is null. */
  public OptionalDouble number(String column) {
    Object value = values.get(column);
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(((Number) value).doubleValue());
  }

  /** A count that is always there. */
  public long count(String column) {
    return ((Number) values.get(column)).longValue();
  }

  /** The sum of what is known of an amount; 0 where nothing is. */
  public static BigDecimal sum(List<TableRow> rows, String column) {
    return rows.stream()
        .flatMap(row -> row.decimal(column).stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether a flag is set; null is not. */
  public boolean isTrue(String column) {
    return Boolean.TRUE.equals(values.get(column));
  }

  /** Whether a text column has this value. */
  public boolean is(String column, String value) {
    return value.equals(values.get(column));
  }
}
