import { expect } from 'chai';
import { dashboardPort } from '../../../src/cli/options/dashboard-port.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('dashboardPort', () => {
  it('is a free one without a value, and none where the option is not given', () => {
    expect(dashboardPort(undefined)).to.equal(undefined);
    expect(dashboardPort('')).to.equal(0);
    expect(dashboardPort('8043')).to.equal(8043);
  });

  it('refuses what is no port, such as the pipeline that follows the option', () => {
    for (const given of ['two-stage', '65536', '-1', '80.5', ' 80'])
      expect(thrownBy(() => dashboardPort(given)).message).to.contain(`--dashboard ${given}: expected a port`);
  });
});
