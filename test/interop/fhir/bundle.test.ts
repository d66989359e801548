import { expect } from 'chai';
import type { Bundle, DiagnosticReport, Observation } from 'fhir/r4.js';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { ALL_CODES, RFC5646 } from '../../../src/interop/codes/index.ts';
import { fhirBundle } from '../../../src/interop/fhir/bundle.ts';
import { systemOf } from '../../../src/interop/fhir/concepts.ts';
import { locationResults, severityOf } from '../../../src/interop/location-result.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { fhirErrors } from '../../support/fhir-schema.ts';
import { exampleResult, sourceImage } from '../example-result.ts';

/** What a receiver gets: JSON, without what is undefined. */
const received = (seed: number, source?: Uint8Array<ArrayBuffer>): Bundle =>
  JSON.parse(JSON.stringify(fhirBundle(exampleResult(seed, source))));

const isObservation = (resource: { resourceType: string } | undefined): resource is Observation =>
  resource?.resourceType === 'Observation';
const isReport = (resource: { resourceType: string } | undefined): resource is DiagnosticReport =>
  resource?.resourceType === 'DiagnosticReport';

const resourcesOf = (bundle: Bundle) => (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
const observationsOf = (bundle: Bundle) => resourcesOf(bundle).filter(isObservation);

const referencesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'reference' in value && typeof value.reference === 'string' ? [value.reference] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
};

describe('fhirBundle', function () {
  this.timeout(120_000);

  it('fits the JSON schema of FHIR R4, for any result', () => {
    for (let seed = 0; seed < 50; seed++) expect(fhirErrors(received(seed)), `seed ${seed}`).to.deep.equal([]);
    const bare = dicomFixture({ set: { '0020000D': ['UI', '2.25.5'], '00100020': undefined } });
    expect(fhirErrors(received(1, bare))).to.deep.equal([]);
  });

  it('would be refused by the schema with an unknown element or without a code', () => {
    const [first] = observationsOf(received(1));
    expect(fhirErrors({ ...first, verdict: 'x' })).to.not.deep.equal([]);
    expect(fhirErrors({ ...first, code: undefined })).to.not.deep.equal([]);
  });

  it('has an observation for each location, and one report that lists them', () => {
    const bundle = received(2);
    const [report, ...others] = resourcesOf(bundle).filter(isReport);
    expect(others).to.have.length(0);
    const observations = observationsOf(bundle);
    expect(observations).to.have.length(LOCATIONS.length);
    expect(report?.result?.map(({ reference }) => reference)).to.deep.equal(
      observations.map(({ id }) => `urn:uuid:${id}`),
    );
  });

  it('points at nothing but its own entries', () => {
    const bundle = received(3);
    const urls = (bundle.entry ?? []).map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).to.equal(urls.length);
    for (const reference of referencesIn(bundle)) expect(urls).to.include(reference);
  });

  it('gives probabilities and severity of what was seen, and why there are none of what was not', () => {
    for (let seed = 0; seed < 10; seed++) {
      const locations = locationResults(exampleResult(seed));
      observationsOf(received(seed)).forEach((observation, index) => {
        const location = locations[index]!;
        const values = (observation.component ?? []).map(({ valueQuantity }) => valueQuantity?.value);
        expect(values).to.deep.equal(location.probabilities ?? []);
        const severity = severityOf(location);
        const code = observation.valueCodeableConcept?.coding?.[0]?.code;
        expect(code).to.equal(severity === undefined ? undefined : ['NORMAL_MILD', '6736007', '24484000'][severity]);
        const absent = observation.dataAbsentReason?.coding?.map((one) => one.code);
        expect(absent).to.deep.equal(severity === undefined ? ['not-performed', ...location.basis.reasons] : undefined);
      });
    }
  });

  it('tells observations of doubtful places and of parts', () => {
    const codes = (seed: number) =>
      observationsOf(received(seed)).map(({ interpretation = [] }) =>
        interpretation.map(({ coding }) => coding?.[0]?.code),
      );
    const locations = locationResults(exampleResult(4));
    const expected = locations.map(({ basis, probabilities }) =>
      probabilities === undefined
        ? []
        : [...(basis.doubtful ? ['DOUBTFUL'] : []), ...(basis.seen === 'some' ? ['SEEN_SOME'] : [])],
    );
    expect(codes(4)).to.deep.equal(expected);
    expect(expected.flat()).to.include.members(['DOUBTFUL', 'SEEN_SOME']);
  });

  it('names the patient by number, never by name', () => {
    const text = JSON.stringify(received(5));
    expect(text).to.contain('"ID-1"').and.contain('ACC-1');
    expect(text).to.not.contain('Example^').and.not.contain('Patient^').and.not.contain('Referrer');
  });

  it('gives the same ids again, and others for another study', () => {
    expect(received(6)).to.deep.equal(received(6));
    const other = received(6, sourceImage({ '0020000D': ['UI', '2.25.8000'] }));
    expect(other.id).to.not.equal(received(6).id);
  });

  it('says in every resource that it is for research only', () => {
    for (const { meta } of resourcesOf(received(7))) expect(meta?.tag?.[0]?.code).to.equal('RESEARCH_USE');
  });

  it('has a system for every scheme that codes are of', () => {
    const languages: readonly string[] = Object.values(RFC5646).map(({ value }) => value);
    for (const code of ALL_CODES)
      if (!languages.includes(code.value)) expect(systemOf(code), code.value).to.match(/^(http|urn):/);
  });
});
