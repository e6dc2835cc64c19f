import { seededBytes } from '../workload/seeded-bytes.js';

/** Everything random of one crowd: same seed and label, same answer. */
export interface Seeded {
  readonly content: (label: string, length: number) => Buffer;
  /** A whole number from `least` to `most`. */
  readonly whole: (label: string, least: number, most: number) => number;
  /** A length from `least` to `most` bytes; short ones are as frequent as long ones by their order of magnitude. */
  readonly length: (label: string, least: number, most: number) => number;
  readonly pick: <T>(label: string, choices: readonly T[]) => T;
}

export function seeded(seed: string): Seeded {
  const content = (label: string, length: number): Buffer => seededBytes(seed, label, length);
  const fraction = (label: string): number => content(`number ${label}`, 4).readUInt32BE() / 2 ** 32;
  const whole = (label: string, least: number, most: number): number =>
    least + Math.floor(fraction(label) * (most - least + 1));
  return {
    content,
    whole,
    length: (label, least, most) => Math.round(least * (most / least) ** fraction(label)),
    pick: <T>(label: string, choices: readonly T[]): T => {
      const choice = choices[whole(label, 0, choices.length - 1)];
      if (choice === undefined) throw new Error(`nothing to pick for ${label}`);
      return choice;
    },
  };
}
