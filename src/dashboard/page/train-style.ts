/** Styles of the page of a training, on top of those of live pages. Curves differ in dashes and marks, not only in colour. */
export const TRAIN_STYLE = `
.chart{display:block;width:100%;height:auto}
.chart text{fill:var(--muted);font-size:12px;font-family:inherit}.chart .axis,.chart .grid,.chart .chosen{fill:none}.chart .axis{stroke:var(--edge);stroke-width:1}.chart .grid{stroke:var(--line);stroke-width:1}
.train{fill:none;stroke:var(--busy);stroke-width:2}circle.train{fill:var(--busy)}
.validation{fill:none;stroke:var(--warn);stroke-width:2;stroke-dasharray:7 4}.validation.mark{fill:var(--warn);stroke:none}
.steps{fill:none;stroke:var(--edge);stroke-width:1}
.chart .chosen{stroke:var(--accent);stroke-width:2;stroke-dasharray:2 3}.chart .best{fill:var(--ink);font-size:15px}
.frame{position:relative;aspect-ratio:var(--ratio,1);background:#000;border-radius:5px;overflow:hidden;max-width:420px}
.frame img,.frame svg{position:absolute;inset:0;width:100%;height:100%;display:block}#heat{image-rendering:auto}
#points circle,#points path{fill:none;stroke:#fff;stroke-width:2px;vector-effect:non-scaling-stroke}
`;
