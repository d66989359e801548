/** Styles of pages that compare two runs, on top of the common style. Differences have a sign and a frame, not only a colour. */
export const COMPARISON_STYLE = `
.runs{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:6px 24px;margin:0}
.runs dt{font-weight:600}.runs dd{margin:0;color:var(--muted)}
td,tbody th{vertical-align:middle}tbody th{font-weight:600;white-space:nowrap}
tr.differs{background:var(--chosen)}tr.differs>:first-child{border-left:4px solid var(--ink)}tr>:first-child{border-left:4px solid transparent}
.sign{font-weight:700;white-space:nowrap}.muted{color:var(--muted)}
.bar{display:flex;width:120px;height:9px;border-radius:3px;overflow:hidden;background:var(--line)}.bar i{display:block;height:100%}
.side b{display:block;white-space:nowrap}.side small{display:block;color:var(--muted)}
.unseen{border:1px dashed var(--muted);border-radius:4px;padding:2px 6px;width:fit-content}
.refer{font-weight:700}
.pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:14px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px;margin:0}.pair h3{grid-column:1/-1}
.pair figure{margin:0}.frame{position:relative;aspect-ratio:var(--ratio);background:#000;border-radius:5px;overflow:hidden}
.frame img,.over{position:absolute;inset:0;width:100%;height:100%;display:block}
.pair .none{border:1px dashed var(--line);border-radius:5px;padding:24px 8px;text-align:center}
figcaption{font-size:12px;color:var(--muted)}
.point circle{fill:none;stroke:var(--c);stroke-width:2px;vector-effect:non-scaling-stroke}
.point text,.cut text{fill:var(--c);stroke:#000;stroke-width:.8px;paint-order:stroke;font-family:system-ui,sans-serif;font-weight:600}
.box{fill:none;stroke:var(--c);stroke-width:1px;opacity:.45;vector-effect:non-scaling-stroke}
.cut,.cut line{stroke:#fff;stroke-width:1px;opacity:.22;vector-effect:non-scaling-stroke}
body:has(#only-differences:checked) tr.same{display:none}
@media print{.toggle{display:none}tr.differs{background:none}}
`;
