package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Settings.ChurnLabel;
import dev.bellwether.platform.config.Settings.LogFormat;
import dev.bellwether.platform.config.Settings.LogLevel;
import dev.bellwether.platform.config.Settings.ParentHealth;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All settings; their defaults are in {@code bellwether-defaults.yaml}. */
final class SettingKeys {
  private static final int TEN_YEARS = 3650;

  static final Setting<String> HOME =
      Setting.of("home", "a folder or a URI, not empty", SettingKeys::notBlank);
  static final Setting<ZoneId> TIME_ZONE =
      Setting.of("time_zone", "a time zone such as UTC or Europe/Berlin", ZoneId::of);
  static final Setting<String> CURRENCY =
      Setting.of(
          "currency",
          "an ISO 4217 code in capitals, such as USD",
          text -> Currency.getInstance(text).getCurrencyCode());
  static final Setting<ChurnLabel> CHURN_LABEL =
      Setting.of("churn.label", "subscriptions or declared", SettingKeys::churnLabel);
  static final Setting<Integer> CHURN_GAP_DAYS =
      Setting.wholeNumber("churn.gap_days", 0, TEN_YEARS);
  static final Setting<Integer> CHURN_MINIMUM_CHURNED =
      Setting.wholeNumber("churn.minimum_churned", 1, Integer.MAX_VALUE);
  static final Setting<Integer> CHURN_MODEL_MINIMUM_CHURNED =
      Setting.wholeNumber("churn.model_minimum_churned", 1, Integer.MAX_VALUE);
  static final Setting<Integer> CHURN_RETRAIN_DAYS =
      Setting.wholeNumber("churn.retrain_days", 1, TEN_YEARS);
  static final Setting<Double> CHURN_SHRINKAGE =
      Setting.of("churn.shrinkage", "a number above 0", SettingKeys::aboveZero);
  static final Setting<BigDecimal> BILLING_SMALL_BALANCE =
      Setting.of("billing.small_balance", "an amount, at least 0", SettingKeys::amount);
  static final Setting<Integer> RENEWALS_WINDOW_DAYS =
      Setting.wholeNumber("renewals.window_days", 1, TEN_YEARS);
  static final Setting<Double> RETENTION_GROSS_MARGIN =
      Setting.of(
          "retention.gross_margin", "a share above 0, at most 1", SettingKeys::shareAboveZero);
  static final Setting<Integer> SUPPORT_SHARED_TICKETS =
      Setting.wholeNumber("support.shared_tickets", 1, Integer.MAX_VALUE);
  static final Setting<Double> SUPPORT_PEAK_RATIO =
      Setting.of("support.peak_ratio", "a number above 0", SettingKeys::aboveZero);
  static final Setting<Double> SUPPORT_VARIATION =
      Setting.of("support.variation", "a number above 0", SettingKeys::aboveZero);
  static final Setting<Double> SUPPORT_OUT_OF_HOURS_SHARE =
      Setting.of(
          "support.out_of_hours_share", "a share above 0, at most 1", SettingKeys::shareAboveZero);
  static final Setting<Integer> SUPPORT_BACKLOG_DAYS =
      Setting.wholeNumber("support.backlog_days", 1, TEN_YEARS);
  static final Setting<Integer> SUPPORT_STUCK_DAYS =
      Setting.wholeNumber("support.stuck_days", 1, TEN_YEARS);
  static final Setting<Integer> SUPPORT_OPENS_AT = Setting.wholeNumber("support.opens_at", 0, 23);
  static final Setting<Integer> SUPPORT_CLOSES_AT = Setting.wholeNumber("support.closes_at", 1, 24);
  static final Setting<Integer> RENEWALS_URGENT_DAYS =
      Setting.wholeNumber("renewals.urgent_days", 0, TEN_YEARS);
  static final Setting<Double> RENEWALS_AT_RISK_PROBABILITY =
      Setting.of(
          "renewals.at_risk_probability",
          "a share above 0, at most 1",
          SettingKeys::shareAboveZero);
  static final Setting<ParentHealth> RENEWALS_PARENT_HEALTH =
      Setting.of("renewals.parent_health", "worst or weighted", SettingKeys::parentHealth);
  static final Setting<String> RENEWALS_ACCOUNT_LINK =
      Setting.of(
          "renewals.account_link",
          "a link that begins with https:// and holds {account_id}",
          SettingKeys::accountLink);
  static final Setting<String> RENEWALS_PLAYBOOK =
      Setting.of("renewals.playbook", ConfFolder.NAMES, ConfFolder::checkedName);
  static final Setting<Integer> SPARK_CORES =
      Setting.wholeNumber("spark.cores", 0, Integer.MAX_VALUE);
  static final Setting<Integer> SPARK_SHUFFLE_PARTITIONS =
      Setting.wholeNumber("spark.shuffle_partitions", 0, Integer.MAX_VALUE);
  static final Setting<Integer> SPARK_PARALLEL_STEPS =
      Setting.wholeNumber("spark.parallel_steps", 1, Integer.MAX_VALUE);
  static final Setting<Boolean> SPARK_UI =
      Setting.of("spark.ui", "true or false", SettingKeys::trueOrFalse);
  static final Setting<LogLevel> LOG_LEVEL =
      Setting.of("log.level", "off, error, warn, info or debug", SettingKeys::logLevel);
  static final Setting<LogFormat> LOG_FORMAT =
      Setting.of("log.format", "text or json", text -> LogFormat.valueOf(capitals(text)));
  static final Setting<Path> METRICS_FILE =
      Setting.of("metrics.file", "a file whose name ends with .prom", SettingKeys::metricsFile);
  static final Setting<AlertSettings.To> ALERTS_TO =
      Setting.of("alerts.to", "none, files, json or slack", SettingKeys::alertsTo);
  static final Setting<Secret> ALERTS_WEBHOOK =
      new Setting<>(
          "alerts.webhook",
          "BELLWETHER_ALERTS_WEBHOOK",
          "${env:NAME}, which names the environment variable that holds it",
          true,
          Secret::new);
  static final Setting<Double> ALERTS_DROP_POINTS =
      Setting.of("alerts.drop_points", "a number above 0", SettingKeys::aboveZero);
  static final Setting<BigDecimal> ALERTS_EXPECTED_LOSS =
      Setting.of("alerts.expected_loss", "an amount, at least 0", SettingKeys::amount);
  static final Setting<String> PUBLISH_GROUP =
      Setting.of("publish.group", "the name of a group, not empty", SettingKeys::notBlank);
  static final Setting<SharingSettings.Readers> PUBLISH_MODE =
      Setting.of("publish.mode", "700, 750 or 755", SettingKeys::publishMode);
  static final Setting<Secret> PRIVACY_HASH_KEY =
      new Setting<>(
          "privacy.hash_key",
          "BELLWETHER_HASH_KEY",
          "${env:NAME}, which names the environment variable that holds it",
          true,
          Secret::new);
  static final Setting<String> HEALTH_SCORECARD =
      Setting.of("health.scorecard", ConfFolder.NAMES, ConfFolder::checkedName);
  static final Setting<String> SOURCE_PATH =
      Setting.of("source.path", "a folder or a URI, not empty", SettingKeys::notBlank);
  static final Setting<Integer> SOURCE_DELETES_MAX_PERCENT =
      Setting.wholeNumber("source.deletes_max_percent", 0, 100);

