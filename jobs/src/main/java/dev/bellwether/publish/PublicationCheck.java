package dev.bellwether.publish;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What must hold between tables before they are published. */
@FunctionalInterface
public interface PublicationCheck {

  /**
   * Checks these dates of the tables, which are given by name.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when something does not hold
   */
  void check(Map<String, Dataset<Row>> tables, Collection<LocalDate> dates);
}
