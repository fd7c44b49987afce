package dev.bellwether.report;

/**
 * An account in the mail of a week.
 *
 * @param account what people call it
 * @param health its health in words
 * @param decision by when is decided
 * @param money what is to decide, and what of it is expected to be lost
 * @param reasons why it stands where it stands
 */
public record DigestLine(
    String account, String health, String decision, String money, String reasons) {}
