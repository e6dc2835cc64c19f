/** A record of a database that could not be used; the others are not affected by it. */
export interface RecordIssue {
  /** Key of the record as text, or `''` when the damage is above the records. */
  readonly record: string;
  /** What was wrong. */
  readonly detail: string;
}
