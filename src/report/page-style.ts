/** Common style of all pages: light and dark by the reader's preference, for screen and print. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#14181d;--muted:#586370;--line:#dde2e8;--accent:#155fb8;--chosen:#e8f0fb;
--s0:#b4c6bf;--s1:#e9a43c;--s2:#c7362b;--t0:#4c5a55;--t1:#7f5200;--t2:#ad2219}
@media (prefers-color-scheme:dark){:root{--bg:#0e1114;--card:#171b20;--ink:#e7eaed;--muted:#9aa5b0;--line:#2b323a;--accent:#7ab8ff;--chosen:#1c2b3d;
--s0:#4b605a;--s1:#dc9a33;--s2:#e2574c;--t0:#a9b8b2;--t1:#f2b866;--t2:#ff9186}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1560px;margin:0 auto;padding:0 20px 32px}
h1{font-size:20px;margin:0}h2{font-size:15px;margin:0}h3{font-size:14px;margin:0}h4{font-size:12px;margin:0;font-weight:600}
a{color:var(--accent)}
code{font:12px/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.top{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;max-width:1560px;margin:0 auto;padding:14px 20px 10px}
.top p{margin:0;color:var(--muted)}.top .back{margin-left:auto}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;margin:0 0 14px}
section section{margin:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:5px 8px;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--muted);font-weight:600;font-size:12px}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap}
.wide{overflow-x:auto}table.compact{width:auto}.compact td,.compact th{padding:3px 18px 3px 8px;white-space:nowrap}
.none,.hint{color:var(--muted);margin:4px 0}span.hint{margin:0}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:0}
.s0{background:var(--s0)}.s1{background:var(--s1)}.s2{background:var(--s2)}.t0{color:var(--t0)}.t1{color:var(--t1)}.t2{color:var(--t2)}
kbd{font:11px/1 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;border:1px solid var(--line);border-bottom-width:2px;border-radius:3px;padding:1px 4px;background:var(--bg);color:var(--ink)}
footer{max-width:1560px;margin:0 auto;padding:0 20px 24px;color:var(--muted);font-size:12px}
@media print{
:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#bbb;--accent:#000;--chosen:#fff;--s0:#c9d6d1;--s1:#e9a43c;--s2:#c7362b;--t0:#333;--t1:#6b4400;--t2:#99120a}
@page{size:A4;margin:11mm}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:9.5pt}
main,.top,footer{padding-left:0;padding-right:0;max-width:none}
section{border:0;padding:0;border-radius:0;margin-bottom:5mm}
tr,figure,.failure{break-inside:avoid}h2,h3{break-after:avoid}
.back{display:none}
.wide{overflow:visible}.compact td,.compact th{white-space:normal}th,td{padding:2px 5px}}
`;
