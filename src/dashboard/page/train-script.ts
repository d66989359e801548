import { COMMON_SCRIPT } from './common-script.ts';

/** Keeps the page of a training up to date: tiles, loss curves that can be walked by keys, the last heatmaps. */
export const TRAIN_SCRIPT = `
(() => {
  'use strict';
  ${COMMON_SCRIPT}
  const start = () => {
    const LEFT = 56, RIGHT = 708, TOP = 12, BOTTOM = 284;
    const digits = (value) => value.toPrecision(4);
    let chosen;

    const showTiles = (state) => {
      const { fold: f, at, memory: m } = state;
      put(byId('fold'), f ? String(f.fold) : '–');
      put(byId('fold-under'), f ? f.experiment + ', ' + f.studies.train + ' studies, ' + f.studies.validation + ' to validate' : 'data and labels are being checked');
      put(byId('epoch'), at ? String(at.epoch) : '–');
      put(byId('epoch-of'), f ? ' of ' + f.epochs : '');
      put(byId('epoch-under'), at ? 'batch ' + at.batch + ' of ' + at.batches + (f ? ' on ' + f.engine : '') : '');
      const share = f && at ? (at.epoch - 1 + at.batch / at.batches) / f.epochs : 0;
      meter(byId('epoch-bar'), share);
      byId('epoch-bar').setAttribute('aria-valuenow', String(Math.round(100 * share)));
      put(byId('rate'), at ? number(state.samplesPerSecond) : '–');
      put(byId('rate-under'), state.waitShare === undefined ? '' : (100 * state.waitShare).toFixed(1) + '% of the last epoch waited for data');
      put(byId('left'), state.leftMs === undefined ? (state.phase === 'ended' ? 'none' : '–') : time(state.leftMs));
      put(byId('left-under'), state.leftMs === undefined ? 'after ' + time(1000 * state.elapsedS) : 'of this fold, with all its epochs');
      put(byId('learning-rate'), state.learningRate === undefined ? '–' : state.learningRate.toPrecision(3));
      put(byId('memory'), bytes(m.rssBytes));
      put(byId('memory-of'), ' of ' + bytes(m.limitBytes));
      meter(byId('memory-bar'), m.rssBytes / m.limitBytes, m.rssBytes > 0.9 * m.limitBytes);
      document.title = (f && at ? 'fold ' + f.fold + ', ' + at.epoch + '/' + f.epochs + ' · ' : '') + document.body.dataset.name;
      const rates = state.epochs.map(({ epoch, learningRate }) => [epoch, learningRate]);
      const most = Math.max(...rates.map(([, rate]) => rate), 1e-12);
      const line = rates.map(([epoch, rate]) => (100 * (epoch - rates[0][0]) / Math.max(1, rates.at(-1)[0] - rates[0][0])).toFixed(2) + ' ' + (28 - 26 * rate / most).toFixed(2));
      byId('rates').replaceChildren(...(rates.length < 2 ? [] : [drawn('path', { d: 'M' + line.join('L') })]));
    };

    const showChart = ({ epochs, steps, fold: f }) => {
      const losses = [...steps.map(([, loss]) => loss), ...epochs.flatMap((one) => [one.trainLoss, one.validationLoss])].filter(Number.isFinite);
      if (losses.length === 0) { byId('chart').replaceChildren(); return; }
      const [least, most] = [Math.min(...losses), Math.max(...losses)];
      const isLog = least > 0 && most > 4 * least;
      const [scaled, back] = isLog ? [Math.log, Math.exp] : [(v) => v, (v) => v];
      const span = Math.max(1e-9, scaled(most) - scaled(least));
      const first = Math.min(steps.length > 0 ? Math.floor(steps[0][0]) : Infinity, epochs.length > 0 ? epochs[0].epoch - 1 : Infinity);
      const last = Math.max(first + 1, f ? f.epochs : 1);
      const x = (epoch) => LEFT + (RIGHT - LEFT) * (epoch - first) / (last - first);
      const y = (loss) => BOTTOM - (BOTTOM - TOP) * (scaled(loss) - scaled(least)) / span;
      const at = (epoch, loss) => x(epoch).toFixed(1) + ' ' + y(loss).toFixed(1);
      const path = (name, points) => points.length < 2 ? [] : [drawn('path', { class: name, d: 'M' + points.map(([e, l]) => at(e, l)).join('L') })];
      const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => back(scaled(least) + share * span));
      const parts = ticks.flatMap((loss) => [
        drawn('path', { class: 'grid', d: 'M' + LEFT + ' ' + y(loss).toFixed(1) + 'H' + RIGHT }),
        drawn('text', { x: LEFT - 6, y: (y(loss) + 4).toFixed(1), 'text-anchor': 'end' }, loss.toPrecision(3)),
      ]);
      const every = Math.max(1, Math.ceil((last - first) / 10));
      for (let epoch = first; epoch <= last; epoch += every) parts.push(drawn('text', { x: x(epoch).toFixed(1), y: BOTTOM + 18, 'text-anchor': 'middle' }, String(epoch)));
      parts.push(drawn('path', { class: 'axis', d: 'M' + LEFT + ' ' + TOP + 'V' + BOTTOM + 'H' + RIGHT }), drawn('text', { x: (LEFT + RIGHT) / 2, y: BOTTOM + 34, 'text-anchor': 'middle' }, 'epochs'), drawn('text', { x: RIGHT, y: BOTTOM + 34, 'text-anchor': 'end' }, isLog ? 'loss on a logarithmic scale' : ''));
      parts.push(...path('steps', steps), ...path('train', epochs.map((one) => [one.epoch, one.trainLoss])), ...path('validation', epochs.map((one) => [one.epoch, one.validationLoss])));
      for (const one of epochs) {
        parts.push(drawn('circle', { class: 'train', cx: x(one.epoch).toFixed(1), cy: y(one.trainLoss).toFixed(1), r: 3 }));
        parts.push(drawn('rect', { class: 'validation mark', x: (x(one.epoch) - 4).toFixed(1), y: (y(one.validationLoss) - 4).toFixed(1), width: 8, height: 8 }));
      }
      const best = epochs.findLast((one) => one.best);
      if (best) parts.push(drawn('text', { class: 'best', x: x(best.epoch).toFixed(1), y: (y(best.validationLoss) - 8).toFixed(1), 'text-anchor': 'middle' }, '★'));
      const walked = epochs.find(({ epoch }) => epoch === chosen);
      if (walked) parts.push(drawn('path', { class: 'chosen', d: 'M' + x(walked.epoch).toFixed(1) + ' ' + TOP + 'V' + BOTTOM }));
      byId('chart').replaceChildren(...parts);
      const shown = walked ?? epochs.at(-1);
      if (shown) put(byId('detail'), 'Epoch ' + shown.epoch + ': training ' + digits(shown.trainLoss) + ', validation ' + digits(shown.validationLoss) + (shown === best ? ' (best)' : '') + ', learning rate ' + shown.learningRate.toPrecision(3) + ', ' + number(shown.samplesPerSecond) + ' samples/s, ' + time(1000 * shown.seconds));
    };
    byId('chart').addEventListener('keydown', (event) => {
      const epochs = last ? last.epochs : [];
      if (epochs.length === 0) return;
      const at = epochs.findIndex(({ epoch }) => epoch === chosen);
      const from = at < 0 ? epochs.length - 1 : at;
      const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: epochs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      chosen = epochs[Math.min(epochs.length - 1, Math.max(0, to))].epoch;
      showChart(last);
      say(byId('detail').textContent);
    });

    let sampleEpoch, sampleFold;
    const showSample = ({ sample, fold: f }) => {
      const isThere = sample !== undefined;
      for (const id of ['frame', 'point-table', 'point-legend']) byId(id).toggleAttribute('hidden', !isThere);
      byId('no-sample').toggleAttribute('hidden', isThere);
      if (!isThere || (sample.epoch === sampleEpoch && f.fold === sampleFold)) return;
      [sampleEpoch, sampleFold] = [sample.epoch, f.fold];
      byId('frame').style.setProperty('--ratio', sample.ratio);
      byId('picture').src = sample.picture;
      byId('picture').alt = 'Middle slice of the first validation sample, epoch ' + sample.epoch;
      byId('heat').toggleAttribute('hidden', sample.heat === '');
      if (sample.heat !== '') byId('heat').src = sample.heat;
      const cross = ([x, y]) => 'M' + (x - 1.6) + ' ' + (y - 1.6) + 'l3.2 3.2m0 -3.2l-3.2 3.2';
      const percent = ([x, y]) => [100 * x, 100 * y];
      byId('points').replaceChildren(...sample.points.flatMap(({ truth, found }) => [
        ...(truth ? [drawn('circle', { cx: 100 * truth[0], cy: 100 * truth[1], r: 2.4 })] : []),
        drawn('path', { d: cross(percent(found)) }),
      ]));
      byId('point-rows').replaceChildren(...sample.points.map(({ name, peak, truth, found }) => made('tr', '', made('td', '', name), made('td', 'n', peak.toFixed(2)),
        made('td', 'n', truth ? (100 * Math.hypot(truth[0] - found[0], (truth[1] - found[1]) / sample.ratio)).toFixed(1) + '%' : 'no label'))));
    };

    const WHY = { epochs: 'all epochs', 'early-stop': 'early, no better epoch', asked: 'stopped; --resume continues' };
    const showFolds = ({ folds }) => {
      byId('no-folds').toggleAttribute('hidden', folds.length > 0);
      byId('fold-rows').replaceChildren(...folds.map(({ experiment, fold, reason, best }) => made('tr', '', made('td', '', experiment + ' ' + fold), made('td', '', WHY[reason]), made('td', 'n', best ? String(best.epoch) : '–'), made('td', 'n', best ? digits(best.loss) : '–'))));
    };

    const KEYS = { c: 'chart', h: 'sample', f: 'folds' };
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in KEYS)) return;
      event.preventDefault();
      byId(KEYS[event.key]).focus();
    });

    listen((state) => {
      byId('failure').toggleAttribute('hidden', !state.failure);
      if (state.failure) put(byId('failure-text'), state.failure.reason + ' [' + state.failure.code + ']');
      showTiles(state);
      showChart(state);
      showSample(state);
      showFolds(state);
    });
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
`;
