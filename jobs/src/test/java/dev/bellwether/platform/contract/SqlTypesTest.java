package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types read without Spark's parser are those that it reads. */
class SqlTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string",
        "boolean",
        "date",
        "timestamp",
        "timestamp_ntz",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(18,2)",
        "decimal(9, 8)",
        "array<date>",
        "array<array<decimal(5,1)>>",
        "map<string,int>",
        "struct<one:int,two:array<string>>"
      })
  void aTypeIsWhatSparkReads(String name) {
    assertThat(SqlTypes.of(name)).isEqualTo(DataType.fromDDL(name));
  }
}
