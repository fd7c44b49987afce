package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.btrim;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.BusinessDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Reads given values as those of a contract's column. What is given but cannot be read is unusable,
 * which is not the same as absent (null, blank, or NaN).
 *
 * <p>Values pass one after the other through {@link #trimmed}, {@link #orAbsent}, {@link #parsed}
 * and {@link #value}, each a projection of its own: what two expressions of one projection share,
 * Spark works out twice, and a text is dear to trim and to parse.
 */
final class ValueReader {
  private static final String UNDECODED = "\uFFFD";
  private static final String BLANKS = " \t\r\n\u0000\u00A0\u200B\uFEFF";
  private static final int LENGTH_OF_DATE = 10;
  private static final String ZONE_AT_END = "[T ][0-9:.]+ *([A-Za-z].*|[+-][0-9:]+)$";

  /** Days by which systems say that there is no such day yet. */
  private static final List<String> OPEN = List.of("9999-12-31", "2099-12-31");

  /** Days that systems fill in where there is none: the first that they know, or one before. */
  private static final List<String> FILLED = List.of("1900-01-01", "1969-12-31", "1970-01-01");

  /** Beyond, doubles no longer tell whole numbers apart. */
  private static final double WHOLE = 9e15;

  private final dev.bellwether.platform.contract.Column column;
  private final Column given;
  private final Column failed;
  private final DataType from;
  private final ZoneId zone;

  /**
   * @param column what the column of its name is read as, which is trimmed, and null when absent
   * @param wasTried whether a column tells what the SELECT could not read for it
   * @param from its type, a single value
   * @param zone the business time zone, in which instants are cut where a day is meant
   */
  ValueReader(
      dev.bellwether.platform.contract.Column column,
      boolean wasTried,
      DataType from,
      ZoneId zone) {
    this.column = column;
    this.given = col(column.name());
    this.failed =
        wasTried ? col(TriedValues.nameOf(column.name())) : lit(null).cast(DataTypes.StringType);
    this.from = from;
    this.zone = zone;
  }

  /** What the value says, in the contract's type, whether or not it may be true. */
  Column parsed() {
    DataType to = column.type();
    if (to instanceof StringType) {
      return inLetters(written(given, from));
    }
    if (to instanceof DateType) {
      return day(given, from, zone);
    }
    if (to instanceof TimestampType) {
      return instant(given, from);
    }
    if (to instanceof IntegralType) {
      return whole(to);
    }
    if (to instanceof BooleanType) {
      return from instanceof BooleanType ? given : truth(written(given, from));
    }
    return from instanceof NumericType && to instanceof NumericType
        ? given.try_cast(to)
        : written(given, from).try_cast(to);
  }

  /** The name of the column that holds what was {@link #parsed}. */
  String parsedName() {
    return "_parsed_" + column.name();
  }

  /** The value, from what was parsed; null when it is absent, unusable, or stands for none. */
  Column value() {
    Column parsed = col(parsedName());
    if (isText()) {
      return mayBeWordForNone() ? when(not(isWordForNone()), parsed) : parsed;
    }
    if (!isTime()) {
      return parsed;
    }
    Column usual = whereUsual(parsed, day());
    return column.required()
        ? usual
        : when(not(day().isin(dates(OPEN)).or(day().isin(dates(FILLED)))), usual);
  }

  private boolean isTime() {
    return column.type() instanceof DateType || column.type() instanceof TimestampType;
  }

  private Column day() {
    Column parsed = col(parsedName());
    return column.type() instanceof DateType ? parsed : to_date(parsed);
  }

  /** Whether the column may hold a word that says that there is none. */
  boolean mayBeWordForNone() {
    return isText() && !column.required() && column.name().endsWith("_id");
  }

  /** Whether it does: NULL, N/A, - and the like; and of a parent 0. */
  Column isWordForNone() {
    Column text = written(given, from);
    Column isWord = UnusableHint.isWordForNone(text);
    boolean isParent = column.name().startsWith("parent_");
    return coalesce(isParent ? isWord.or(text.equalTo("0")) : isWord, lit(false));
  }

  /** Whether it is read as a text. */
  boolean isText() {
    return column.type() instanceof StringType;
  }

  /** Whether a value is given but cannot be read. */
  Column isUnusable() {
    if (isText()) {
      return lit(false);
    }
    Column isUnusable = shown().isNotNull().and(value().isNull());
    return isTime() && !column.required()
        ? isUnusable.and(not(coalesce(day().isin(dates(OPEN)), lit(false))))
        : isUnusable;
  }

  /** Whether a text was given that the input's encoding does not explain. */
  Column isUndecoded() {
    return isText() ? written(given, from).contains(UNDECODED) : lit(false);
  }

  /** Why it cannot, with the value and what may help. */
  Column reason() {
    Column shown = shown();
    return concat(
        lit(inWords() + ": '"), substring(shown, 1, 60), lit("'"), UnusableHint.of(column, shown));
  }

  /** What was given, by the SELECT or to it. */
  private Column shown() {
    return coalesce(written(given, from), failed);
  }

  /** Why it cannot, in words that are the same for all values. */
  String inWords() {
    return column.name() + " is not a valid " + column.type().simpleString();
  }

  /** A given text without blanks around it; other values as they are. */
  static Column trimmed(Column given, DataType from) {
    return from instanceof StringType ? btrim(given, lit(BLANKS)) : given;
  }

  /** A trimmed value; null when nothing is left. */
  static Column orAbsent(Column trimmed, DataType from) {
    return from instanceof StringType ? when(trimmed.notEqual(""), trimmed) : trimmed;
  }

  /** A value as text without blanks around it; null when nothing is left. */
  static Column text(Column given, DataType from) {
    return from instanceof StringType
        ? nullif(trimmed(given, from), lit(""))
        : written(given, from);
  }

  /** The value as it is written, once it is trimmed. */
  private static Column written(Column given, DataType from) {
    if (from instanceof StringType) {
      return given;
    }
    if (from instanceof DoubleType || from instanceof FloatType) {
      Column whole = given.equalTo(floor(given)).and(abs(given).lt(WHOLE));
      return when(isnan(given), lit(null))
          .when(whole, given.cast("bigint").cast("string"))
          .otherwise(given.cast("string"));
    }
    return given.cast("string");
  }

  /**
   * The day that a trimmed value says: as written, or cut in the business zone where it is an
   * instant. A text without a zone is no instant.
   */
  static Column day(Column given, DataType from, ZoneId zone) {
    if (from instanceof DateType) {
      return given;
    }
    if (from instanceof TimestampNTZType) {
      return to_date(given);
    }
    if (from instanceof TimestampType) {
      return BusinessDay.of(given, zone);
    }
    Column text = written(given, from);
    Column instant = text.try_cast(DataTypes.TimestampType);
    Column written = substring(text, 1, LENGTH_OF_DATE).try_cast(DataTypes.DateType);
    Column ofInstant =
        when(text.rlike(ZONE_AT_END), BusinessDay.of(instant, zone))
            .otherwise(when(instant.isNotNull(), written));
    return when(
        startsWithYear(text).and(not(hasAbbreviatedZone(text))),
        when(length(text).leq(LENGTH_OF_DATE), text.try_cast(DataTypes.DateType))
            .otherwise(ofInstant));
  }

  /** The instant that a trimmed value says; without a zone it is in UTC. */
  static Column instant(Column given, DataType from) {
    boolean isTime =
        from instanceof TimestampType
            || from instanceof TimestampNTZType
            || from instanceof DateType;
    if (isTime) {
      return given.cast(DataTypes.TimestampType);
    }
    Column text = written(given, from);
    return when(
        startsWithYear(text).and(not(hasAbbreviatedZone(text))),
        text.try_cast(DataTypes.TimestampType));
  }

  /**
   * BST is read as the time of Dhaka, AST as that of Anchorage, and PST as summer time in summer:
   * such names of zones, which all end with T, say no instant.
   */
  private static Column hasAbbreviatedZone(Column text) {
    return upper(substring(text, -1, 1))
        .equalTo("T")
        .and(not(text.contains("/")))
        .and(not(upper(text).rlike("(GMT|[^A-Z]UT)$")));
  }

  /** Years and months alone, serial numbers and times of day are neither a day nor an instant. */
  private static Column startsWithYear(Column text) {
    return substring(text, 5, 1).equalTo("-").and(length(text).geq(8));
  }

  /** What lies before 1900 or after 2200 is a mistake, but for 9999-12-31, a common open end. */
  static Column whereUsual(Column value, Column day) {
    Column usual = day.between(date("1900-01-01"), date("2200-12-31"));
    return when(usual.or(day.equalTo(date("9999-12-31"))), value);
  }

  /** Whether a text begins with a day that systems fill in. */
  static Column beginsAsFilled(Column text) {
    return substring(text, 1, LENGTH_OF_DATE).isin(FILLED.toArray());
  }

  private static Object[] dates(List<String> days) {
    return days.stream().map(ValueReader::date).toArray();
  }

  private static Column date(String day) {
    return lit(day).cast("date");
  }

  /** Yes or no in the words that Spark knows; tools that lack a truth beside null write 1.0. */
  private static Column truth(Column text) {
    Column asNumber = when(text.equalTo("1.0"), true).when(text.equalTo("0.0"), false);
    return coalesce(text.try_cast(DataTypes.BooleanType), asNumber);
  }

  private Column whole(DataType to) {
    Column number =
        from instanceof NumericType ? given : written(given, from).try_cast("decimal(38,6)");
    Column whole = when(number.equalTo(floor(number)), number.try_cast(to));
    if (from instanceof IntegralType) {
      return given.try_cast(to);
    }
    return from instanceof NumericType ? whole : coalesce(written(given, from).try_cast(to), whole);
  }

  private Column inLetters(Column text) {
    Column stored =
        switch (column.letters()) {
          case UPPER -> upper(text);
          case LOWER -> lower(text);
          case AS_GIVEN -> column.name().endsWith("_id") ? withoutCaseOfMail(text) : text;
        };
    return column.validValues().isEmpty()
        ? stored
        : coalesce(try_element_at(validBySmallLetters(), lower(text)), stored);
  }

  private Column validBySmallLetters() {
    List<Column> entries = new ArrayList<>();
    for (String valid : column.validValues()) {
      entries.add(lit(valid.toLowerCase(Locale.ROOT)));
      entries.add(lit(valid));
    }
    return map(entries.toArray(Column[]::new));
  }

  /** An id of a person or contact that is an e-mail address is the same in small letters. */
  static Column withoutCaseOfMail(Column id) {
    return when(not(id.contains("@")), id).otherwise(lower(id));
  }
}
