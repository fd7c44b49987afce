package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Spark sessions as every run needs them: embedded, or given by spark-submit. */
public final class Sessions {
  /** Raw files up to this size are little enough for plans that never change as they run. */
  private static final long LITTLE_BYTES = 64L << 20;

  private static final long BYTES_PER_PARTITION = 16L << 20;
  private static final long MOST_PARTITIONS = 2000;
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
  private static final String SKIPPING = "spark.databricks.delta.stats.skipping";
  private static final List<String> FITTED = List.of(PARTITIONS, ADAPTIVE, SKIPPING);

  /** What is worth while on a cluster, too, unless spark-submit was told otherwise. */
  private static final Map<String, String> UNLESS_GIVEN =
      Map.of(
          "spark.databricks.delta.snapshotPartitions", "1",
          // read by Delta alone, to describe commits to itself
          "spark.databricks.delta.commitStats.collect", "false",
          "spark.sql.adaptive.coalescePartitions.parallelismFirst", "false");

  private static final String ADDRESS = "SPARK_LOCAL_IP";
  private static final String LOOPBACK = "127.0.0.1";

  private Sessions() {}

  /**
   * The session of this process for a home, in which an embedded one keeps what does not fit in
   * memory.
   */
  public static SparkSession open(Settings.Spark settings, String home) {
    return open(settings, home, Map.of());
  }

  /** The same with settings of Spark beside, which win. */
  public static SparkSession open(
      Settings.Spark settings, String home, Map<String, String> beside) {
    return isEmbedded()
        ? open(settings, Scratch.of(home).or(Sessions::scratchOfNoHome), beside)
        : open(settings, Optional.empty(), beside);
  }

  /**
   * The session of this process, which works on no home; spark-submit's master and sizes win over
   * the settings.
   */
  public static SparkSession open(Settings.Spark settings) {
    return open(settings, isEmbedded() ? scratchOfNoHome() : Optional.empty(), Map.of());
  }

  private static Optional<Path> scratchOfNoHome() {
    return Optional.of(Scratch.ofNoHome(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  private static boolean isEmbedded() {
    return System.getProperty("spark.master") == null;
  }

  private static SparkSession open(
      Settings.Spark settings, Optional<Path> scratch, Map<String, String> beside) {
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
            // a run needs over a thousand generated classes; of the 100 kept by default, most are
            // compiled again
            .config("spark.sql.codegen.cache.maxEntries", "3000")
            // inferring constraints multiplies conditions by each other name of their columns
            .config("spark.sql.constraintPropagation.enabled", "false")
            // nobody adds jars to a session; each would have a class loader of its own, which asks
            // the
            // driver for every name that is no class, and compiles again what another has compiled
            .config("spark.sql.artifact.isolation.enabled", "false")
            // a second of loading tables of all the world's letters, for what the JVM does as well
            .config("spark.sql.icu.caseMappings.enabled", "false")
            // exports of spreadsheets are in windows-1252, which Spark would refuse since version 4
            .config("spark.sql.legacy.javaCharsets", "true")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            // instants in nanoseconds are not an error but numbers, which their reader turns back
            .config("spark.sql.legacy.parquet.nanosAsLong", "true")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .config("spark.databricks.delta.schema.autoMerge.enabled", "true");
    UNLESS_GIVEN.forEach((key, value) -> setUnlessGiven(builder::config, key, value));
    HadoopSettings.ofSpark(settings).forEach(builder::config);
    scratch.ifPresent(folder -> builder.config("spark.local.dir", folder.toString()));
    beside.forEach(builder::config);
    return isEmbedded() ? embedded(builder, settings) : builder.getOrCreate();
  }

  private static SparkSession embedded(SparkSession.Builder builder, Settings.Spark settings) {
    embed(builder, settings);
    ClassLookup.remember();
    SparkSession session = builder.getOrCreate();
    ClassLookup.asTasksDo(JavaSparkContext.fromSparkContext(session.sparkContext()));
    return session;
  }

  private static void embed(SparkSession.Builder builder, Settings.Spark settings) {
    if (settings.ui()) {
      requireLoopback(System.getenv(ADDRESS));
    }
    builder
        .master("local[" + cores(settings) + "]")
        .config("spark.driver.bindAddress", LOOPBACK)
        .config("spark.driver.host", LOOPBACK)
        // driver and executor are one process: a machine that slept would make it think that the
        // executor is lost, and end with Spark's exit code 56
        .config("spark.executor.heartbeatInterval", "1d")
        .config("spark.network.timeout", "2d")
        .config("spark.ui.enabled", settings.ui())
        // each task of an aggregate or sort asks for a page at once, 64 MB by default
        .config("spark.buffer.pageSize", "2m")
        .config("spark.sql.ui.retainedExecutions", settings.ui() ? 1000 : 1)
        .config("spark.ui.retainedJobs", settings.ui() ? 1000 : 10)
        .config("spark.ui.retainedStages", settings.ui() ? 1000 : 10)
        .config("spark.ui.retainedTasks", settings.ui() ? 10_000 : 100);
  }

  /**
   * Requires that Spark's web interface, which asks nobody for a password, listens on this machine
   * only. Where it listens, Spark takes from its environment and from nowhere else.
   */
  static void requireLoopback(String address) {
    if (!LOOPBACK.equals(address)) {
      throw BellwetherException.configuration(
          "spark.ui is on, but Spark's web interface would listen on every network of this machine",
          "the environment variable " + ADDRESS + " is " + (address == null ? "not set" : address),
          "set " + ADDRESS + "=" + LOOPBACK + ", as the launcher does, or leave spark.ui off");
    }
  }

  /**
   * Fits a session to the size of what it works on: little data is read whole, in few pieces, by
   * plans that stay as they are. Skipping files, and adapting plans as they run, would cost more
   * than it brings. What spark-submit was told stays.
   *
   * @param rawBytes the size of all raw files that the home is made of
   */
  public static void fit(SparkSession spark, Settings.Spark settings, long rawBytes) {
    RuntimeConfig conf = spark.conf();
    int cores = isEmbedded() ? cores(settings) : spark.sparkContext().defaultParallelism();
    boolean isLittle = rawBytes <= LITTLE_BYTES;
    long bySize =
        isLittle
            ? cores
            : Math.min(MOST_PARTITIONS, Math.max(4L * cores, rawBytes / BYTES_PER_PARTITION));
    int asked = settings.shufflePartitions();
    setUnlessGiven(conf::set, PARTITIONS, Long.toString(asked > 0 ? asked : bySize));
    setUnlessGiven(conf::set, ADAPTIVE, Boolean.toString(!isLittle));
    setUnlessGiven(conf::set, SKIPPING, Boolean.toString(!isLittle));
  }

  /** What spark-submit is told, or the JVM, is a property of the process. */
  private static void setUnlessGiven(BiConsumer<String, String> setting, String key, String value) {
    if (System.getProperty(key) == null) {
      setting.accept(key, value);
    }
  }

  /** A session with views and settings of its own, fitted as the given one is. */
  public static SparkSession another(SparkSession spark) {
    SparkSession session = spark.newSession();
    FITTED.stream()
        .filter(key -> spark.conf().contains(key))
        .forEach(key -> session.conf().set(key, spark.conf().get(key)));
    return session;
  }

  private static int cores(Settings.Spark settings) {
    return settings.cores() > 0 ? settings.cores() : Runtime.getRuntime().availableProcessors();
  }
}
