package dev.bellwether.tools.backtest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The look of a backtest's page: quiet, one accent, light and dark, nothing loaded. */
final class PageStyle {
  static final String CSS =
      """
      :root{--ink:#1c1c1e;--quiet:#5c5c63;--rule:#dcdce0;--paper:#fff;--accent:#0b5cad;--warn:#8a4b00;--low:#2f6fb5;--high:#b4530a}
      @media (prefers-color-scheme:dark){:root{--ink:#ececee;--quiet:#a5a5ad;--rule:#3a3a40;--paper:#17171a;--accent:#6fb1f2;--warn:#f0b265;--low:#7db4ea;--high:#eb9a55}}
      body{font:15px/1.55 system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;padding:0 1.25rem;color:var(--ink);background:var(--paper)}
      h1{font-size:1.7rem;line-height:1.25;font-weight:600;margin:.2rem 0 .8rem;max-width:44rem}
      h2{font-size:1.1rem;font-weight:600;margin:2.6rem 0 .4rem;padding-top:.8rem;border-top:1px solid var(--rule)}
      p{max-width:44rem;margin:.4rem 0}.quiet,figcaption,summary{color:var(--quiet)}
      .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1rem 2rem;margin:1.4rem 0}.figures b{display:block;font-size:1.9rem;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
      .figures span{color:var(--quiet)}
      .warning{border-left:3px solid var(--warn);padding-left:.8rem}.warning b{color:var(--warn)}
      .scroll{overflow-x:auto}table{border-collapse:collapse;margin:.8rem 0;font-size:.87rem;font-variant-numeric:tabular-nums}td{white-space:nowrap}
      th,td{padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top}th{font-weight:500;color:var(--quiet)}
      th:first-child,td:first-child,.text{text-align:left}td.text{white-space:normal}.champion td{font-weight:600}
      .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1.5rem}figure{margin:.6rem 0}figcaption{max-width:26rem}
      svg{width:100%;height:auto;display:block}svg text{font:12px system-ui,sans-serif;fill:var(--quiet)}svg .name{fill:var(--ink)}
      .axis{stroke:var(--rule)}.frame{fill:none;stroke:var(--rule)}.ideal{fill:none;stroke:var(--quiet);stroke-dasharray:4 4}.curve{fill:none;stroke:var(--accent);stroke-width:2}
      .dot{fill:var(--accent)}.interval{stroke:var(--accent)}.mark{stroke:var(--accent);stroke-dasharray:2 3}
      .l0,.l1,.l2,.l3,.ln{fill-opacity:.5}.l0{fill:var(--low)}.l1{fill:var(--low);fill-opacity:.3}.l2{fill:var(--high);fill-opacity:.3}.l3{fill:var(--high)}.ln{fill:var(--quiet)}
      """;

  private PageStyle() {}

  /** What a content security policy names it by. */
  static String hash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(CSS.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