  private static final List<Setting<?>> ALL =
      List.of(
          HOME,
          TIME_ZONE,
          CURRENCY,
          CHURN_LABEL,
          CHURN_GAP_DAYS,
          CHURN_MINIMUM_CHURNED,
          CHURN_SHRINKAGE,
          CHURN_MODEL_MINIMUM_CHURNED,
          CHURN_RETRAIN_DAYS,
          BILLING_SMALL_BALANCE,
          RENEWALS_WINDOW_DAYS,
          RETENTION_GROSS_MARGIN,
          SUPPORT_SHARED_TICKETS,
          SUPPORT_PEAK_RATIO,
          SUPPORT_VARIATION,
          SUPPORT_OUT_OF_HOURS_SHARE,
          SUPPORT_BACKLOG_DAYS,
          SUPPORT_STUCK_DAYS,
          SUPPORT_OPENS_AT,
          SUPPORT_CLOSES_AT,
          RENEWALS_URGENT_DAYS,
          RENEWALS_AT_RISK_PROBABILITY,
          RENEWALS_PARENT_HEALTH,
          RENEWALS_ACCOUNT_LINK,
          RENEWALS_PLAYBOOK,
          SPARK_CORES,
          SPARK_SHUFFLE_PARTITIONS,
          SPARK_PARALLEL_STEPS,
          SPARK_UI,
          LOG_LEVEL,
          LOG_FORMAT,
          METRICS_FILE,
          ALERTS_TO,
          ALERTS_WEBHOOK,
          ALERTS_DROP_POINTS,
          ALERTS_EXPECTED_LOSS,
          PUBLISH_GROUP,
          PUBLISH_MODE,
          PRIVACY_HASH_KEY,
          HEALTH_SCORECARD,
          SOURCE_PATH,
          SOURCE_DELETES_MAX_PERCENT);

