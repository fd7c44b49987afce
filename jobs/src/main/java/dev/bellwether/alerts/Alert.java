package dev.bellwether.alerts;

import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.json.Json;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something of a night that somebody should know at once.
 *
 * @param night the as-of date
 * @param reason what kind of thing it is
 * @param accountId the account that it is about; empty when it is about the whole night
 * @param accountName what people call the account, if it has a name
 * @param owner its CSM, if it has one
 * @param text it in a sentence
 */
public record Alert(
    LocalDate night,
    Reason reason,
    String accountId,
    Optional<String> accountName,
    Optional<String> owner,
    String text) {
  private static final int KEY_LENGTH = 32;

  /** The kinds of things that are told. */
  public enum Reason {
    /** An account is red and was not on the night published before. */
    NEW_RED,
    /** The health of an account fell far since the night published before. */
    LARGE_DROP,
    /** An account has given notice since then. */
    NOTICE_GIVEN,
    /** The expected loss of an account has risen over the bound since then. */
    HIGH_EXPECTED_LOSS,
    /** A feed is late. */
    DATA_STALE,
    /** The night could not be computed or published. */
    RUN_FAILED;

    /** Its name in messages and files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is about a whole night. */
  public static Alert ofNight(LocalDate night, Reason reason, String text) {
    return new Alert(night, reason, "", Optional.empty(), Optional.empty(), text);
  }

  /** The same for the same night, reason and account, whatever the text: receivers tell by it. */
  public String key() {
    return Sha256.of(night + "\n" + reason.word() + "\n" + accountId).substring(0, KEY_LENGTH);
  }

  /** It as a JSON object in one line; what is not known has no field. */
  public String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key());
    fields.put("night", night);
    fields.put("reason", reason.word());
    if (!accountId.isEmpty()) {
      fields.put("account_id", accountId);
    }
    accountName.ifPresent(name -> fields.put("account_name", name));
    owner.ifPresent(name -> fields.put("owner", name));
    fields.put("text", text);
    return Json.line(fields);
  }
}
