package dev.clearer.evaluate;

import dev.clearer.report.Html;

/**
 * The frame of a {@link Page}: style sheet, header and footer, in light or dark colours as the
 * system is set.
 */
final class PageFrame {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d2228; --faint: #5b6672; --line: #d9dee4; --paper: #fff;
        --band: #f4f6f8; --accent: #1f6f8b; --loss: #b3402e }
      @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --faint: #9aa6b2; --line: #343c45;
        --paper: #14181c; --band: #1c2228; --accent: #5fb3cf; --loss: #e07a68 } }
      body { font: 14px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem; max-width: 1320px;
        color: var(--ink); background: var(--paper) }
      h1 { font-size: 1.5rem; font-weight: 650; overflow-wrap: anywhere }
      h2 { font-size: 1.2rem; font-weight: 650; margin: 2.5rem 0 .5rem }
      h3 { font-size: 1rem; font-weight: 600; margin: 0 0 .5rem }
      small, figcaption, p, li, caption { color: var(--faint) }
      small { font-weight: 400; margin-left: .5em }
      .wide { overflow-x: auto; margin: 1.5rem 0 }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      caption { text-align: left; padding-bottom: .4rem }
      th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
      th { text-align: left; font-weight: 500 }
      thead th { border-bottom: 2px solid var(--line); font-weight: 600; text-align: right }
      thead th:nth-child(-n+2) { text-align: left }
      tbody tr:hover { background: var(--band) }
      section { border-top: 1px solid var(--line); padding: 1rem 0 }
      .crops { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px }
      .maps { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 12px }
      figure { margin: 0 }
      img { display: block; max-width: 100% }
      .crops img { image-rendering: pixelated; width: 100%; max-width: 256px; height: auto }
      figcaption { max-width: 256px; padding-top: 2px; overflow-wrap: anywhere }
      figcaption span { color: var(--ink); white-space: nowrap }
      .maps figure { width: 240px }
      @media (max-width: 700px) { body { padding: .8rem } .maps figure { width: 45% }
        .crops { grid-template-columns: 1fr 1fr } }
      .maps img { width: 100% }
      .whole { position: relative }
      .box { position: absolute; box-sizing: border-box; border: 2px solid #fff; outline: 1px solid #000 }
      .scale { height: 8px; margin-top: 4px }
      .ticks { display: flex; justify-content: space-between; color: var(--faint); font-size: 12px }
      .gains { width: 100%; height: auto; font-size: 12px }
      .gains line { stroke: var(--line) }
      .gains text { fill: var(--faint); text-anchor: end }
      .sparsification { width: 420px; max-width: 100%; height: auto; font-size: 12px }
      .sparsification line { stroke: var(--line) }
      .sparsification text { fill: var(--faint); text-anchor: end }
      .sparsification polyline { fill: none; stroke: currentColor; stroke-width: 1.5 }
      .sparsification .best { stroke-dasharray: 4 3; opacity: 0.6 }
      .gain { fill: var(--accent) }
      .loss { fill: var(--loss) }
      """;

  private PageFrame() {}

  static String around(String title, CharSequence body) {
    return Html.page(title, STYLE, body);
  }
}
