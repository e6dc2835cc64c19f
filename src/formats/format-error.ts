/** A file that is not what its name promises. `format` names the expected form, `message` what was wrong. */
export class FormatError extends Error {
  readonly format: string;

  constructor(format: string, detail: string) {
    super(`not a valid ${format}: ${detail}`);
    this.name = 'FormatError';
    this.format = format;
  }
}
