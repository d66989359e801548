import type { Report } from '../../config/check-document.ts';
import { isRecord } from '../../domain/is-record.ts';
import type { ExperimentFrame } from './experiment-schema.ts';

/** Mixes samples, whatever they are; the other augmentations change images. */
const AUGMENTS_LOGITS = ['mixup'];

/**
 * Refuses what only networks that see images have: it would be ignored.
 * @param written  the file, since the schema adds the defaults of augmentations
 */
export const checkLevel2 = ({ model, steps }: ExperimentFrame, written: unknown, report: Report): void => {
  const refuse = (path: readonly (string | number)[], message: string): void =>
    report('error', 'OPTION_INVALID', path, message, true);
  if (model.resolutionPx !== undefined)
    refuse(['model', 'resolutionPx'], 'model: a level-2 network sees no images; remove "resolutionPx"');
  if (model.pretrained !== undefined && model.pretrained !== 'none')
    refuse(['model', 'pretrained'], 'model: a level-2 network has no backbone; remove "pretrained"');
  if (steps.length > 0) refuse(['steps'], 'steps: a level-2 network learns from the logits of a run; remove the steps');
  const augmentation = isRecord(written) && isRecord(written.augmentation) ? Object.keys(written.augmentation) : [];
  for (const name of augmentation.filter((one) => !AUGMENTS_LOGITS.includes(one)))
    refuse(
      ['augmentation', name],
      `augmentation: "${name}" changes images, and a level-2 network sees logits; remove it`,
    );
};
