import { extname } from 'node:path';
import { builtInContext } from '../../config/check-files.ts';
import { loadPipeline } from '../../config/check-pipeline.ts';
import { pipelinePath } from '../../config/shipped.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { mermaidText } from '../../graph/mermaid-text.ts';
import { pipelineGraph, withoutImplied } from '../../graph/pipeline-graph.ts';
import type { GraphArguments } from '../commands/graph-command.ts';
import { argumentInvalid } from '../errors.ts';
import { keyValues } from '../options/key-values.ts';
import { writeWarning } from '../terminal/write-warning.ts';

const FORMATS: Readonly<Record<string, 'mermaid' | 'svg'>> = {
  ...{ '.svg': 'svg', '.mmd': 'mermaid', '.mermaid': 'mermaid', '.md': 'mermaid', '.txt': 'mermaid' },
};

/** The format that a file's extension stands for; Mermaid for standard output. */
const formatOf = (out: string | undefined): 'mermaid' | 'svg' => {
  if (out === undefined) return 'mermaid';
  const format = FORMATS[extname(out).toLowerCase()];
  if (format === undefined)
    throw argumentInvalid(
      `--out ${out}: expected a name that ends with .svg, or with .mmd, .md or .txt for Mermaid text; rename it, or add --format`,
    );
  return format;
};

/** Writes a pipeline as a graph. @throws ARGUMENT_INVALID, PIPELINE_UNREADABLE, CONFIGURATION_INVALID, OUTPUT_UNWRITABLE */
export const graphFromCommandLine = async ({ pipeline, set, format, out, all }: GraphArguments): Promise<void> => {
  const wanted = format ?? formatOf(out);
  const context = builtInContext({ studies: 'studies', models: 'models', out: 'out', ...keyValues(set) });
  const checked = await loadPipeline(pipelinePath(pipeline), context);
  for (const one of checked.warnings) writeWarning(one);
  const whole = pipelineGraph(checked.pipeline);
  const graph = all ? whole : withoutImplied(whole);
  const text = wanted === 'svg' ? (await import('../../graph/graph-svg.ts')).graphSvg(graph) : mermaidText(graph);
  if (out === undefined) process.stdout.write(text);
  else await replaceFile(out, [text]);
};
