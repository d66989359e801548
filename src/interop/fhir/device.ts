import type { Device } from 'fhir/r4.js';
import { deviceUid, MANUFACTURER } from '../dicom/common-modules.ts';
import { uidIdentifier } from './concepts.ts';
import type { FhirContext } from './context.ts';

/** The software with its pipeline and the weights of every network, each by its hash. */
export const device = ({ result, id }: FhirContext): Device => {
  const { version, pipeline, pipelineSha256, models } = result.maker;
  return {
    resourceType: 'Device',
    id: id('device'),
    identifier: [uidIdentifier(deviceUid(result))],
    status: 'active',
    manufacturer: MANUFACTURER,
    deviceName: [{ name: `${MANUFACTURER} ${pipeline}`, type: 'model-name' }],
    version: [
      { type: { text: 'software' }, value: version },
      { type: { text: 'pipeline' }, value: `sha256:${pipelineSha256}` },
      ...models.flatMap(({ name, folds }) =>
        folds.map(({ fold, sha256 }) => ({ type: { text: `model ${name} fold ${fold}` }, value: `sha256:${sha256}` })),
      ),
    ],
  };
};
