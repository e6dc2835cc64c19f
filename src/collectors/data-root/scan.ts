import { collectDataRoot, type RootPlace, type RootResult } from './collect-data-root.js';

/** A scan under way, and the way to end it early. */
export interface Scan {
  readonly result: Promise<RootResult>;
  readonly cancel: () => void;
}

/** Starts to read a data root; cancelled, it reports nothing more. */
export function startScan(
  place: RootPlace,
  signal: AbortSignal | undefined,
  onProgress: (soFar: RootResult) => void,
): Scan {
  const own = new AbortController();
  const signals = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
  const result = collectDataRoot(place, {
    signal: signals,
    onProgress: (soFar) => {
      if (!own.signal.aborted) onProgress(soFar);
    },
  });
  // A scan that was given up has nobody left to hear of its failure.
  result.catch(() => undefined);
  return {
    result,
    cancel: () => {
      own.abort();
    },
  };
}
