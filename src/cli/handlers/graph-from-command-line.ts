import { builtInContext } from '../../config/check-files.ts';
import { loadPipeline } from '../../config/check-pipeline.ts';
import { pipelinePath } from '../../config/shipped.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { mermaidText } from '../../graph/mermaid-text.ts';
import { pipelineGraph, withoutImplied } from '../../graph/pipeline-graph.ts';
import { keyValues } from '../options/key-values.ts';
import { writeWarning } from '../terminal/write-warning.ts';

export interface GraphArguments {
  readonly pipeline: string;
  readonly set: readonly string[];
  /** Default: by the file's extension, otherwise `mermaid`. */
  readonly format?: 'mermaid' | 'svg' | undefined;
  readonly out?: string | undefined;
  readonly all: boolean;
}

/** Writes a pipeline as a graph. @throws PIPELINE_UNREADABLE, CONFIGURATION_INVALID, OUTPUT_UNWRITABLE */
export const graphFromCommandLine = async ({ pipeline, set, format, out, all }: GraphArguments): Promise<void> => {
  const context = builtInContext({ studies: 'studies', models: 'models', out: 'out', ...keyValues(set) });
  const checked = await loadPipeline(pipelinePath(pipeline), context);
  for (const one of checked.warnings) writeWarning(one);
  const whole = pipelineGraph(checked.pipeline);
  const graph = all ? whole : withoutImplied(whole);
  const wanted = format ?? (out?.toLowerCase().endsWith('.svg') ? 'svg' : 'mermaid');
  const text = wanted === 'svg' ? (await import('../../graph/graph-svg.ts')).graphSvg(graph) : mermaidText(graph);
  if (out === undefined) process.stdout.write(text);
  else await replaceFile(out, [text]);
};
