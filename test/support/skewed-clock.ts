// To be imported before anything else: shifts the wall clock of a process by SPINESTREAM_SKEW_MS, as seen by all of its code and libraries.
const skewMs = Number(process.env.SPINESTREAM_SKEW_MS ?? 0);
const trueNow = Date.now.bind(Date);

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [trueNow() + skewMs] : given, newTarget),
  get: (target, name, receiver) => (name === 'now' ? () => trueNow() + skewMs : Reflect.get(target, name, receiver)),
});
