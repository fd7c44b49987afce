package dev.bellwether.platform.config;

/**
 * A setting in force and where it came from.
 *
 * @param key the setting's key, such as {@code churn.gap_days}
 * @param shown its value as it may be shown: secrets are masked
 * @param origin {@code default}, a file, {@code environment variable NAME}, {@code --set} or {@code
 *     --home}
 */
public record EffectiveValue(String key, String shown, String origin) {}
