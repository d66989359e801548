import { expect } from 'chai';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { levelAt, sideAt } from '../../../../src/evaluation/metrics/selective/answers.ts';
import { OTHER_GROUPS, subgroupTable } from '../../../../src/evaluation/metrics/selective/subgroups.ts';
import { cyclicStudies, sureOf } from '../example-studies.ts';
import { randomStudies } from './random-studies.ts';

const OPTIONS = { seed: 1, resamples: 40 };

describe('subgroup table', () => {
  it('holds every labelled location once', () => {
    const studies = randomStudies(20, createRng(4));
    const labelled = studies.flatMap(({ labels }) => labels).filter((label) => label !== MISSING_LABEL).length;
    for (const groupOf of [
      (_: number, l: number) => levelAt(l),
      (_: number, l: number) => sideAt(l),
      (s: number) => `${s % 3}`,
    ]) {
      const { groups } = subgroupTable(studies, { name: 'x', groupOf }, OPTIONS);
      expect(groups.reduce((sum, { locations }) => sum + locations, 0)).to.equal(labelled);
    }
  });

  it('shows a group that is graded worse, with an interval of the difference', () => {
    const studies = cyclicStudies(40, (location, label) =>
      sureOf(sideAt(location) === 'left' ? (label + 1) % 3 : label),
    );
    const { groups } = subgroupTable(studies, { name: 'side', groupOf: (_, location) => sideAt(location) }, OPTIONS);
    const left = groups.find(({ group }) => group === 'left');
    expect(left).to.include({ studies: 40, locations: 400 });
    expect(left!.accuracy.value).to.equal(0);
    expect(left!.accuracyLead).to.eql({ value: -1, low: -1, high: -1 });
  });

  it('counts locations of an unknown group apart', () => {
    const studies = cyclicStudies(4);
    const groupOf = (study: number) => (study === 0 ? undefined : 'known');
    const table = subgroupTable(studies, { name: 'x', groupOf }, OPTIONS);
    expect(table).to.include({ unknown: 25 });
    expect(table.groups).to.have.length(1);
    expect(table.groups[0]).to.include({ group: 'known', studies: 3, accuracyLead: undefined });
  });

  it('puts the smallest of many groups together', () => {
    const studies = cyclicStudies(30);
    const { groups } = subgroupTable(studies, { name: 'x', groupOf: (study) => `scanner ${study}` }, OPTIONS);
    expect(groups).to.have.length(12);
    expect(groups.find(({ group }) => group === OTHER_GROUPS)).to.include({ studies: 19 });
  });

  it('keeps the order that it is given', () => {
    const studies = cyclicStudies(6);
    const by = { name: 'x', groupOf: (study: number) => ['old', 'young', 'new'][study % 3], order: ['new', 'young'] };
    expect(subgroupTable(studies, by, OPTIONS).groups.map(({ group }) => group)).to.eql(['new', 'young', 'old']);
  });
});
