/** Styles of an evaluation, in addition to the common ones. */
export const EVALUATION_STYLE = `
main{max-width:1180px}.top,footer{max-width:1180px}
h2{margin:0 0 6px}h3{margin:10px 0 4px}section p{margin:4px 0 8px;max-width:75ch}
.pair{display:flex;flex-wrap:wrap;gap:8px 32px;align-items:flex-start}
.pair figure{flex:0 1 480px}.pair>div{flex:1 1 340px;min-width:0}
figure{margin:8px 0;max-width:100%;overflow-x:auto}figure svg{display:block;max-width:100%;height:auto}
figcaption{color:var(--muted);font-size:12px;max-width:75ch}
.big{font-size:28px;font-weight:600;margin:0}.big small{font-size:14px;font-weight:400;color:var(--muted)}
.notice{border-color:var(--s1);border-left-width:5px}.notice ul{margin:4px 0;padding-left:20px}
.wide .compact td,.wide .compact th{padding-right:10px}
.best{font-weight:600}
@media print{figure{overflow:visible}}
`;
