/** A volume as the engine or `volumes/metadata.db` records it. */
export interface VolumeRecord {
  readonly name: string;
  readonly driver: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  readonly createdAt: string | null;
  readonly mountpoint: string | null;
  /** The directory `volumes/<name>` is there. */
  readonly onDisk: boolean;
  /** `metadata.db` or the engine knows it. A directory without a record is adopted at the next engine start. */
  readonly recorded: boolean;
  /** Size as the engine gives it (apparent bytes), `null` when it was not asked or does not measure it. */
  readonly engineSizeBytes: number | null;
}
