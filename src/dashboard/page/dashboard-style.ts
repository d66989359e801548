/** Styles of live pages, on top of the common style. */
export const DASHBOARD_STYLE = `
:root{--busy:#155fb8;--busysoft:#dbe8f8;--edge:#b6c0cb;--good:#1c7a4b;--bad:#b3261e;--warn:#8a5a00}
@media (prefers-color-scheme:dark){:root{--busy:#7ab8ff;--busysoft:#1c3350;--edge:#46515d;--good:#68c796;--bad:#ff9186;--warn:#f2b866}}
body{min-height:100vh}main{max-width:1760px}.top{max-width:1760px;align-items:center}footer{max-width:1760px}
.pill{display:inline-flex;gap:7px;align-items:center;border:1px solid var(--line);border-radius:99px;padding:3px 12px;font-weight:600;font-size:13px;background:var(--card)}
.pill::before{content:"";width:9px;height:9px;border-radius:50%;background:var(--muted)}
.pill.running::before{background:var(--good)}.pill.ended::before{border-radius:2px;background:var(--good)}
.pill.failed,.pill.away{color:var(--bad)}.pill.failed::before,.pill.away::before{background:var(--bad);clip-path:polygon(50% 0,100% 100%,0 100%)}
.top .right{margin-left:auto;display:flex;gap:10px;align-items:center;color:var(--muted)}
button{font:600 13px/1.2 inherit;font-family:inherit;padding:5px 12px;border-radius:6px;border:1px solid var(--line);background:var(--card);color:var(--ink);cursor:pointer}
button:disabled{opacity:.5;cursor:default}button:hover:enabled{background:var(--chosen)}button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--card)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:14px;margin:0 0 14px;padding:0;border:0;background:none}
.tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px 12px;min-height:104px;display:flex;flex-direction:column}
.tile h2{font-size:12px;font-weight:600;color:var(--muted)}
.tile .value{font-size:26px;font-weight:650;line-height:1.25;margin:0;white-space:nowrap}
.tile .value small{font-size:14px;font-weight:400;color:var(--muted)}
.tile .under{margin:0;color:var(--muted);font-size:12px}
.meter{height:6px;border-radius:3px;background:var(--line);margin-top:auto;overflow:hidden}
.meter i{display:block;height:100%;width:0;background:var(--accent);border-radius:3px}
.meter.full i{background:repeating-linear-gradient(135deg,var(--warn) 0 6px,transparent 6px 9px)}
.spark{display:block;width:100%;height:30px;margin-top:auto;overflow:visible}
.spark path{fill:none;stroke:var(--accent);stroke-width:1.6;vector-effect:non-scaling-stroke}.spark .area{fill:var(--busysoft);stroke:none}
.bad .value{color:var(--bad)}
.columns{display:grid;grid-template-columns:minmax(0,1.95fr) minmax(330px,1fr);gap:14px;align-items:start}
@media (max-width:1000px){.columns{grid-template-columns:minmax(0,1fr)}}
.columns section{margin-bottom:14px}
section>header{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;margin-bottom:8px}
section>header p{margin:0;color:var(--muted);font-size:12px}
.scroll{overflow-x:auto;margin:0 -6px}
.graph{display:block;width:100%;height:auto;min-width:620px;font-family:inherit}
.node{cursor:default;outline:none}.node .box{fill:var(--card);stroke:var(--line);stroke-width:1.2}
.node.source .box{fill:var(--bg)}.node.output .box{fill:var(--bg)}
.node.busy .box{stroke:var(--busy);stroke-width:1.8}
.node.slowest .box{stroke:var(--ink);stroke-width:2.4}
.node.waits .box{stroke:var(--warn);stroke-width:2;stroke-dasharray:6 4}
.node:focus-visible .ring,.node.chosen .ring{stroke:var(--accent);stroke-width:3}
.ring{fill:none;stroke:none}
.node text{fill:var(--muted);font-size:12px}.node .name{fill:var(--ink);font-size:14px;font-weight:600}
.node .figures{fill:var(--ink);font-size:12px}.node.slowest .figures{font-weight:650}
.node .track{fill:var(--line)}.node .share{fill:var(--busy)}
.node .badge rect{fill:var(--busy)}.node .badge text{fill:var(--card);font-weight:700;font-size:12px}
.edge{fill:none;stroke:var(--edge);stroke-width:1.4}.edge.busy{stroke:var(--busy)}
.tip{fill:var(--edge)}.tip.busy{fill:var(--busy)}
.carried rect{fill:var(--card);stroke:var(--busy);stroke-width:1.2}.carried text{fill:var(--busy);font-size:12px;font-weight:700}
[hidden]{display:none!important}
.detail{min-height:40px;margin:6px 0 0;padding:8px 12px;border-radius:6px;background:var(--bg);font-size:13px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;color:var(--muted);font-size:12px;margin:8px 0 0;padding:0;list-style:none}
.legend b{color:var(--ink);font-weight:600}
.list{list-style:none;margin:0;padding:0;max-height:420px;overflow-y:auto;overscroll-behavior:contain}
.list li{padding:7px 2px;border-bottom:1px solid var(--line);font-size:13px;overflow-wrap:anywhere}.list li:last-child{border-bottom:0}
.kind{display:inline-block;font-size:11px;font-weight:700;border-radius:3px;padding:0 6px;margin-right:6px;border:1px solid currentColor}
.kind.failure{color:var(--card);background:var(--bad);border-color:var(--bad)}.kind.warning{color:var(--warn)}.kind.notice{color:var(--muted)}
.list .where{color:var(--muted);font-size:12px}.list code{font-size:11px;color:var(--muted)}
.filters{display:flex;gap:6px;margin-left:auto}.filters button{padding:2px 10px;font-size:12px}
.codes{display:flex;flex-wrap:wrap;gap:4px 8px;margin:0 0 6px;padding:0;list-style:none;font-size:12px}
.codes li{border:1px solid var(--line);border-radius:99px;padding:1px 9px}
.work td:first-child{overflow-wrap:anywhere}.work .meter{margin:3px 0 0;min-width:70px}.work td{font-size:13px}
details summary{cursor:pointer;font-weight:600;font-size:15px;padding:2px 0}
.keys{color:var(--muted);font-size:12px;margin:0}
.notice{border-left:6px solid var(--bad)}
@media (max-width:620px){main,.top,footer{padding-left:10px;padding-right:10px}.tile .value{font-size:22px}}
@media (prefers-reduced-motion:no-preference){.meter i,.node .share{transition:width .5s}}
@media print{.scroll,.list{overflow:visible;max-height:none}button,.keys{display:none}}
`;
