/** Where a problem arose: one value per collector, so that a reader knows which source failed. */
type ProblemSource = 'engine' | 'data-root' | 'disk' | 'proc' | 'cgroup' | 'containerd' | 'filesystem';

/**
 * Something that could not be read. A collector returns problems instead of throwing, so that one failed source
 * never loses the others; a figure that is missing because of it is `null` in the report, never 0.
 */
export interface Problem {
  readonly source: ProblemSource;
  /** Stable identifier in kebab-case, for programs. */
  readonly code: string;
  /** One sentence: what was wrong. */
  readonly message: string;
  /** The file, directory or endpoint concerned, as the reader would type it. */
  readonly path: string | null;
  /** Which figures are missing or incomplete because of it; `null` when none is. */
  readonly missing: string | null;
  /** What to do next. */
  readonly hint: string | null;
}