  private SettingKeys() {}

  /** Every setting of its own, in the order in which they are shown. */
  static List<Setting<?>> all() {
    return ALL;
  }

  /** Every key, in the order in which they are shown. */
  static List<String> keys() {
    return ALL.stream().<String>map(Setting::key).toList();
  }

  /** The setting of a key, which may be one of an open group ({@link HadoopKeys}). */
  static Optional<Setting<?>> ofKey(String key) {
    return HadoopKeys.has(key)
        ? Optional.of(HadoopKeys.setting(key))
        : ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static ChurnLabel churnLabel(String text) {
    return switch (text) {
      case "subscriptions" -> ChurnLabel.SUBSCRIPTIONS;
      case "declared" -> ChurnLabel.DECLARED;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static ParentHealth parentHealth(String text) {
    return ParentHealth.valueOf(capitals(text));
  }

  private static boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static LogLevel logLevel(String text) {
    return LogLevel.valueOf(capitals(text));
  }

  /** Collectors take in files of that ending only. */
  private static Path metricsFile(String text) {
    if (!text.endsWith(".prom")) {
      throw new IllegalArgumentException("another ending");
    }
    return Path.of(text);
  }

  private static AlertSettings.To alertsTo(String text) {
    return AlertSettings.To.valueOf(capitals(text));
  }

  private static SharingSettings.Readers publishMode(String text) {
    return Arrays.stream(SharingSettings.Readers.values())
        .filter(readers -> readers.mode().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("none of them"));
  }

  private static String capitals(String text) {
    if (!text.equals(text.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("in capitals");
    }
    return text.toUpperCase(Locale.ROOT);
  }

  private static BigDecimal amount(String text) {
    BigDecimal amount = new BigDecimal(text);
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("below 0");
    }
    return amount;
  }

  private static double shareAboveZero(String text) {
    double share = aboveZero(text);
    if (share > 1) {
      throw new IllegalArgumentException("above 1");
    }
    return share;
  }

  private static String accountLink(String text) {
    if (!text.startsWith("https://") || !text.contains("{account_id}")) {
      throw new IllegalArgumentException("not a link to an account");
    }
    return text;
  }

  private static double aboveZero(String text) {
    double number = Numbers.decimal(text);
    if (number <= 0) {
      throw new IllegalArgumentException("not above 0");
    }
    return number;
  }
}
