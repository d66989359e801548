/** Styles of a study's page, on top of the common style. Shows all slices without scripts; prints one per view. */
export const STUDY_STYLE = `
.failure{border-color:var(--s2);border-left-width:6px}.failure p{margin:6px 0 0}
.notice{border-left:6px solid var(--s1)}.failure+.notice{display:none}
.count{font-weight:400;color:var(--muted)}
.grades header{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline;margin-bottom:4px}
.legend{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;margin:0;color:var(--muted);font-size:12px}
.legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:5px;vertical-align:-1px}
.legend .truth{position:static;background:none}
.grades table{table-layout:fixed;min-width:860px}
.grades th:first-child{width:19.5%;font-weight:600;font-size:12.5px}
.grades thead th:not(:first-child){padding-left:14px}.grades tbody th{vertical-align:middle}
.grades td{padding:1px 3px}
.grade{display:block;padding:3px 8px 2px;border-radius:5px;color:inherit;text-decoration:none;border:1px solid transparent}
.grade:hover{background:var(--chosen)}
.grade.chosen{background:var(--chosen);border-color:var(--accent)}
.bar{display:flex;height:11px;border-radius:3px;position:relative;margin-bottom:4px;background:var(--line)}
.bar>i:first-child{border-radius:3px 0 0 3px}.bar>i:nth-child(3){border-radius:0 3px 3px 0}
i.truth{position:absolute;top:8px;width:0;height:0;border:5px solid transparent;border-top:0;border-bottom:7px solid var(--ink);transform:translateX(-5px)}
.legend i.truth{transform:none;border-radius:0;margin-right:5px;width:0;height:0}
.words{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 6px;font-size:12px;line-height:1.3}
.words b{white-space:nowrap}.all{color:var(--muted);white-space:nowrap;font-size:11.5px}
.told{display:block;font-size:11px;line-height:1.3;color:var(--t2);font-weight:600}
.grade.unseen{border:1px dashed var(--muted);background:repeating-linear-gradient(135deg,transparent 0 6px,var(--line) 6px 7px);min-height:34px}
.grade.unseen b,.grade.unseen .why,.grade.unseen .told{background:var(--card);box-shadow:0 0 0 2px var(--card)}.grade.unseen .why{display:block;width:fit-content;font-size:11px;line-height:1.3;color:var(--muted);margin-top:3px}
.grade.remarked{border-style:dashed;border-color:var(--t1)}.grade.remarked.chosen{border-style:solid}
.remark{display:block;font-size:11px;line-height:1.3;color:var(--t1);font-weight:600}
.grade.referred{outline:2px solid var(--ink);outline-offset:-1px}
.grade.referred:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.refer{display:block;width:fit-content;font-size:11px;line-height:1.3;font-weight:700;background:var(--ink);color:var(--card);border-radius:3px;padding:0 5px;margin-top:2px}
.legend.basis{flex-basis:100%}
.ungraded{color:var(--muted);padding:6px 12px}
.tools{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:center;margin-bottom:8px}
.toggle{display:inline-flex;gap:6px;align-items:center;cursor:pointer}
.toggle input{accent-color:var(--accent);width:15px;height:15px;margin:0}
.keys{margin:0 0 0 auto;color:var(--muted);font-size:12px}
.panels{display:grid;gap:14px;align-items:start}
.js .panels{grid-template-columns:repeat(auto-fit,minmax(300px,1fr))}
.panel{padding:8px;border-radius:8px}
.panel.active{border-color:var(--accent)}
.panel header{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;min-height:28px;margin-bottom:6px}
.tabs{display:flex;gap:4px;margin-left:auto}
.tabs button{font:600 12px/1 inherit;font-family:inherit;padding:5px 8px;border-radius:5px;border:1px solid var(--line);background:var(--bg);color:var(--ink);cursor:pointer}
.tabs button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--card)}
.view{margin-bottom:10px}.js .view{margin:0}.view h4{margin-bottom:4px}.series{font-weight:400;color:var(--muted)}
.view .none{padding:24px 12px;text-align:center;border:1px dashed var(--line);border-radius:6px}
.slices{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,230px),1fr));gap:8px}
.slice{margin:0}
.frame{position:relative;aspect-ratio:var(--ratio);background:#000;border-radius:5px;overflow:hidden}
.frame img,.over{position:absolute;inset:0;width:100%;height:100%;display:block}
.frame img{filter:var(--window,none)}.js .frame{cursor:crosshair;touch-action:pan-y pinch-zoom}body:has(#toggle-window:checked) .frame{touch-action:none}
.window{font-size:12px;color:var(--muted);white-space:nowrap}.touch,.window-hint{display:none}.js .window-hint{display:block;font-size:12px;margin:8px 0 0}
@media (any-pointer:coarse){.js .touch{display:inline-flex}}
.edge{position:absolute;color:#fff;font:600 12px/1 system-ui,sans-serif;text-shadow:0 0 3px #000,0 0 3px #000;opacity:.85}
.edge.left{left:6px;top:50%}.edge.right{right:6px;top:50%}.edge.top{top:6px;left:50%}.edge.bottom{bottom:6px;left:50%}
figcaption{font-size:12px;color:var(--muted);padding:3px 0 0}
.defs{position:absolute}
.point circle{fill:none;stroke:var(--c);stroke-width:2px;vector-effect:non-scaling-stroke}
.point text,.cut text{fill:var(--c);stroke:#000;stroke-width:.8px;paint-order:stroke;font-family:system-ui,sans-serif;font-weight:600}
.box{fill:none;stroke:var(--c);stroke-width:1px;opacity:.45;vector-effect:non-scaling-stroke}
.cut,.cut line{stroke:#fff;stroke-width:1px;opacity:.22;vector-effect:non-scaling-stroke}
.cut.chosen{opacity:1}.cut.chosen line{stroke:var(--c);opacity:.8;stroke-dasharray:5 4}
.point.sel circle{fill:var(--c)}.box.sel{opacity:1;stroke-width:2px}.cut.sel line{opacity:1;stroke-width:2px;stroke-dasharray:none}
.heat{display:none}
body:has(#toggle-heat:checked) .heat{display:inline}
body:has(#toggle-marks:not(:checked)) .marks{display:none}
.slider,.tabs,.keys{display:none}
.js .keys{display:block}.js .tabs{display:flex}
.js .slider{display:flex;gap:8px;align-items:center}
.slider input{flex:1;min-width:0;accent-color:var(--accent);margin:4px 0}
.slider output{font-size:12px;color:var(--muted);white-space:nowrap}
.js .view:not(.current),.js .slice:not(.current){display:none}
.js .slices{display:block}.js figcaption{display:none}
.provenance h3{margin:12px 0 2px}.fold{white-space:nowrap;margin-right:8px}
@media (max-width:620px){main,.top,footer{padding-left:10px;padding-right:10px}.keys{display:none!important}}
@media print{
.data{display:none}
.frame img{filter:none}.window,.js .window-hint{display:none}
.view,.slice.key,figcaption{display:block!important}
.slice:not(.key),.tools,.tabs,.slider{display:none!important}
.panels,.js .panels{display:grid;grid-template-columns:1fr 2fr;gap:3mm;break-inside:avoid}
.panel{padding:0;border:0;margin:0;display:grid;grid-template-columns:1fr;gap:1mm 3mm;break-inside:avoid}
.panel header{grid-column:1/-1;min-height:0;margin:0}
#panel-foraminal{grid-template-columns:1fr 1fr}#panel-subarticular{grid-column:1/-1;grid-template-columns:repeat(5,1fr)}
.view{break-inside:avoid;margin:0}.slices{display:block}figcaption{font-size:7.5pt}
.edge{font-size:6.5pt}.edge.left,.edge.right{display:none}.point text,.cut text{stroke-width:.3px}
.viewer,.grades{break-inside:avoid}
.grade,.grade.chosen{padding:1px 2px;border:0;background:none}.grades table{min-width:0}.grades th:first-child{width:17%;font-size:8pt}
.words{display:block;font-size:7pt}.all{display:block;font-size:7pt}.told{font-size:7.5pt}
.warnings td,.provenance td{font-size:8pt}}
`;
