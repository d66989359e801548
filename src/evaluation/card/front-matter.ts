import type { CardFacts } from './card-facts.ts';

const TAGS = ['medical', 'mri', 'lumbar-spine', 'radiology', 'research-only', 'spinestream'];

/** Results as the Hugging Face Hub lists them. */
const modelIndex = ({ model, evaluation }: CardFacts): readonly object[] => {
  const grades = evaluation?.grades;
  const score = grades?.scores.leftOut.score;
  const metrics = [
    ...(score === undefined ? [] : [{ name: 'Weighted log loss', type: 'weighted_log_loss', value: score.value }]),
    ...(grades?.metrics ?? []).flatMap(({ name, title, estimate }) =>
      estimate === undefined ? [] : [{ name: title, type: name, value: estimate.value }],
    ),
  ];
  if (metrics.length === 0) return [];
  const dataset = { name: `${grades?.studies} studies`, type: 'lumbar-spine-mri' };
  return [{ name: model.name, results: [{ task: { type: 'image-classification' }, dataset, metrics }] }];
};

/** YAML front matter of a model card on the Hugging Face Hub; without a licence, none is stated. */
export const frontMatter = async (facts: CardFacts): Promise<string> => {
  const { stringify } = await import('yaml');
  const { license } = facts.statements;
  const index = modelIndex(facts);
  const entries = {
    ...(license !== undefined && { license }),
    library_name: 'spinestream',
    pipeline_tag: facts.model.architecture.kind === 'keypoints' ? 'keypoint-detection' : 'image-classification',
    tags: TAGS,
    ...(index.length > 0 && { 'model-index': index }),
  };
  return `---\n${stringify(entries)}---\n`;
};
