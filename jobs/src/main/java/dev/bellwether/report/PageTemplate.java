package dev.bellwether.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills templates: the page's with its data, style and script, each allowed by its hash alone. */
final class PageTemplate {
  private static final List<String> SCRIPTS =
      List.of("format.js", "charts.js", "list.js", "drawer.js", "overview.js", "main.js");
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          PageTemplate.class.getClassLoader(),
          "dev.bellwether.report.templates");

  private PageTemplate() {}

  /**
   * The page.
   *
   * @param data its data as JSON
   * @param details a line of JSON for each account, unpacked only when the account is opened
   */
  static String fill(String title, String where, String data, List<String> details) {
    String style = resource("page.css");
    String script = SCRIPTS.stream().map(PageTemplate::resource).collect(Collectors.joining("\n"));
    return fill(
        "page.jte",
        Map.of(
            "title", title,
            "where", where,
            "policy", policy(style, script),
            "style", style,
            "script", script,
            "data", inScript(data),
            "details", PackedLines.of(details)));
  }

  /** Any template; its parameters by name. */
  static String fill(String template, Map<String, Object> parameters) {
    StringOutput html = new StringOutput();
    ENGINE.render(template, parameters, html);
    return html.toString();
  }

  private static String policy(String style, String script) {
    return Stream.of(
            "default-src 'none'",
            "script-src " + hash(script),
            "style-src " + hash(style),
            "base-uri 'none'",
            "form-action 'none'")
        .collect(Collectors.joining("; "));
  }

  /** JSON that no text in it can end the script element of. */
  private static String inScript(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
