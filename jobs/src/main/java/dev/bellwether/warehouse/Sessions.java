package dev.bellwether.warehouse;

import dev.bellwether.config.Settings;
import org.apache.spark.sql.SparkSession;

/** Spark sessions as every run needs them: embedded, or given by spark-submit. */
public final class Sessions {
  private Sessions() {}

  /** The session of this process; spark-submit's master and sizes win over the settings. */
  public static SparkSession open(Settings.Spark settings) {
    int cores =
        settings.cores() > 0 ? settings.cores() : Runtime.getRuntime().availableProcessors();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("bellwether")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC")
            // Spark describes each query to its UI; whole plans in words cost more than small
            // queries
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.maxPlanStringLength", "1000")
            .config("spark.sql.debug.maxToStringFields", "5")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .config("spark.databricks.delta.schema.autoMerge.enabled", "true");
    if (System.getProperty("spark.master") == null) {
      embed(builder, cores, settings.shufflePartitions());
    }
    return builder.getOrCreate();
  }

  private static void embed(SparkSession.Builder builder, int cores, int shufflePartitions) {
    builder
        .master("local[" + cores + "]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", shufflePartitions > 0 ? shufflePartitions : cores)
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false");
  }
}
