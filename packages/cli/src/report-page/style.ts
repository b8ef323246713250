/** Paper and ink: quiet, the same in both themes, and on paper. Every text keeps a contrast of at least 4.5 to 1. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --ink: #1d1b18; --dim: #5d5850; --line: #e3dfd7; --accent: #1f5c99;
  --draft: #6a655c; --open: #8a5b00; --approved: #0a6570; --done: #2d682f; --aside: #6a655c; --bad: #a52a1e; --good: #2d682f;
  --heat-0: #eef3ee; --heat-1: #f4f1e2; --heat-2: #f8e6c8; --heat-3: #f5d0bb; --heat-4: #efb3a6;
  --sans: ui-sans-serif, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, system-ui, sans-serif;
  --serif: Charter, "Iowan Old Style", "Source Serif 4", "Noto Serif", Georgia, ui-serif, serif;
  --mono: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #191816; --raised: #211f1c; --ink: #ece9e3; --dim: #aba69b; --line: #38352f; --accent: #8fbdf0;
    --draft: #aba69b; --open: #e2b04e; --approved: #6cc7cf; --done: #8ccb8a; --aside: #aba69b; --bad: #f29a8e; --good: #8ccb8a;
    --heat-0: #202a21; --heat-1: #2e2d1d; --heat-2: #43351a; --heat-3: #54301f; --heat-4: #6a2a23;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0 auto; padding: 40px 32px 64px; max-width: 1240px;
  background: var(--paper); color: var(--ink); font: 15px/1.55 var(--sans); overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, dl, figure { margin: 0; padding: 0; }
h1, h2, .answer { font-family: var(--serif); font-weight: 600; text-wrap: balance; }
h1 { font-size: 36px; line-height: 1.15; letter-spacing: -0.01em; }
h2 { font-size: 22px; line-height: 1.3; }
time { white-space: nowrap; }
h3 { font-size: 15px; font-weight: 600; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus, section:focus { outline: none; }
code { font: 12.5px/1.5 var(--mono); }
.dim, .path, .note, .origin, caption, .lead, .more, .about, footer { color: var(--dim); }
.path, .note { display: block; font-size: 13px; }
.bad { color: var(--bad); }
.good { color: var(--good); }
.count { color: var(--dim); font: 400 14px var(--sans); font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; display: inline-block; margin-bottom: 16px; }

header { padding-bottom: 28px; border-bottom: 1px solid var(--line); }
.answer { margin-top: 12px; font-size: 20px; font-weight: 400; line-height: 1.4; max-width: 46em; }
.origin { margin-top: 12px; font-size: 13px; display: flex; flex-wrap: wrap; gap: 4px 20px; }
.frame { display: grid; grid-template-columns: 188px minmax(0, 1fr); gap: 48px; align-items: start; }
aside { position: sticky; top: 0; padding-top: 32px; max-height: 100vh; overflow-y: auto; font-size: 14px; }
nav ul { list-style: none; }
nav a { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; padding: 4px 0; color: var(--ink); text-decoration: none; }
nav a:hover { color: var(--accent); text-decoration: underline; }
form { margin-top: 24px; padding-top: 20px; border-top: 1px solid var(--line); }
form[hidden], [hidden] { display: none !important; }
label { display: block; margin: 8px 0 2px; font-size: 13px; color: var(--dim); }
input, select, form button {
  width: 100%; padding: 6px 8px; font: inherit; color: var(--ink); background: var(--raised);
  border: 1px solid var(--dim); border-radius: 6px;
}
form button { margin-top: 12px; cursor: pointer; }
#filter-said { margin-top: 8px; min-height: 1.5em; font-size: 13px; color: var(--dim); }

main > section { padding-top: 40px; scroll-margin-top: 0; }
main > .summary { padding-top: 32px; }
.lead { margin-top: 2px; font-size: 13px; }
.empty { margin-top: 8px; color: var(--dim); }
.bar { display: block; width: 100%; height: 14px; border-radius: 3px; }
.bar rect { fill: currentColor; }
figcaption { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 10px; font-size: 14px; }
.draft { color: var(--draft); } .open { color: var(--open); } .approved { color: var(--approved); }
.done { color: var(--done); } .aside { color: var(--aside); }
.bar .draft { opacity: 0.55; } .bar .aside { opacity: 0.3; }
.state { white-space: nowrap; font-weight: 500; }
.state span { white-space: normal; }
.state b { color: var(--ink); font-variant-numeric: tabular-nums; }
.mark { width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.tick { stroke: var(--paper); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(112px, 1fr)); gap: 20px 24px; margin-top: 28px; }
.numbers div { display: flex; flex-direction: column; border-top: 1px solid var(--line); padding-top: 8px; }
.numbers dt { order: 1; font-size: 14px; }
.numbers dd { margin: 0; font: 400 28px/1.2 var(--serif); font-variant-numeric: tabular-nums; }
.numbers .about { order: 2; font: 13px/1.4 var(--sans); }

table { width: 100%; margin-top: 4px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding: 0 0 8px; text-align: left; font-size: 13px; }
th, td { padding: 10px 16px 10px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 6px; padding-bottom: 6px; border-top: 0; font-size: 13px; color: var(--dim); white-space: nowrap; }
thead button { margin: -4px 0; padding: 4px 6px; min-height: 26px; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
thead button::after { content: "↕"; }
th[aria-sort] button { color: var(--accent); }
th[aria-sort=ascending] button::after { content: "↑"; }
th[aria-sort=descending] button::after { content: "↓"; }
tbody th { min-width: 11em; }
@media print, (min-width: 721px) {
  td { min-width: 5.5em; }
  .narrow { white-space: nowrap; }
  .wide { width: 32%; }
  #questions .wide { width: 54%; }
  #decisions .wide, #tasks .wide { width: 44%; }
  #stuck td:nth-child(2) { min-width: 10.5em; }
}
tbody tr:hover > * { background: color-mix(in srgb, var(--line) 35%, transparent); }
.command { display: block; margin-top: 4px; }
.command code { color: var(--dim); }
.age { display: block; }
.progress { display: block; width: 120px; height: 6px; margin-top: 6px; border-radius: 3px; }
.progress .rest { fill: var(--line); } .progress .done { fill: var(--done); }
.more { margin-top: 8px; font-size: 13px; }
.nothing > table, .nothing > .heat, .nothing > div, .person.nothing { display: none; }
.nothing::after { content: "Nothing here fits the filter."; color: var(--dim); }
.person.nothing::after { content: none; }

.person { display: grid; grid-template-columns: 11em minmax(0, 1fr); gap: 0 24px; padding: 12px 0; margin-top: 8px; border-top: 1px solid var(--line); }
.person ul { list-style: none; }
.person li + li { margin-top: 12px; }
.heat { margin: 12px 0 28px; }
.heat table { width: auto; }
.heat th, .heat td { border: 0; padding: 6px 12px 6px 0; min-width: 0; }
.heat thead th { color: var(--dim); text-align: center; padding: 0 12px 4px; }
.heat tbody td { width: 104px; padding: 8px; text-align: center; border: 2px solid var(--paper); font-size: 16px; font-weight: 600; }
.heat tbody th { font-size: 13px; color: var(--dim); vertical-align: middle; }
.heat tbody tr:hover > th { background: none; }
.heat td .dim { font-weight: 400; font-size: 14px; color: inherit; }
.heat td.heat-0 { background: var(--heat-0); } .heat td.heat-1 { background: var(--heat-1); } .heat td.heat-2 { background: var(--heat-2); }
.heat td.heat-3 { background: var(--heat-3); } .heat td.heat-4 { background: var(--heat-4); }
footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 13px; }

@media (max-width: 960px) {
  .frame { grid-template-columns: minmax(0, 1fr); gap: 0; }
  aside { position: static; max-height: none; padding-top: 20px; }
  nav ul { display: flex; flex-wrap: wrap; gap: 0 20px; }
  nav a { justify-content: flex-start; padding: 6px 0; text-decoration: underline; }
  form { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 4px 16px; align-items: end; margin-top: 12px; padding-top: 8px; }
  form button { grid-column: 1 / -1; width: auto; justify-self: start; }
  form p { grid-column: 1 / -1; }
}
@media screen and (max-width: 720px) {
  body { padding: 24px 16px 48px; }
  h1 { font-size: 28px; }
  .answer { font-size: 18px; }
  .person { grid-template-columns: minmax(0, 1fr); gap: 8px; }
  main > section > table, main > section > table > tbody, main > section > table > tbody > tr,
  main > section > table > caption, main > section > table > tbody > tr > * { display: block; width: auto; }
  main > section > table > thead { display: none; }
  main > section > table > tbody > tr { padding: 12px 0; border-top: 1px solid var(--line); }
  main > section > table > tbody > tr > * { padding: 2px 0; border: 0; white-space: normal; }
  main > section > table > tbody > tr > td::before { content: attr(data-label); display: block; margin-top: 4px; font-size: 12px; color: var(--dim); }
  .heat tbody td { width: 22vw; }
  .heat thead th { white-space: normal; padding: 0 4px 4px; }
}
@media print {
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  :root { --paper: #ffffff; }
  aside, .skip, thead button { display: none; }
  .frame { display: block; }
  main > section { padding-top: 20pt; }
  h2, caption, thead { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  tr, li, .person, figure, .numbers div { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
