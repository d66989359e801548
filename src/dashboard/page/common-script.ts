/**
 * Shared script of live pages: listening to the run, pausing, formatting numbers. A page defines \`show(state)\` before this script runs. Nothing is
 * loaded from elsewhere, stored or sent.
 */
export const COMMON_SCRIPT = `
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  const made = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children);
    return node;
  };
  const number = (value) => value >= 100 ? String(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);
  const time = (ms) => {
    const s = ms / 1000;
    if (s < 1) return Math.round(ms) + ' ms';
    if (s < 60) return (s < 10 ? s.toFixed(1) : Math.round(s)) + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min ' + String(Math.round(s % 60)).padStart(2, '0') + ' s';
    return Math.floor(s / 3600) + ' h ' + String(Math.floor((s % 3600) / 60)).padStart(2, '0') + ' min';
  };
  const bytes = (value) => value >= 1e9 ? (value / 1e9).toFixed(1) + ' GB' : Math.round(value / 1e6) + ' MB';
  const meter = (node, share, isFull = false) => {
    node.firstElementChild.style.width = Math.min(100, 100 * share).toFixed(1) + '%';
    node.classList.toggle('full', isFull);
  };
  const say = (text) => put(byId('said'), text);
  const SVG = 'http://www.w3.org/2000/svg';
  const drawn = (tag, attributes, text) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    if (text !== undefined) node.textContent = text;
    return node;
  };

  let paused = false;
  let last;
  const PHASES = { starting: 'starting', running: 'running', ended: 'ended', failed: 'failed' };
  const phase = (name, text) => {
    const pill = byId('phase');
    pill.className = 'pill ' + name;
    put(pill, text);
  };
  const received = (state, show) => {
    if (String(state.version) !== document.body.dataset.version) { location.reload(); return; }
    last = state;
    if (paused) return;
    phase(state.phase, PHASES[state.phase] + (state.phase === 'running' ? ' for ' : ' after ') + time(1000 * state.elapsedS));
    show(state);
  };
  const listen = (show) => {
    const events = new EventSource('/events');
    events.addEventListener('state', ({ data }) => received(JSON.parse(data), show));
    events.addEventListener('end', () => {
      events.close();
      byId('pause').disabled = true;
      say('The ' + document.body.dataset.what + ' ' + (last && last.phase === 'failed' ? 'failed.' : 'ended.'));
    });
    events.onerror = () => { if (events.readyState !== EventSource.CLOSED) phase('away', 'no answer; trying again'); };
    const pause = byId('pause');
    pause.addEventListener('click', () => {
      paused = !paused;
      pause.setAttribute('aria-pressed', String(paused));
      put(pause, paused ? 'Paused' : 'Pause');
      if (!paused && last) received(last, show);
    });
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'p') pause.click();
    });
  };
`;
