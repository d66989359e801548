/**
 * Window level and width of pictures, as shares of the greys that the page stores: 0 is black as stored, 1 is white. Part of the page's script, and
 * evaluated on its own by its tests.
 */
export const WINDOW_MATHS = `
  const WHOLE = { level: 0.5, width: 1 };
  const NARROWEST = 1 / 255;
  const WIDEST = 4;
  const within = (value, least, most) => Math.min(most, Math.max(least, value));
  /** By shares of the picture's size: to the right is wider, down is a higher level, as in most viewers. */
  const draggedWindow = ({ level, width }, right, down) => ({
    level: within(level + down * Math.min(1, width), 0, 1),
    width: within(width * 2 ** (4 * right), NARROWEST, WIDEST),
  });
  /** grey -> slope * grey + intercept, which the browser clamps to black and white. */
  const transferOf = ({ level, width }) => ({ slope: 1 / width, intercept: 0.5 - level / width });
  /** In values of the image: black and white are the values that the page stores as such. */
  const inValues = ({ level, width }, black, white) => ({
    level: black + level * (white - black),
    width: width * Math.abs(white - black),
  });
`;

/**
 * Changes window level and width of a panel's pictures by dragging, by Shift with the arrow keys, or by touch where that is switched on. Uses \`all\`,
 * \`viewIn\` and \`announce\` of the page's script.
 */
export const WINDOW_SCRIPT = `
    ${WINDOW_MATHS}
    const KEY_STEP = 0.04;
    const windows = new Map(panels.map((panel) => [panel, WHOLE]));
    const filterOf = (panel) => {
      const id = 'window-' + panel.id;
      const there = document.getElementById(id);
      if (there) return there;
      const parts = ['R', 'G', 'B'].map((channel) => '<feFunc' + channel + ' type="linear"/>').join('');
      const box = document.createElement('div');
      box.innerHTML = '<svg class="defs" width="0" height="0" aria-hidden="true"><filter id="' + id + '" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"><feComponentTransfer>' + parts + '</feComponentTransfer></filter></svg>';
      document.body.append(box.firstChild);
      panel.style.setProperty('--window', 'url(#' + id + ')');
      return document.getElementById(id);
    };
    const windowText = (panel) => {
      const { black, white } = viewIn(panel).dataset;
      if (black === undefined) return '';
      const { level, width } = inValues(windows.get(panel), Number(black), Number(white));
      return 'level ' + Math.round(level) + ', width ' + Math.round(width);
    };
    const showWindow = (panel) => {
      const text = panel.querySelector('.window');
      if (text) text.textContent = windowText(panel);
    };
    const setWindow = (panel, window) => {
      windows.set(panel, window);
      panel.classList.toggle('windowed', window !== WHOLE);
      for (const part of all('feComponentTransfer > *', filterOf(panel)))
        for (const [name, value] of Object.entries(transferOf(window))) part.setAttribute(name, String(value));
      showWindow(panel);
    };
    const sayWindow = (panel) => announce('Window ' + windowText(panel));
    const WINDOW_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const windowKey = (key) => {
      const [right, down] = WINDOW_KEYS[key];
      setWindow(active, draggedWindow(windows.get(active), KEY_STEP * right, KEY_STEP * down));
      sayWindow(active);
    };
    const resetWindow = (panel) => {
      setWindow(panel, WHOLE);
      sayWindow(panel);
    };
    const byTouch = document.getElementById('toggle-window');
    const wantsDrag = ({ pointerType, button, target }) => target.closest('.frame') && button === 0 && (pointerType !== 'touch' || byTouch?.checked);
    for (const panel of panels) {
      panel.addEventListener('dragstart', (event) => event.preventDefault());
      panel.addEventListener('dblclick', ({ target }) => { if (target.closest('.frame')) resetWindow(panel); });
      panel.addEventListener('pointerdown', (down) => {
        if (!wantsDrag(down)) return;
        const frame = down.target.closest('.frame');
        const { width, height } = frame.getBoundingClientRect();
        const begun = windows.get(panel);
        frame.setPointerCapture(down.pointerId);
        const move = (event) => {
          if (event.pointerId !== down.pointerId || (event.clientX === down.clientX && event.clientY === down.clientY)) return;
          setWindow(panel, draggedWindow(begun, (event.clientX - down.clientX) / width, (event.clientY - down.clientY) / height));
        };
        const end = (event) => {
          if (event.pointerId !== down.pointerId) return;
          frame.removeEventListener('pointermove', move);
          for (const name of ['pointerup', 'pointercancel']) frame.removeEventListener(name, end);
          if (windows.get(panel) !== begun) sayWindow(panel);
        };
        frame.addEventListener('pointermove', move);
        for (const name of ['pointerup', 'pointercancel']) frame.addEventListener(name, end);
      });
    }
`;
