/** What the options of a log driver say of rotation, whatever the driver makes of it. */
export interface LogRotation {
  /** `max-size` in bytes; `null` where it is not set, or cannot be read. */
  readonly maxSizeBytes: number | null;
  /** `max-size` is set to `-1` or to nothing: the driver's own default is overruled, and nothing limits a file. */
  readonly unlimited: boolean;
  /** `max-file`; `null` where it is not set, or cannot be read. */
  readonly maxFiles: number | null;
  readonly compress: boolean | null;
  /** `cache-disabled`: no local copy of what is sent away. */
  readonly cacheDisabled: boolean;
  /** Names of the options whose values cannot be read, in this order: max-size, max-file, compress. */
  readonly bad: readonly string[];
}

/** A driver that was given no options. */
export const NO_ROTATION_OPTIONS: LogRotation = {
  maxSizeBytes: null,
  unlimited: false,
  maxFiles: null,
  compress: null,
  cacheDisabled: false,
  bad: [],
};
