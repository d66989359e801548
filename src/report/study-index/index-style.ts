/** Styles of the index, on top of the common style. */
export const INDEX_STYLE = `
.tools{display:none;flex-wrap:wrap;gap:6px 18px;align-items:center;margin-bottom:8px}.js .tools{display:flex}
.tools p{margin:0;color:var(--muted);font-size:12px}#shown{margin-left:auto}
#pager{display:none;gap:10px;align-items:center;font-size:12px;color:var(--muted)}.js #pager{display:flex}
input,select{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--line);border-radius:5px;padding:4px 8px}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;margin:0 0 8px;color:var(--muted);font-size:12px}.legend .q{margin-right:5px}
.q{display:inline-block;width:13px;height:13px;border-radius:3px;vertical-align:-2px}.sx{background:none;border:1px dashed var(--line)}
.su{background:linear-gradient(135deg,transparent 45%,var(--muted) 45% 55%,transparent 55%);border:1px solid var(--muted)}
.sd{background-image:radial-gradient(circle,var(--card) 0 2.6px,var(--ink) 2.7px 3.8px,transparent 3.9px)}
.strip{display:inline-flex;gap:2px}
thead th{position:sticky;top:0;background:var(--card);vertical-align:bottom}
thead button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:left}
thead button::after{content:" \\2195";opacity:.5}th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
tbody th{font-weight:600;white-space:nowrap}
tbody tr:hover,tbody tr:focus-within{background:var(--chosen)}
.fine{color:var(--muted)}.warned{color:var(--t1)}.failed{color:var(--t2);font-weight:600}
td,tbody th{vertical-align:middle}td:last-child{white-space:nowrap}
@media print{.js .tools{display:none}thead th{position:static}thead button::after{content:""!important}}
`;
