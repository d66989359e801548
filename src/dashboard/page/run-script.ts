import { COMMON_SCRIPT } from './common-script.ts';

/** Keeps the page of a run up to date and adds keyboard navigation to the graph. */
export const RUN_SCRIPT = `
(() => {
  'use strict';
  ${COMMON_SCRIPT}
  const start = () => {
    const nodes = all('.node');
    const operators = nodes.filter((node) => node.dataset.step !== '');
    const names = operators.map((node) => node.querySelector('.name').textContent);
    const writes = operators.map((node) => node.querySelectorAll('text')[1].textContent);
    const barWidth = operators[0] ? Number(operators[0].querySelector('.track').getAttribute('width')) : 0;
    const stepName = (step) => step >= names.length ? 'writing outputs' : names[step] + (writes[step] ? ' (' + writes[step] + ')' : '');
    let filter = 'all';
    let newest = 0;
    let told = 0;
    let chosen;

    const chip = (node, count) => {
      node.toggleAttribute('hidden', count === 0);
      put(node.querySelector('text'), String(count));
    };
    const figures = ({ perMinute, meanMs, share, done }) => done === 0 ? '' : number(perMinute) + '/min · ' + time(meanMs) + ' · ' + Math.round(100 * share) + '%';

    const showGraph = ({ steps, inFlight, window: w, writing, phase }) => {
      const slowest = steps.reduce((best, { share }, i) => share > (steps[best]?.share ?? 0) ? i : best, -1);
      operators.forEach((node, i) => {
        const step = steps[i];
        if (!step) return;
        chip(node.querySelector('.badge'), step.at);
        node.classList.toggle('busy', step.at > 0);
        node.classList.toggle('slowest', i === slowest && steps.length > 1);
        put(node.querySelector('.figures'), figures(step));
        node.querySelector('.share').setAttribute('width', (barWidth * step.share).toFixed(1));
        node.setAttribute('aria-label', node.dataset.words + '. ' + wordsOf(step, i === slowest));
      });
      const isFull = w.inProgress >= w.concurrency && phase === 'running';
      for (const node of nodes.filter((one) => one.dataset.step === '')) {
        const isSource = node.classList.contains('source');
        const waits = isSource ? isFull : w.outputsWait;
        node.classList.toggle('waits', waits);
        if (!isSource) node.classList.toggle('busy', writing > 0);
        put(node.querySelector('.figures'), isSource ? (isFull ? 'waits: window is full' : '') : w.outputsWait ? 'waits; studies are held' : '');
        if (!isSource) chip(node.querySelector('.badge'), writing);
      }
      inFlight.forEach((count, i) => {
        const line = byId('edge-' + i);
        line.classList.toggle('busy', count > 0);
        line.style.strokeWidth = count > 0 ? String(1.6 + Math.min(4, count)) : '';
        line.setAttribute('marker-end', count > 0 ? 'url(#tip-busy)' : 'url(#tip)');
        chip(byId('carried-' + i).firstElementChild, count);
      });
      detail();
    };
    const wordsOf = (step, isSlowest) => step.at + ' here, ' + step.done + ' done' + (step.done === 0 ? '' : ', ' + number(step.perMinute) + ' a minute, ' + time(step.meanMs) + ' each, ' + Math.round(100 * step.share) + '% of the time') + (isSlowest ? '; takes the most time' : '');
    const detail = () => {
      if (!chosen || !last) return;
      const step = last.steps[Number(chosen.dataset.step)];
      put(byId('detail'), chosen.dataset.step === '' ? chosen.dataset.words + '. ' + chosen.querySelector('.figures').textContent : chosen.getAttribute('aria-label'));
    };
    const choose = (node) => {
      if (!node) return;
      for (const one of nodes) { one.tabIndex = one === node ? 0 : -1; one.classList.toggle('chosen', one === node); }
      chosen = node;
      detail();
    };
    for (const node of nodes) {
      node.addEventListener('focus', () => choose(node));
      node.addEventListener('click', () => node.focus());
    }
    const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    document.querySelector('.graph')?.addEventListener('keydown', (event) => {
      const at = nodes.indexOf(document.activeElement);
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? nodes.length - 1 : event.key in STEPS ? at + STEPS[event.key] : undefined;
      if (to === undefined || at < 0) return;
      event.preventDefault();
      nodes[Math.min(nodes.length - 1, Math.max(0, to))].focus();
    });

    const showTiles = (state) => {
      const { studies: s, window: w, memory: m } = state;
      const there = s.done + s.earlier;
      const isOpen = s.total === undefined;
      const total = isOpen ? undefined : Math.max(s.total, there);
      put(byId('done'), String(there));
      put(byId('total'), isOpen ? ' done' : ' of ' + total);
      put(byId('done-under'), s.earlier > 0 ? s.earlier + ' of them in earlier runs' : isOpen ? 'waiting for studies' : '');
      const bar = byId('done-bar');
      bar.toggleAttribute('hidden', isOpen);
      if (!isOpen) { meter(bar, total === 0 ? 0 : there / total); bar.setAttribute('aria-valuenow', String(Math.round(100 * there / Math.max(1, total)))); }
      put(byId('rate'), s.done === 0 ? '–' : number(s.perMinute));
      spark(state.history);
      put(byId('left'), s.leftMs === undefined ? (state.phase === 'ended' ? 'none' : '–') : time(s.leftMs));
      put(byId('left-under'), s.leftMs === undefined ? 'after ' + time(1000 * state.elapsedS) : 'until about ' + new Date(Date.now() + s.leftMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
      put(byId('window'), w.inProgress + '');
      put(byId('window-of'), ' of ' + w.concurrency);
      const isFull = w.inProgress >= w.concurrency;
      put(byId('window-under'), w.outputsWait ? 'an output waits; studies are held' : isFull ? 'full: the source waits for room' : 'room for more');
      meter(byId('window-bar'), w.inProgress / w.concurrency, isFull || w.outputsWait);
      put(byId('failed'), String(s.failed));
      byId('failed').closest('.tile').classList.toggle('bad', s.failed > 0);
      put(byId('warnings'), state.warnings + (state.warnings === 1 ? ' warning' : ' warnings'));
      const held = m.budget ? m.budget.usedBytes : m.rssBytes;
      const limit = m.budget ? m.budget.bytes : m.limitBytes;
      put(byId('memory'), bytes(held));
      put(byId('memory-of'), ' of ' + bytes(limit));
      put(byId('memory-under'), m.budget ? 'pixels within the budget; process ' + bytes(m.rssBytes) : 'process; no --memory-budget');
      meter(byId('memory-bar'), held / limit, held > 0.9 * limit);
      document.title = (isOpen ? there + ' done' : there + '/' + total) + ' · ' + document.body.dataset.name;
    };
    const spark = (history) => {
      const svg = byId('spark');
      if (history.length < 2) { svg.replaceChildren(); return; }
      const [from, to] = [history[0][0], history.at(-1)[0]];
      const most = Math.max(...history.map(([, y]) => y), 1e-9);
      const at = ([x, y]) => (100 * (x - from) / Math.max(1e-9, to - from)).toFixed(2) + ' ' + (28 - 26 * y / most).toFixed(2);
      const line = 'M' + history.map(at).join('L');
      svg.replaceChildren(drawn('path', { class: 'area', d: line + 'L100 30L0 30Z' }), drawn('path', { d: line }));
    };

    const showWork = ({ atWork, phase }) => {
      const rows = atWork.map(({ studyId, step, ms, stepMs }) => {
        const bar = made('div', 'meter', made('i'));
        meter(bar, step / Math.max(1, names.length));
        const times = made('td', 'n', time(ms));
        times.title = time(stepMs) + ' at this step';
        return made('tr', '', made('td', '', studyId), made('td', '', stepName(step), bar), times);
      });
      byId('work').replaceChildren(...rows);
      byId('no-work').toggleAttribute('hidden', rows.length > 0);
      put(byId('no-work'), phase === 'starting' ? 'Models are being loaded.' : phase === 'running' ? 'None just now.' : 'None: the run is over.');
    };

    const WORDS = { failure: 'failed', warning: 'warning', notice: 'notice' };
    const showMessages = ({ messages, warned }) => {
      const first = messages[0]?.id ?? 0;
      if (first === newest && byId('messages').dataset.filter === filter) return;
      newest = first;
      byId('messages').dataset.filter = filter;
      const wanted = messages.filter(({ kind }) => filter === 'all' || kind === filter);
      byId('messages').replaceChildren(...wanted.map(({ kind, code, studyId, text, atS }) => made('li', '',
        made('span', 'kind ' + kind, WORDS[kind]), made('b', '', studyId ?? ''), ' ', text, ' ', made('code', '', code), made('span', 'where', ' at ' + time(1000 * atS)))));
      byId('no-messages').toggleAttribute('hidden', wanted.length > 0);
      byId('codes').replaceChildren(...warned.map(([code, studies]) => made('li', '', code + ' ', made('b', '', String(studies)))));
      const failures = messages.filter(({ kind, id }) => kind === 'failure' && id > told);
      if (failures.length > 0) say(failures.length === 1 ? 'Failed: ' + (failures[0].studyId ?? '') + ' ' + failures[0].text : failures.length + ' more failures.');
      told = Math.max(told, first);
    };
    for (const button of all('.filters button'))
      button.addEventListener('click', () => {
        filter = button.dataset.kind;
        for (const one of all('.filters button')) one.setAttribute('aria-pressed', String(one === button));
        if (last) showMessages(last);
      });

    const showSteps = ({ steps }) => {
      const order = steps.map((step, index) => ({ ...step, index })).sort((a, b) => b.share - a.share);
      byId('steps').replaceChildren(...order.map((s) => made('tr', '', made('td', '', stepName(s.index)), ...[String(s.at), String(s.done), s.done === 0 ? '–' : number(s.perMinute), s.done === 0 ? '–' : time(s.meanMs), Math.round(100 * s.share) + '%'].map((text) => made('td', 'n', text)))));
    };

    const KEYS = { g: () => (chosen ?? nodes[0])?.focus(), s: () => byId('studies').focus(), w: () => byId('log').focus() };
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in KEYS)) return;
      event.preventDefault();
      KEYS[event.key]();
    });

    listen((state) => {
      byId('failure').toggleAttribute('hidden', !state.failure);
      if (state.failure) put(byId('failure-text'), state.failure.reason + ' [' + state.failure.code + ']');
      showTiles(state);
      if (nodes.length > 0) showGraph(state);
      showWork(state);
      showMessages(state);
      if (byId('all-steps').open) showSteps(state);
    });
    byId('all-steps').addEventListener('toggle', () => { if (last) showSteps(last); });
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
`;
