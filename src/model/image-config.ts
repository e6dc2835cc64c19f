/** What bilge needs of an image configuration. Source: OCI image specification, config.md. */
export interface ImageConfig {
  readonly platform: string | null;
  readonly createdAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Lowest layer first; empty for `FROM scratch` without files, where the key is absent. */
  readonly diffIds: readonly string[];
  /** The build step behind each layer; empty when the history does not match the layers. */
  readonly createdBy: readonly string[];
}
